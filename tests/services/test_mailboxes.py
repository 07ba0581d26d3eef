"""Mailboxes over the sandbox: refreshed part by part, warm-up switched and read back."""

from collections.abc import Iterator

import pytest

from tests.support.sandbox import RunningSandbox
from tests.support.work import RecordingWork
from vibe_desktop.domain.errors import Cancelled, InvalidInput, NotAuthorised
from vibe_desktop.domain.mailboxes import Mailbox, WarmupStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.retrying import Backoff
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.services.mailboxes import MailboxService, Polling
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.mailboxes import MailboxRepository

WELL = "maya@try-sandbox.example"
OTHER = "hello@sandbox-mail.example"
BROKEN = "old@sandbox-legacy.example"
QUICK = Backoff(attempts=2, first=0.01, most=0.02, longest_asked=0.5, deadline=20.0)
AT_ONCE = Polling(first=0.001, longest=0.001, patience=0.003)


class Room:
    """The service on one database and one sandbox, with a key that can be taken away."""

    def __init__(self, database: Database, running: RunningSandbox) -> None:
        self.key = running.info.instantly_api_key
        self.client = InstantlyClient(
            running.info.instantly_url,
            secret=lambda: self.key,
            host_log=lambda _host, _purpose: None,
            backoff=QUICK,
        )
        self.service = MailboxService(
            mailboxes=MailboxRepository(database), instantly=self.client, polling=AT_ONCE
        )

    def box(self, email: str) -> Mailbox:
        """A mailbox as it is known now."""
        return next(one for one in self.service.list(Work()) if one.email == email)


@pytest.fixture
def room(database: Database, sandbox: RunningSandbox) -> Iterator[Room]:
    room = Room(database, sandbox)
    yield room
    room.client.close()


def test_mailboxes_come_with_scores_and_domains_and_stay_known_offline(
    room: Room, work: Work
) -> None:
    assert room.service.list(work) == ()
    assert room.service.book(work).refreshed_at is None
    written = room.service.refresh(work)
    assert written.changes.mailboxes
    assert written.value.gaps == ()
    assert room.service.list(work) == written.value.mailboxes
    assert room.service.book(work).refreshed_at is not None
    well = room.box(WELL)
    assert (well.warmup_score, well.sending_gap, well.provider.value) == (96, 8, "google")
    assert well.check is not None
    assert well.check.problems == ()
    assert [one.healthy for one in written.value.mailboxes].count(True) == 3
    broken = room.box(BROKEN)
    assert broken.trouble == "cannot be reached"
    assert broken.status_message == "535 5.7.8 Username and password not accepted"
    assert broken.check is not None
    assert (broken.check.mx, broken.check.dkim, broken.check.dmarc) == (True, False, False)


def test_a_refresh_without_news_changes_nothing_but_its_time(room: Room, work: Work) -> None:
    room.service.refresh(work)
    before = room.service.book(work).refreshed_at
    assert not room.service.refresh(work).changes
    after = room.service.book(work).refreshed_at
    assert before is not None
    assert after is not None
    assert after > before


def test_a_refused_refresh_leaves_what_was_known(room: Room, work: Work) -> None:
    before = room.service.refresh(work).value.mailboxes
    room.key = "wrong-key-000"
    with pytest.raises(NotAuthorised):
        room.service.refresh(work)
    assert room.service.list(work) == before


@pytest.mark.parametrize(
    ("path", "words"),
    [("warmup-analytics", "warm-up scores"), ("test/vitals", "records of your domains")],
)
def test_a_part_that_fails_alone_keeps_what_was_known_and_is_named(
    room: Room, work: Work, sandbox: RunningSandbox, path: str, words: str
) -> None:
    before = [(one.warmup_score, one.trouble, _records(one)) for one in _refreshed(room)]
    sandbox.faults({"path": path, "status": 400, "body": {"error": "Bad request"}, "times": 9})
    news = room.service.refresh(work).value
    assert [(one.warmup_score, one.trouble, _records(one)) for one in news.mailboxes] == before
    assert len(news.gaps) == 1
    assert words in news.gaps[0]


