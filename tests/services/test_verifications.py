"""Verification over real HTTP: nobody is paid for twice, and never more than was confirmed."""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.purchases import (
    Purse,
    purse_in,
)
from tests.support.sandbox import RunningSandbox
from tests.support.work import RecordingWork
from vibe_desktop.domain.errors import Cancelled, Conflict, NotAuthorised, Unreachable
from vibe_desktop.domain.verifications import CREDIT_EACH, Verification, VerificationStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.instantly.lead_records import verdict
from vibe_desktop.services.verifications import VerificationService
from vibe_desktop.store.verifications import VerificationRepository

STARTING_CREDITS = 1500.0


def _people(count: int, prefix: str = "p") -> list[str]:
    return [f"{prefix}{number}@firm{number}.example" for number in range(count)]


def _with_verdict(status: int, count: int) -> list[str]:
    """Addresses of which the sandbox says this: 1 good, -1 invalid, -3 catch-all."""
    found = (f"v{number}@firm.example" for number in range(10_000))
    chosen = [email for email in found if verdict(email) == status]
    return chosen[:count]


@pytest.fixture
def purse(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Purse]:
    with purse_in(tmp_path / "data", sandbox) as purse:
        yield purse


def test_the_offer_names_the_price_and_spends_nothing(purse: Purse, work: Work) -> None:
    purse.load(_people(8))
    offer = purse.verifications.offer(purse.everybody(), work)
    assert (offer.addresses, offer.known, offer.credits) == (8, 0, 8 * CREDIT_EACH)
    assert offer.available == STARTING_CREDITS
    assert offer.affordable
    assert purse.credits == STARTING_CREDITS


def test_each_address_is_asked_about_once_and_what_it_cost_is_told(
    purse: Purse, work: Work
) -> None:
    good, bad, open_ = _with_verdict(1, 5), _with_verdict(-1, 2), _with_verdict(-3, 2)
    purse.load([*good, *bad, *open_])
    written = purse.verifications.verify(purse.everybody(), 9 * CREDIT_EACH, work)
    assert written.changes.leads
    outcome = written.value
    assert outcome.counts == {
        VerificationStatus.VERIFIED: 5,
        VerificationStatus.INVALID: 2,
        VerificationStatus.CATCH_ALL: 2,
    }
    assert set(outcome.invalid) == set(bad)
    assert outcome.credits_used == 9 * CREDIT_EACH
    assert purse.credits == STARTING_CREDITS - 9 * CREDIT_EACH
    assert (outcome.left, outcome.stopped) == (0, "")


def test_what_is_known_is_not_asked_again_until_it_is_old(purse: Purse, work: Work) -> None:
    emails = _people(4)
    purse.load(emails)
    purse.verifications.verify(purse.everybody(), 1.0, work)
    spent = STARTING_CREDITS - purse.credits
    offer = purse.verifications.offer(purse.everybody(), work)
    assert (offer.addresses, offer.known, offer.credits) == (0, 4, 0.0)
    purse.verifications.verify(purse.everybody(), 1.0, work)
    assert STARTING_CREDITS - purse.credits == spent
    old = datetime.now(UTC) - timedelta(days=91)
    purse.verified.keep([Verification(emails[0], VerificationStatus.VERIFIED, 0.25, old)])
    assert purse.verifications.offer(purse.everybody(), work).addresses == 1
    purse.verifications.verify(purse.everybody(), 1.0, work)
    assert STARTING_CREDITS - purse.credits == spent + CREDIT_EACH


def test_nobody_on_the_do_not_contact_list_is_asked_about(purse: Purse, work: Work) -> None:
    emails = _people(3)
    purse.load(emails)
    purse.leads.suppress([emails[0]], "asked to", work)
    offer = purse.verifications.offer(purse.everybody(), work)
    assert (offer.addresses, offer.suppressed) == (2, 1)
    purse.verifications.verify(purse.everybody(), 10.0, work)
    assert not purse.verified.of([emails[0]])


def test_the_run_stops_before_it_takes_more_than_was_confirmed(purse: Purse, work: Work) -> None:
    purse.load(_people(6))
    outcome = purse.verifications.verify(purse.everybody(), 4 * CREDIT_EACH, work).value
    assert STARTING_CREDITS - purse.credits == 4 * CREDIT_EACH
    assert outcome.left == 2
    assert "used up" in outcome.stopped


def test_a_higher_price_than_expected_stops_the_run_in_time(
    purse: Purse, work: Work, sandbox: RunningSandbox
) -> None:
    purse.load(_people(6))
    dear = {"email": "x@y.example", "verification_status": "verified", "credits_used": 1.0}
    sandbox.faults(
        {
            "path": "/email-verification",
            "method": "POST",
            "status": 200,
            "body": dear,
            "times": None,
        }
    )
    outcome = purse.verifications.verify(purse.everybody(), 6 * CREDIT_EACH, work).value
    assert outcome.credits_used == 1.0
    assert outcome.left == 5


def test_those_that_take_longer_are_looked_at_again_for_free(purse: Purse, work: Work) -> None:
    slow = [f"slow{number}@firm.example" for number in range(3)]
    purse.load(slow)
    outcome = purse.verifications.verify(purse.everybody(), 10.0, work).value
    assert VerificationStatus.PENDING not in outcome.counts
    assert purse.credits == STARTING_CREDITS - 3 * CREDIT_EACH


