"""What the app itself puts on the wire, and what it is answered, judged by the official document.

Every public method of every part of the client is called against the sandbox; a method that is
missing here fails the first test.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import httpx
import pytest

from tests.support.contract import Contract
from tests.support.plans import PLAN
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import Rejected
from vibe_desktop.domain.remote_campaigns import CampaignDraft, draft_of
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient
from vibe_desktop.gateways.instantly.leads import LeadTexts, Target
from vibe_desktop.sandbox.seed import MAILBOXES

pytestmark = pytest.mark.contract
SENDER = MAILBOXES[0][0]
OTHER_DOCUMENT = {"supersearch"}
"""Parts whose calls the official document does not have; they have one of their own."""

LEAD = {
    "email": "ada@acme.example",
    "first_name": "Ada",
    "company_name": "Zoë & Söhne",
    "custom_variables": {"pain_point": "slow “onboarding”"},
}


@dataclass
class Stage:
    """What the calls are made with."""

    client: InstantlyClient
    sandbox: RunningSandbox
    work: Work
    draft: CampaignDraft
    list_id: str = ""
    campaign_id: str = ""
    verified: str = "ada@acme.example"


def _add(stage: Stage) -> None:
    for target, key in ((Target.LIST, stage.list_id), (Target.CAMPAIGN, stage.campaign_id)):
        stage.client.leads.add(target, key, [LEAD], stage.work)


def _add_texts(stage: Stage) -> None:
    texts = LeadTexts.of([f'{{"email":"p{n}@acme.example"}}' for n in range(60)])
    stage.client.leads.add_texts(Target.CAMPAIGN, stage.campaign_id, texts, stage.work)


def _named(stage: Stage) -> None:
    (found,) = stage.client.campaigns.named(PLAN.name, PLAN.token, stage.work)
    assert found.id == stage.campaign_id


def _create_list(stage: Stage) -> None:
    stage.list_id = stage.client.lead_lists.create(PLAN.name, stage.work).id


def _create_campaign(stage: Stage) -> None:
    stage.campaign_id = stage.client.campaigns.create(stage.draft, stage.work).id


def _activate(stage: Stage) -> None:
    assert stage.client.campaigns.activate(stage.campaign_id, stage.work).sending
    stage.sandbox.advance(3)


def _test_mail(stage: Stage) -> None:
    stage.client.emails.test(SENDER, "me@acme.example", "Hi", "Hi<br/>there", stage.work)


def _warm_up(stage: Stage) -> None:
    for on in (False, True):
        job = stage.client.accounts.switch_warmup([SENDER], on=on, work=stage.work)
        stage.client.background_jobs.get(job.id, stage.work)


def _delete_lead(stage: Stage) -> None:
    emails = ["p0@acme.example", "p1@acme.example"]
    found = next(stage.client.lead_states.of(stage.campaign_id, emails, stage.work))
    for _ in range(2):  # the second time it is gone
        stage.client.lead_states.delete(found.id, stage.work)


CALLS: dict[str, Callable[[Stage], object]] = {
    "workspaces.current": lambda s: s.client.workspaces.current(s.work),
    "billing.credits": lambda s: s.client.billing.credits(s.work),
    "accounts.every": lambda s: s.client.accounts.every(s.work),
    "accounts.warmup_scores": lambda s: s.client.accounts.warmup_scores([SENDER], s.work),
    "accounts.vitals": lambda s: s.client.accounts.vitals([SENDER], s.work),
    "accounts.switch_warmup": _warm_up,
    "background_jobs.get": _warm_up,
    "lead_lists.create": _create_list,
    "lead_lists.named": lambda s: s.client.lead_lists.named(PLAN.name, PLAN.token, s.work),
    "campaigns.create": _create_campaign,
    "campaigns.named": _named,
    "campaigns.get": lambda s: s.client.campaigns.get(s.campaign_id, s.work),
    "campaigns.status": lambda s: s.client.campaigns.status(s.campaign_id, s.work),
    "campaigns.sending": lambda s: s.client.campaigns.sending(s.campaign_id, s.work),
    "campaigns.rewrite": lambda s: s.client.campaigns.rewrite(
        s.campaign_id, s.draft.steps, s.draft.waits, s.work
    ),
    "leads.add": _add,
    "leads.add_texts": _add_texts,
    "leads.present": lambda s: s.client.leads.present(
        Target.CAMPAIGN, s.campaign_id, ["ada@acme.example"], s.work
    ),
    "leads.every_address": lambda s: list(
        s.client.leads.every_address(Target.LIST, s.list_id, s.work)
    ),
    "lead_states.of": _delete_lead,
    "lead_states.delete": _delete_lead,
    "campaigns.activate": _activate,
    "campaigns.statuses": lambda s: s.client.campaigns.statuses(s.work),
    "campaigns.summaries": lambda s: s.client.campaigns.summaries(s.work),
    "analytics.totals": lambda s: s.client.analytics.totals(s.work, s.campaign_id),
    "analytics.overview": lambda s: s.client.analytics.overview(s.campaign_id, s.work),
    "analytics.days": lambda s: s.client.analytics.days(s.campaign_id, s.work),
    "analytics.variants": lambda s: s.client.analytics.variants(s.campaign_id, s.work),
    "lead_states.not_contacted": lambda s: list(
        s.client.lead_states.not_contacted(s.campaign_id, s.work)
    ),
    "lead_states.unsubscribed": lambda s: list(
        s.client.lead_states.unsubscribed(s.campaign_id, s.work)
    ),
    "campaigns.pause": lambda s: s.client.campaigns.pause(s.campaign_id, s.work),
    "emails.test": _test_mail,
    "block_list.add": lambda s: s.client.block_list.add(["rival.example", "a@b.example"], s.work),
    "block_list.entries": lambda s: s.client.block_list.entries(s.work),
    "verifications.ask": lambda s: s.client.verifications.ask(s.verified, s.work),
    "verifications.known": lambda s: s.client.verifications.known(s.verified, s.work),
}
"""Every call that the app can make, in an order in which they make sense."""


@pytest.fixture
def stage(shared_sandbox: RunningSandbox) -> Iterator[Stage]:
    client = InstantlyClient(
        shared_sandbox.info.instantly_url,
        secret=lambda: shared_sandbox.info.instantly_api_key,
        host_log=lambda _host, _purpose: None,
    )
    yield Stage(client, shared_sandbox, Work(), draft_of(replace(PLAN, mailboxes=(SENDER,))))
    client.close()


class Referee:
    """Judges what goes over the wire of a client."""

    def __init__(self, contract: Contract, client: InstantlyClient) -> None:
        self._contract = contract
        self.complaints: list[str] = []
        self.count = 0
        client._http._open().event_hooks["response"].append(self._judge)

    def _judge(self, answer: httpx.Response) -> None:
        sent, content = answer.request, answer.read()
        self.count += 1
        if sent.method == "DELETE" or not sent.content:
            assert "content-type" not in sent.headers, sent.url
        request = self._contract.request(
            sent.method,
            sent.url.path,
            sent.url.query.decode(),
            sent.content,
            sent.headers.get("content-type", ""),
        )
        found = self._contract.against_request(request) or self._contract.against_answer(
            request, answer.status_code, content
        )
        if found:
            self.complaints.append(f"{sent.method} {sent.url.path}: {found}")


def test_every_call_that_the_app_can_make_is_in_the_list(stage: Stage) -> None:
    parts = {
        name: part
        for name, part in vars(stage.client).items()
        if not name.startswith("_") and name not in OTHER_DOCUMENT
    }
    methods = {
        f"{name}.{method}"
        for name, part in parts.items()
        for method, _ in inspect.getmembers(part, inspect.ismethod)
        if not method.startswith("_")
    }
    assert methods == set(CALLS)


def test_every_request_of_the_app_and_every_answer_to_it_keeps_to_the_document(
    stage: Stage, contract: Contract
) -> None:
    referee = Referee(contract, stage.client)
    for name, call in CALLS.items():
        before = referee.count
        call(stage)
        assert referee.count > before, f"{name} asked for nothing"
        assert not referee.complaints, name


def test_a_test_mail_that_is_refused_inside_a_200_is_trouble(
    stage: Stage, contract: Contract
) -> None:
    referee = Referee(contract, stage.client)
    with pytest.raises(Rejected):
        stage.client.emails.test("nobody@x.example", "me@acme.example", "s", "Hi", stage.work)
    assert not referee.complaints