def test_a_mailbox_that_the_warmup_does_not_tell_of_keeps_the_score_it_carries(
    room: Room, work: Work, sandbox: RunningSandbox
) -> None:
    nothing: dict[str, object] = {"email_date_data": {}, "aggregate_data": {}}
    sandbox.faults({"path": "warmup-analytics", "status": 200, "body": nothing})
    room.service.refresh(work)
    assert room.box(WELL).warmup_score == 96


def test_a_domain_without_mx_makes_its_mailbox_unfit(
    room: Room, work: Work, sandbox: RunningSandbox
) -> None:
    dead = {"domain": "try-sandbox.example", "allPass": False, "mx": False, "spf": True}
    body = {"status": "success", "success_list": [], "failure_list": [dead]}
    sandbox.faults({"path": "vitals", "status": 200, "body": body})
    room.service.refresh(work)
    assert room.box(WELL).dead
    assert not room.box(WELL).healthy


def test_warm_up_is_switched_and_read_back(room: Room, work: Work) -> None:
    room.service.refresh(work)
    off = room.service.set_warmup([WELL, OTHER], False, work)
    assert off.changes.mailboxes
    assert off.value.done == (OTHER, WELL)
    assert room.box(WELL).warmup_status is WarmupStatus.PAUSED
    assert room.box(WELL).trouble == "warm-up is paused"
    # What the list of mailboxes does not tell stays known.
    assert room.box(WELL).warmup_score == 96
    assert room.box(WELL).check is not None
    on = room.service.set_warmup([WELL.upper(), OTHER], True, work).value
    assert (on.done, on.pending, on.refused) == ((OTHER, WELL), (), ())
    assert room.box(WELL).healthy


def test_a_job_that_stays_pending_is_not_called_done(
    room: Room, work: Work, sandbox: RunningSandbox
) -> None:
    room.service.refresh(work)
    job = {"id": "675266e304a8e55b17f0228b", "status": "pending", "progress": 0}
    sandbox.faults(
        {"path": "warmup/disable", "status": 200, "body": job},
        {"path": "background-jobs", "status": 200, "body": job, "times": None},
    )
    outcome = room.service.set_warmup([WELL], False, work).value
    assert (outcome.done, outcome.pending, outcome.refused) == ((), (WELL,), ())
    assert room.box(WELL).warmup_status is WarmupStatus.ACTIVE


@pytest.mark.parametrize("status", ["failed", "cancelled", "success"])
def test_what_instantly_did_not_do_is_refused_whatever_its_job_says(
    room: Room, work: Work, sandbox: RunningSandbox, status: str
) -> None:
    room.service.refresh(work)
    job = {"id": "675266e304a8e55b17f0228b", "status": status, "progress": 100}
    sandbox.faults({"path": "warmup/disable", "status": 200, "body": job})
    outcome = room.service.set_warmup([WELL], False, work).value
    assert (outcome.done, outcome.pending, outcome.refused) == ((), (), (WELL,))


def test_a_mailbox_that_is_gone_is_refused(room: Room, work: Work) -> None:
    outcome = room.service.set_warmup(["gone@acme.example"], True, work).value
    assert outcome.refused == ("gone@acme.example",)


def test_nobody_chosen_asks_instantly_nothing(
    room: Room, work: Work, sandbox: RunningSandbox
) -> None:
    with pytest.raises(InvalidInput):
        room.service.set_warmup([], True, work)
    assert sandbox.requests() == []


def test_waiting_for_instantly_can_be_cancelled(room: Room, sandbox: RunningSandbox) -> None:
    job = {"id": "675266e304a8e55b17f0228b", "status": "pending", "progress": 0}
    sandbox.faults({"path": "background-jobs", "status": 200, "body": job, "times": None})

    class Impatient(RecordingWork):
        """Gives up as soon as it is told to wait."""

        def report(
            self, message: str, done: int = 0, total: int | None = None, detail: object = None
        ) -> None:
            if message.startswith("Waiting"):
                self.cancel()
            super().report(message, done, total, detail)

    with pytest.raises(Cancelled):
        room.service.set_warmup([WELL], False, Impatient())


def _refreshed(room: Room) -> tuple[Mailbox, ...]:
    return room.service.refresh(Work()).value.mailboxes


def _records(box: Mailbox) -> tuple[str, ...] | None:
    return box.check.problems if box.check is not None else None