@pytest.mark.parametrize(
    "fault", [{"lost_answer": True}, {"malformed": True}, {"cut_after_bytes": 5}]
)
def test_a_lost_answer_is_looked_up_and_not_paid_for_again(
    purse: Purse, work: Work, sandbox: RunningSandbox, fault: dict[str, object]
) -> None:
    purse.load(_people(3))
    sandbox.faults({"path": "/email-verification", "method": "POST", "after": 1, **fault})
    outcome = purse.verifications.verify(purse.everybody(), 10.0, work).value
    assert sum(outcome.counts.values()) == 3
    assert purse.credits == STARTING_CREDITS - 3 * CREDIT_EACH
    assert outcome.credits_used == 3 * CREDIT_EACH


def test_no_credits_left_is_said_in_words_and_what_came_before_is_kept(
    purse: Purse, work: Work, sandbox: RunningSandbox
) -> None:
    emails = _people(4)
    purse.load(emails)
    sandbox.faults({"path": "/email-verification", "status": 402, "after": 1, "times": None})
    outcome = purse.verifications.verify(purse.everybody(), 10.0, work).value
    assert len(purse.verified.of(emails)) == 1
    assert (sum(outcome.counts.values()), outcome.left) == (1, 3)
    assert outcome.stopped
    sandbox.clear_faults()
    outcome = purse.verifications.verify(purse.everybody(), 10.0, work).value
    assert sum(outcome.counts.values()) == 4
    assert purse.credits == STARTING_CREDITS - 4 * CREDIT_EACH


def test_refused_from_the_first_nothing_is_noted(
    purse: Purse, work: Work, sandbox: RunningSandbox
) -> None:
    emails = _people(2)
    purse.load(emails)
    purse.key = f"{sandbox.info.instantly_api_key}-without-email_verifications"
    with pytest.raises(NotAuthorised):
        purse.verifications.verify(purse.everybody(), 10.0, work)
    assert not purse.verified.of(emails)


def test_an_old_answer_outlives_a_refusal(
    purse: Purse, work: Work, sandbox: RunningSandbox
) -> None:
    emails = _people(1)
    purse.load(emails)
    long_ago = datetime.now(UTC) - timedelta(days=200)
    old = Verification(emails[0], VerificationStatus.INVALID, 0.25, long_ago)
    purse.verified.keep([old])
    sandbox.faults({"path": "/email-verification", "status": 402, "times": None})
    with pytest.raises(NotAuthorised) as caught:
        purse.verifications.verify(purse.everybody(), 10.0, work)
    assert "credits" in caught.value.next_step
    assert purse.verified.of(emails) == {emails[0]: old}


def test_a_server_that_stays_away_ends_the_run(
    purse: Purse, work: Work, sandbox: RunningSandbox
) -> None:
    purse.load(_people(2))
    sandbox.faults({"path": "/email-verification", "status": 503, "times": None})
    with pytest.raises(Unreachable):
        purse.verifications.verify(purse.everybody(), 10.0, work)
    assert purse.credits == STARTING_CREDITS


def test_a_cancelled_run_keeps_its_answers_and_goes_on_later(purse: Purse) -> None:
    emails = _people(6)
    purse.load(emails)
    work = Work(lambda progress: work.cancel() if progress.done == 2 else None)
    with pytest.raises(Cancelled):
        purse.verifications.verify(purse.everybody(), 10.0, work)
    outcome = purse.verifications.verify(purse.everybody(), 10.0, RecordingWork()).value
    assert sum(outcome.counts.values()) == 6
    assert purse.credits == STARTING_CREDITS - 6 * CREDIT_EACH


class Killed(BaseException):
    """The process is gone."""


class _Breaking(VerificationRepository):
    """A store whose process dies at the n-th time that it keeps something."""

    left = 0

    def keep(self, answers: Iterable[Verification]) -> None:
        """Die before keeping, when it is time."""
        if self.left == 0:
            raise Killed
        self.left -= 1
        super().keep(answers)


@pytest.mark.parametrize("moment", range(7))
def test_a_run_killed_at_any_write_pays_for_nobody_twice(purse: Purse, moment: int) -> None:
    emails = _people(3)
    purse.load(emails)
    breaking = _Breaking(purse.database)
    breaking.left = moment
    service = VerificationService(
        verifications=breaking, instantly=purse.client, patience=purse.verifications._patience
    )
    with contextlib.suppress(Killed):
        service.verify(purse.everybody(), 10.0, Work())
    outcome = purse.verifications.verify(purse.everybody(), 10.0, Work()).value
    assert sum(outcome.counts.values()) == 3
    assert purse.credits == STARTING_CREDITS - 3 * CREDIT_EACH


def test_leads_that_changed_since_they_were_chosen_are_chosen_again(
    purse: Purse, work: Work
) -> None:
    purse.load(_people(2))
    chosen = purse.everybody()
    purse.load(_people(2, "q"), "More")
    with pytest.raises(Conflict):
        purse.verifications.offer(chosen, work)
    with pytest.raises(Conflict):
        purse.verifications.verify(chosen, 10.0, work)
    assert purse.credits == STARTING_CREDITS
