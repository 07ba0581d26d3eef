"""Having mails written: with the sandbox's model, and by rule."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import RunningSandbox
from tests.support.servers import PageServer
from tests.support.work import RecordingWork
from vibe_desktop.domain.campaigns import CampaignStatus
from vibe_desktop.domain.copy_records import drafts_from_json, drafts_to_json, order_from_json
from vibe_desktop.domain.copywriting import RunKind, WriterKind, Writing
from vibe_desktop.domain.costs import OverCap, Price
from vibe_desktop.domain.errors import (
    Cancelled,
    Conflict,
    ContractBroken,
    InvalidInput,
    NotAuthorised,
    Rejected,
    Trouble,
)
from vibe_desktop.domain.facts import FactKind
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.lint import Mail, lint
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import ANGLES, Angle, Author
from vibe_desktop.gateways.openai.writer import OpenAIWriter
from vibe_desktop.gateways.website.fetch import Fetcher
from vibe_desktop.services.copy_checks import faults
from vibe_desktop.services.copywriting import CopywritingService
from vibe_desktop.services.pages import PageService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.copy_runs import CopyRunRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.identity import IdentityRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.prices import shipped_prices
from vibe_desktop.store.settings import SettingsRepository
from vibe_desktop.store.variants import VariantRepository

CHAT = {"service": "openai", "path": "chat/completions"}
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
        self.settings = SettingsRepository(database)
        self.pages = PageService(
            pages=PageRepository(database),
            campaigns=self.campaigns,
            website=Fetcher(lambda _host, _purpose: None),
        )
        self.service = CopywritingService(
            campaigns=self.campaigns,
            pages=self.pages,
            variants=self.variants,
            copy_runs=self.runs,
            identity=identity,
            settings=self.settings,
            writer=OpenAIWriter(
                openai_url,
                model="gpt-6.1-terra",
                secret=self.key,
                host_log=lambda _host, _purpose: None,
                seconds_between=0.0,
            ),
            key=self.key,
        )
        self.campaign = self.campaigns.create(
            name="Ledgerly", url=page_url, target_audience="owners of design studios"
        ).id

    def set_up(self, **wishes: Any) -> None:
        setup = self.campaigns.get(self.campaign).setup
        self.campaigns.update(self.campaign, setup=replace(setup, **wishes))

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


class StopsOnceWritten(RecordingWork):
    """Is cancelled when the mail after so many has begun; with 0 as soon as the model is asked."""

    def __init__(self, mails: int) -> None:
        super().__init__()
        self._mails = mails

    def report(
        self, message: str, done: int = 0, total: int | None = None, detail: object = None
    ) -> None:
        super().report(message, done, total, detail)
        begun = len(detail.drafts) if isinstance(detail, Writing) else 0
        if self._mails == 0 or begun > self._mails:
            self.cancel()


@pytest.mark.parametrize("whole", [0, 1])
def test_a_cancel_is_recorded_and_keeps_what_had_arrived_whole(
    online: House, sandbox: RunningSandbox, whole: int
) -> None:
    online.pages.read(online.campaign, RecordingWork())
    sandbox.faults({**CHAT, "stall_after_bytes": 40_000})
    with pytest.raises(Cancelled):
        online.service.draft(online.campaign, StopsOnceWritten(whole))
    kept = online.variants.list(online.campaign)
    assert [variant.angle for variant in kept] == list(ANGLES[:whole])
    assert online.runs.list(online.campaign)[0].outcome == "cancelled"


def test_only_facts_that_are_switched_on_reach_the_writer(
    online: House, work: RecordingWork
) -> None:
    page = online.pages.read(online.campaign, work).value
    off = next(fact for fact in page.facts if fact.kind is FactKind.PROMISE)
    online.pages.switch_fact(online.campaign, off.id, False, work)
    online.service.draft(online.campaign, work)
    (run,) = online.runs.list(online.campaign)
    assert off.text not in run.prompt
    assert off.text not in run.request
    assert page.facts[-1].text in run.request


def test_the_founders_wishes_reach_the_writer(online: House, work: RecordingWork) -> None:
    online.set_up(pain="Chasing money", proof="12 studios", ask="Worth a look?", waits=(3, 4))
    settings = online.settings.get()
    online.settings.save(replace(settings, length=Length.SHORT, tone="dry", language="German"))
    written = online.service.draft(online.campaign, work).value
    assert [variant.step for variant in written] == [1, 1, 1, 2, 3]
    (run, *_) = online.runs.list(online.campaign)[::-1]
    request = order_from_json(run.request).request
    assert (request.pain, request.proof, request.ask) == (
        "Chasing money",
        "12 studios",
        "Worth a look?",
    )
    assert (request.length, request.tone, request.language) == (Length.SHORT, "dry", "German")
    assert request.follow_ups == 2


def test_a_mail_that_invents_is_sent_back_once_and_comes_back_sound(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "invent": True, "times": 1})
    written = online.service.draft(online.campaign, work).value
    repair, draft = online.runs.list(online.campaign)
    assert (draft.kind, repair.kind) == (RunKind.DRAFT, RunKind.REPAIR)
    (sent_back,) = order_from_json(repair.request).rewrites
    assert sent_back.findings
    kept = next(v.current for v in written if v.angle is sent_back.draft.angle)
    assert kept.body != sent_back.draft.body
    order = order_from_json(draft.request)
    assert [faults(one, order) for one in drafts_from_json(repair.result)] == [()]
    assert len(sandbox.requests("openai", "chat/completions")) == 2


def test_what_fails_twice_stays_and_is_not_asked_for_a_third_time(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "invent": True, "times": None})
    written = online.service.draft(online.campaign, work).value
    draft = online.runs.list(online.campaign)[-1]
    order = order_from_json(draft.request)
    texts = {variant.current.body for variant in written}
    wrong = [one for one in drafts_from_json(draft.result) if faults(one, order)]
    assert len(wrong) == 1
    assert wrong[0].body in texts
    assert len(sandbox.requests("openai", "chat/completions")) == 2


def test_a_repair_that_fails_leaves_the_mails_and_its_own_record(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "invent": True, "times": 1}, {**CHAT, "status": 401, "times": 1})
    assert len(online.service.draft(online.campaign, work).value) == 3
    repair, draft = online.runs.list(online.campaign)
    assert (draft.outcome, repair.outcome) == ("ok", "not_authorised")


def test_a_first_draft_that_breaks_off_keeps_the_whole_mails_and_says_which(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "finish_reason": "length"})
    with pytest.raises(ContractBroken) as caught:
        online.service.draft(online.campaign, work)
    kept = online.variants.list(online.campaign)
    assert [variant.angle for variant in kept] == [Angle.PROBLEM]
    assert all(claim.supported for claim in kept[0].current.claims)
    assert "the problem-focused mail" in caught.value.safe
    (run,) = online.runs.list(online.campaign)
    assert online.service.replay(run.id, work).identical
    # A repetition fills in what is missing and goes on from there.
    written = online.service.draft(online.campaign, work).value
    assert {variant.angle for variant in written} == set(ANGLES)
    assert written[0].id == kept[0].id


def test_one_mail_can_be_written_anew_and_loses_its_approval(
    online: House, work: RecordingWork
) -> None:
    before, second, _ = online.service.draft(online.campaign, work).value
    online.variants.approve(before.id, before.current.id, "hash")
    after = online.service.rewrite(before.id, "shorter", work).value
    assert after.current.body != before.current.body
    assert after.approved_hash == ""
    assert after.current.author is Author.WRITER
    assert online.variants.revision(before.current.id) == before.current
    assert online.variants.get(second.id) == second
    (run, _) = online.runs.list(online.campaign)
    (asked,) = order_from_json(run.request).rewrites
    assert (run.kind, asked.instruction) == (RunKind.REWRITE, "shorter")


def test_one_sentence_can_be_written_anew_and_nothing_else_changes(
    online: House, work: RecordingWork
) -> None:
    before, *_ = online.service.draft(online.campaign, work).value
    sentence = before.current.body.rsplit("\n\n", 1)[1]
    after = online.service.rewrite(before.id, "", work, sentence).value.current
    start = before.current.body.removesuffix(sentence)
    assert after.body.startswith(start)
    assert not after.body.endswith(sentence)
    assert after.subject == before.current.subject


def test_without_a_key_a_mail_is_written_anew_by_rule_but_no_single_sentence(
    offline: House, work: RecordingWork
) -> None:
    before, *_ = offline.service.draft(offline.campaign, work).value
    seen = {before.current.body}
    for _ in range(2):
        after = offline.service.rewrite(before.id, "", work).value.current
        assert after.body not in seen
        assert after.author is Author.OFFLINE_DRAFTER
        seen.add(after.body)
    sentence = after.body.rsplit("\n\n", 1)[1]
    with pytest.raises(InvalidInput, match="Only a model") as caught:
        offline.service.rewrite(before.id, "", work, sentence)
    assert caught.value.field == "sentence"
    with pytest.raises(InvalidInput, match="does not stand"):
        offline.service.rewrite(before.id, "", work, "Not in it.")


@pytest.mark.parametrize("house", ["offline", "online"])
def test_follow_ups_are_added_where_they_are_missing_and_none_is_removed(
    house: str, request: pytest.FixtureRequest, work: RecordingWork
) -> None:
    made: House = request.getfixturevalue(house)
    made.set_up(waits=(3,))
    with pytest.raises(InvalidInput, match="no first mail"):
        made.service.write_follow_ups(made.campaign, work)
    first = made.service.draft(made.campaign, work).value
    made.set_up(waits=(3, 4, 7))
    more = made.service.write_follow_ups(made.campaign, work).value
    assert [variant.step for variant in more] == [1, 1, 1, 2, 3, 4]
    assert more[:4] == first
    assert all(v.angle is Angle.FOLLOW_UP and not v.current.subject for v in more[3:])
    made.set_up(waits=())
    again = made.service.write_follow_ups(made.campaign, work)
    assert not again.changes
    assert len(again.value) == 3
    assert len(made.variants.list(made.campaign)) == 6


@pytest.mark.parametrize("house", ["offline", "online"])
def test_every_run_can_be_replayed_to_the_byte_without_page_network_or_key(
    house: str, request: pytest.FixtureRequest, work: RecordingWork, page_server: PageServer
) -> None:
    made: House = request.getfixturevalue(house)
    made.set_up(waits=(3,))
    written = made.service.draft(made.campaign, work).value
    made.service.rewrite(written[0].id, "other words", work)
    made.service.audiences(made.campaign, work)
    made.secret = ""
    asked = len(page_server.requests)
    runs = made.service.runs(made.campaign, work)
    assert len(runs) >= 2
    for run in runs:
        again = made.service.replay(run.id[:8], work)
        assert again.identical
        assert again.run == run
        assert drafts_to_json(again.drafts) == (
            run.result if run.kind is not RunKind.AUDIENCES else "[]"
        )
    first = next(run for run in runs if run.kind is RunKind.DRAFT)
    assert [draft.body for draft in made.service.replay(first.id, work).drafts] == [
        variant.current.body for variant in written
    ]
    assert len(page_server.requests) == asked


def test_a_changed_record_is_not_called_identical(online: House, work: RecordingWork) -> None:
    online.service.draft(online.campaign, work)
    (run,) = online.runs.list(online.campaign)
    online.runs.add(replace(run, id="changed-1", raw_answer=run.raw_answer.replace("Hi", "Hey")))
    online.runs.add(replace(run, id="broken-01", raw_answer="Sorry, no."))
    assert not online.service.replay("changed-1", work).identical
    assert not online.service.replay("broken-01", work).identical


def test_a_run_without_a_record_and_an_unclear_id_are_refused_in_words(
    offline: House, work: RecordingWork
) -> None:
    offline.service.draft(offline.campaign, work)
    (run,) = offline.runs.list(offline.campaign)
    offline.runs.add(replace(run, id="oldest-1-a", request=""))
    offline.runs.add(replace(run, id="oldest-1-b", request="{}"))
    for wrong, words in (
        ("oldest-1-a", "did not record"),
        ("oldest-1-b", "did not record"),
        ("oldest-1", "More than one run"),
        (run.id[:7], "There is no run"),
        ("no-such-run", "There is no run"),
    ):
        with pytest.raises(InvalidInput, match=words):
            offline.service.replay(wrong, work)


def test_what_a_run_cost_is_kept_with_the_price_of_the_day(
    online: House, work: RecordingWork
) -> None:
    before = online.service.forecast(online.campaign, work)
    online.service.draft(online.campaign, work)
    (run,) = online.runs.list(online.campaign)
    price = shipped_prices().find("gpt-6.1-terra")
    assert price is not None
    assert run.cost_usd == pytest.approx(price.cost(run.tokens))
    spent = online.service.spending(work)
    assert (spent.usd, spent.runs, spent.tokens) == (run.cost_usd, 1, run.tokens)
    assert before.usd is not None
    assert before.spent_usd == 0
    after = online.service.forecast(online.campaign, work)
    assert after.spent_usd == run.cost_usd
    # Dearer from now on; what was spent stays what it was.
    online.settings.save_prices([Price("gpt-6.1-terra", 100, 100, 100)])
    assert online.service.spending(work).usd == run.cost_usd
    assert (online.service.forecast(online.campaign, work).usd or 0) > 10 * (after.usd or 1)


def test_the_cap_stops_the_next_call_before_anything_is_sent(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    before = online.service.draft(online.campaign, work).value
    spent = online.service.spending(work).usd
    online.settings.save(replace(online.settings.get(), monthly_cap_usd=spent + 0.001))
    sent = len(sandbox.requests("openai"))
    for call in (
        lambda: online.service.draft(online.campaign, work),
        lambda: online.service.rewrite(before[0].id, "", work),
        lambda: online.service.audiences(online.campaign, work),
    ):
        with pytest.raises(OverCap, match="you allow a month") as caught:
            call()
        assert "Nothing was sent" in caught.value.safe
        assert "Settings" in caught.value.next_step
    assert len(sandbox.requests("openai")) == sent
    assert online.variants.list(online.campaign) == before
    # By rule, mails are written on request.
    assert online.service.draft(online.campaign, work, offline=True).value
    assert len(sandbox.requests("openai")) == sent


def test_the_cap_counts_before_the_repair_too(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "invent": True, "times": 1})
    online.pages.read(online.campaign, work)
    # Only what is sent costs here: two calls send about twice as much as one.
    online.settings.save_prices([Price("gpt-6.1-terra", 100, 100, 0)])
    forecast = online.service.forecast(online.campaign, work)
    online.settings.save(replace(online.settings.get(), monthly_cap_usd=forecast.usd or 0.0))
    assert len(online.service.draft(online.campaign, work).value) == 3
    assert [run.kind for run in online.runs.list(online.campaign)] == [RunKind.DRAFT]


def test_a_model_without_a_price_is_counted_in_tokens_only(
    online: House, work: RecordingWork
) -> None:
    online.service.draft(online.campaign, work)
    (run,) = online.runs.list(online.campaign)
    online.runs.add(replace(run, id="unpriced", cost_usd=None))
    spent = online.service.spending(work)
    assert (spent.usd, spent.runs, spent.unpriced) == (run.cost_usd, 2, 1)
    assert spent.tokens == run.tokens + run.tokens


def test_without_a_key_nothing_is_forecast_and_nothing_capped(
    offline: House, work: RecordingWork
) -> None:
    offline.settings.save(replace(offline.settings.get(), monthly_cap_usd=0.01))
    forecast = offline.service.forecast(offline.campaign, work)
    assert (forecast.model, forecast.over_cap) == ("", False)
    offline.service.draft(offline.campaign, work)
    assert offline.service.spending(work).runs == 0


def test_a_failed_run_that_answered_something_is_paid_for_by_its_characters(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "cut_after_bytes": 20_000, "times": None})
    with pytest.raises(Trouble):
        online.service.draft(online.campaign, work)
    sandbox.clear_faults()
    sandbox.faults({**CHAT, "status": 401, "times": None})
    with pytest.raises(NotAuthorised):
        online.service.draft(online.campaign, work)
    refused, cut = online.runs.list(online.campaign)
    assert (cut.cost_usd or 0) > 0
    assert refused.cost_usd == 0


@pytest.mark.parametrize("house", ["offline", "online"])
def test_three_ideal_customers_come_from_the_page(
    house: str, request: pytest.FixtureRequest, work: RecordingWork
) -> None:
    made: House = request.getfixturevalue(house)
    profiles = made.service.audiences(made.campaign, work)
    ids = {fact.id for fact in made.pages.read(made.campaign, work).value.facts}
    assert len({profile.text for profile in profiles}) == 3
    assert all(set(profile.fact_ids) <= ids for profile in profiles)


def test_a_model_that_fails_to_suggest_customers_is_not_passed_over_in_silence(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    sandbox.faults({**CHAT, "status": 401})
    with pytest.raises(NotAuthorised):
        online.service.audiences(online.campaign, work)
    assert online.runs.list(online.campaign)[0].outcome == NotAuthorised.code


def test_the_card_has_the_founders_words_before_those_of_the_page(
    offline: House, work: RecordingWork
) -> None:
    offline.set_up(pain="Chasing money")
    card = offline.service.card(offline.campaign, work)
    assert (card.who, card.pain) == ("owners of design studios", "Chasing money")
    assert card.ask


def test_the_rule_drafter_can_be_asked_for_although_there_is_a_key(
    online: House, sandbox: RunningSandbox, work: RecordingWork
) -> None:
    written = online.service.draft(online.campaign, work, offline=True).value
    assert {variant.current.author for variant in written} == {Author.OFFLINE_DRAFTER}
    assert sandbox.requests("openai") == []
