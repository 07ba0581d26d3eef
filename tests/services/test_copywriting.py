"""Having mails written: with the sandbox's model, and by rule."""

import json
from pathlib import Path

import pytest

from tests.support.sandbox import RunningSandbox, sandbox
from tests.support.servers import PageServer
from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.copywriting import WriterKind
from vibe_desktop.domain.errors import Cancelled, Conflict, NotAuthorised, Rejected, Trouble
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.lint import Mail, lint
from vibe_desktop.domain.variants import ANGLES, Author
from vibe_desktop.gateways.openai.writer import OpenAIWriter
from vibe_desktop.gateways.website.fetch import Fetcher
from vibe_desktop.services.copywriting import CopywritingService
from vibe_desktop.services.pages import PageService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.variants import VariantRepository

__all__ = ["sandbox"]

PAGES = Path(__file__).parents[1] / "pages"


class House:
    """The service over a fresh database, with one campaign for a page on loopback."""

    def __init__(self, database: Database, page_url: str, openai_url: str, key: str) -> None:
        self.campaigns = CampaignRepository(database)
        self.runs = CopyRunRepository(database)
        self.variants = VariantRepository(database)
        identity = IdentityRepository(database)
        identity.save(Identity("Ada Lovelace", "Engines", "1 Mill Lane"))
        self.secret = key
        self.service = CopywritingService(
            campaigns=self.campaigns,
            pages=PageService(
                pages=PageRepository(database),
                campaigns=self.campaigns,
                website=Fetcher(lambda _host, _purpose: None),
            ),
            variants=self.variants,
            copy_runs=self.runs,
            identity=identity,
            settings=SettingsRepository(database),
            writer=OpenAIWriter(
                openai_url,
                model="gpt-6.1-terra",
                secret=self.key,
                host_log=lambda _host, _purpose: None,
            ),
            key=self.key,
        )
        self.campaign = self.campaigns.create(
            name="Ledgerly", url=page_url, target_audience="owners of design studios"
        ).id

    def key(self) -> str:
        if not self.secret:
            raise NotAuthorised("There is no OpenAI key yet.")
        return self.secret


@pytest.fixture
def offline(database: Database, page_server: PageServer) -> House:
    url = page_server.folder(PAGES)
    return House(database, f"{url}/ledgerly.html", "http://127.0.0.1:9/v1", key="")


@pytest.fixture
def online(database: Database, page_server: PageServer, sandbox: RunningSandbox) -> House:
    url = page_server.folder(PAGES)
    info = sandbox.info
    return House(database, f"{url}/ledgerly.html", info.openai_url, key=info.openai_api_key)


def test_without_a_key_the_drafter_writes_by_rule_and_says_so(
    offline: House, work: RecordingWork
) -> None:
    info = offline.service.writer(work)
    assert (info.kind, info.model) == (WriterKind.OFFLINE, "")
    assert "no AI" in info.words
    written = offline.service.draft(offline.campaign, work)
    assert [variant.angle for variant in written.value] == list(ANGLES)
    assert all(v.current.author is Author.OFFLINE_DRAFTER for v in written.value)
    assert all(c.supported for v in written.value for c in v.current.claims)
    assert written.changes.variants
    assert written.changes.campaigns
    (run,) = offline.runs.list(offline.campaign)
    assert (run.writer, run.outcome, run.raw_answer) == (WriterKind.OFFLINE, "ok", "")


def test_with_a_key_the_model_writes_and_its_claims_are_checked(
    online: House, work: RecordingWork
) -> None:
    assert online.service.writer(work).model == "gpt-6.1-terra"
    written = online.service.draft(online.campaign, work).value
    assert written == online.variants.list(online.campaign)
    for variant in written:
        current = variant.current
        assert current.author is Author.WRITER
        assert current.claims
        assert all(claim.supported for claim in current.claims)
        found = lint(Mail(current.subject, current.body, current.claims))
        assert not any(finding.blocking for finding in found)


def test_every_run_is_recorded_with_all_that_went_over_the_wire(
    online: House, work: RecordingWork
) -> None:
    online.service.draft(online.campaign, work)
    (run,) = online.runs.list(online.campaign)
    assert (run.writer, run.model, run.outcome) == (WriterKind.OPENAI, "gpt-6.1-terra", "ok")
    assert "owners of design studios" in json.loads(run.prompt)["messages"][1]["content"]
    assert len(json.loads(run.raw_answer)["variants"]) == 3
    assert run.tokens.prompt > 0
    assert run.tokens.completion > 0
    assert run.request_id.startswith("req_")
    assert len(run.page_hash) == 64
    assert online.secret not in run.prompt


def test_trying_again_writes_other_mails_and_keeps_the_old_ones(
    offline: House, work: RecordingWork
) -> None:
    first = offline.service.draft(offline.campaign, work).value
    offline.variants.approve(first[0].id, first[0].current.id, "hash")
    second = offline.service.draft(offline.campaign, work).value
    assert [v.id for v in first] == [v.id for v in second]
    assert all(old.current.body != new.current.body for old, new in zip(first, second, strict=True))
    assert second[0].approved_hash == ""
    assert offline.variants.revision(first[0].current.id) == first[0].current


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"status": 401}, "not_authorised"),
        ({"finish_reason": "length"}, "contract_broken"),
        ({"finish_reason": "content_filter"}, "rejected"),
        ({"finish_reason": "refusal"}, "rejected"),
        ({"malformed": True}, "unreachable"),
        ({"cut_after_bytes": 900}, "unreachable"),
    ],
)
def test_what_was_drafted_stays_when_the_writer_fails(
    online: House,
    sandbox: RunningSandbox,
    work: RecordingWork,
    fault: dict[str, object],
    outcome: str,
) -> None:
    before = online.service.draft(online.campaign, work).value
    sandbox.faults({"service": "openai", "path": "chat/completions", "times": None, **fault})
    with pytest.raises(Trouble):
        online.service.draft(online.campaign, work)
    assert online.variants.list(online.campaign) == before
    run, _ = online.runs.list(online.campaign)
    assert run.outcome == outcome
    assert "FACTS-" in run.prompt


def test_a_page_that_cannot_be_read_stops_before_anything_is_written(
    database: Database, page_server: PageServer, work: RecordingWork
) -> None:
    house = House(database, f"{page_server.url}/nowhere", "http://127.0.0.1:9/v1", key="")
    with pytest.raises(Rejected, match="no page at that address"):
        house.service.draft(house.campaign, work)
    assert house.variants.list(house.campaign) == ()
    assert house.runs.list(house.campaign) == ()


def test_a_launched_campaign_gets_no_new_mails(offline: House, work: RecordingWork) -> None:
    offline.campaigns.set_status(offline.campaign, CampaignStatus.ACTIVE)
    with pytest.raises(Conflict):
        offline.service.draft(offline.campaign, work)


def test_a_cancel_is_recorded_and_changes_nothing(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    class StopsAtTheFirstMail(RecordingWork):
        def report(
            self, message: str, done: int = 0, total: int | None = None, detail: object = None
        ) -> None:
            super().report(message, done, total, detail)
            if message.startswith("Writing"):
                self.cancel()

    sandbox.faults({"service": "openai", "path": "chat/completions", "stall_after_bytes": 2000})
    with pytest.raises(Cancelled):
        online.service.draft(online.campaign, StopsAtTheFirstMail())
    assert online.variants.list(online.campaign) == ()
    assert online.runs.list(online.campaign)[0].outcome == "cancelled"
