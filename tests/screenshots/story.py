"""Fills a data folder as a founder fills it: by the real services, against the sandbox."""

from dataclasses import replace
from pathlib import Path

from tests.support.lead_files import GERMAN_BASIS, write_apollo_export
from tests.support.product_pages import product_page
from tests.support.servers import PageServer
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.variants import Variant
from vibe_desktop.domain.work import Work

AUDIENCE = "Founders and heads of engineering at small SaaS companies who build link previews"
DRAFTS = {
    WizardStep.PRODUCT: "Documentation teams",
    WizardStep.AUDIENCE: "Chat apps that show links",
    WizardStep.COPY: "Newsletter tools",
    WizardStep.LEADS: "Agencies in the Nordics",
    WizardStep.SENDING: "Design agencies, second try",
    WizardStep.LAUNCH: "Heads of engineering, DACH",
}
WHO = Identity("Ada Lovelace", "Analytical Engines", "12 St James's Square, London SW1Y 4JH")


def tell(folder: Path, leads: int = 1200) -> dict[str, str]:
    """Make the campaigns. Returns their ids by what they show."""
    container = Container(Paths(folder), Environment(), sandbox=True, redactor=Redactor())
    try:
        with PageServer() as server:
            return _tell(container, server.page("/", product_page()), folder, leads)
    finally:
        container.close()


def _tell(services: Container, page: str, folder: Path, leads: int) -> dict[str, str]:
    work = Work()
    services.identity.save(WHO, work)
    file = folder / "apollo-export.csv"
    write_apollo_export(file, leads, seed=11)
    ids: dict[str, str] = {}
    for name, days in (("Link previews, autumn", 21), ("Screenshots API, pilot", 9)):
        made = services.campaigns.create(
            name=name, url=page, target_audience=AUDIENCE, work=work
        ).value
        three = services.copywriting.draft(made.id, work).value
        services.leads.import_file(file, None, made.id, work)
        for variant in three:
            services.variants.approve(variant.id, work)
        services.compliance.record(made.id, "DE", GERMAN_BASIS, work)
        services.launches.launch(made.id, work)
        assert services.sandbox is not None
        services.sandbox.advance(days, work)
        ids["results" if days == 21 else "young"] = made.id
    services.analytics.refresh_all(work)
    for campaign_id in list(ids.values()):
        services.analytics.refresh(campaign_id, work)
    for step in WizardStep:
        ids[step.value] = _draft_at(services, page, file, step)
    return ids


def _draft_at(services: Container, page: str, file: Path, step: WizardStep) -> str:
    """A draft that the founder left at `step`, with everything before it done."""
    work = Work()
    steps = list(WizardStep)
    reached = steps.index(step)
    made = services.campaigns.create(
        name=DRAFTS[step], url=page, target_audience=AUDIENCE, work=work
    ).value
    setup = replace(made.setup, step=step, ask="Worth a look?", waits=(3, 4))
    services.campaigns.update(made.id, setup=setup, work=work)
    services.pages.read(made.id, work)
    if reached >= steps.index(WizardStep.COPY):
        mails = services.copywriting.draft(made.id, work).value
        if step is WizardStep.COPY:
            _spoil(services, mails[0], work)
        elif reached > steps.index(WizardStep.COPY):
            for variant in mails:
                services.variants.approve(variant.id, work)
    if reached >= steps.index(WizardStep.LEADS):
        services.leads.import_file(file, None, made.id, work)
    return made.id


def _spoil(services: Container, variant: Variant, work: Work) -> None:
    """An edit of which the review has something to say."""
    body = variant.current.body.replace("\n\n", "\n\nWe saved Acme Corp 40 % last year! ", 1)
    subject = f"{variant.current.subject} for {{{{firstname}}}}"
    services.variants.edit(variant.id, subject, body, work)
