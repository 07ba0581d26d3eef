"""`vibe-desktop draft`, and `replay`: mails from a page, and once more from the record."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from vibe_desktop.app.cli import mails, views
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer, cancelled, refusal
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.copywriting import CopyRun, RunKind, Tokens, WriterKind
from vibe_desktop.domain.costs import dollars
from vibe_desktop.domain.errors import Cancelled, InvalidInput, Trouble
from vibe_desktop.domain.lint import Finding
from vibe_desktop.domain.variants import Variant
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services


def draft(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Page and audience to checked mails, in a campaign of their own."""
    if not args.audience.strip():
        empty = InvalidInput(
            "The audience is empty.",
            safe="Nothing was created.",
            next_step="Say in a few words who the mails are for.",
            field="audience",
        )
        return refusal(empty)
    campaign = services.campaigns.create(
        name=args.name, url=args.url, target_audience=args.audience, work=work
    ).value
    setup = replace(
        campaign.setup,
        pain=args.pain.strip(),
        proof=args.proof.strip(),
        ask=args.ask.strip(),
        waits=mails.waits(args.follow_ups),
    )
    services.campaigns.update(campaign.id, setup=setup, work=work)
    try:
        services.copywriting.draft(campaign.id, work, offline=args.offline)
    except Trouble as trouble:
        told = _told(services, campaign)
        kept = f"The campaign is kept as {campaign.id}."
        safe = f"{trouble.safe} {kept}".strip()
        return Answer(refusal(trouble.advised(safe=safe), told.data).data, told.lines, REFUSED)
    except Cancelled:
        told = _told(services, campaign)
        return Answer(cancelled(told.data).data, told.lines, REFUSED)
    return _told(services, campaign)


def replay(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """A run made once more from its record, without network, and compared."""
    made = services.copywriting.replay(args.id, work)
    variants = [
        {
            "angle": item.angle.value,
            "step": item.step,
            "subject": item.subject,
            "body": item.body,
            "claims": [mails.claim(one) for one in item.claims],
        }
        for item in made.drafts
    ]
    lines = [f"Run {made.run.id}: {made.run.kind.value}, {made.run.outcome}"]
    for item in made.drafts:
        lines += mails.lines(item.angle, item.step, item.subject, item.body)
    if not made.drafts and made.identical:
        lines.append("It kept no mails, then as now.")
    same = (
        "Identical to what was kept then." if made.identical else "It differs from what was kept."
    )
    return Answer(
        {"run": _run(made.run), "variants": variants, "identical": made.identical},
        [*lines, "", same],
        DONE if made.identical else REFUSED,
    )


def _told(services: Services, campaign: Campaign) -> Answer:
    """How things stand. Telling it must not be cancelled, so it has a `Work` of its own."""
    now = Work()
    page = services.pages.latest(campaign.id, now)
    runs = services.copywriting.runs(campaign.id, now)
    first = next((run for run in runs if run.kind is RunKind.DRAFT), None)
    variants = services.variants.list(campaign.id, now)
    findings = {variant.id: _findings(services, variant, now) for variant in variants}
    settings = services.settings.get(now)
    data = {
        "campaign": views.campaign(services.campaigns.get(campaign.id, now)),
        "run_id": first.id if first else None,
        "writer": {"kind": first.writer.value, "model": first.model} if first else None,
        "language": settings.language,
        "length": settings.length.value,
        "facts": [
            {"id": fact.id, "kind": fact.kind.value, "text": fact.text, "used": fact.used}
            for fact in (page.facts if page else ())
        ],
        "own_words": list(services.copywriting.own_words(campaign.id, now)),
        "variants": [mails.variant(one, findings[one.id]) for one in variants],
        "cost": _cost(runs),
    }
    lines = [f"Campaign {campaign.name} ({campaign.id})"]
    for one in variants:
        lines += mails.lines(one.angle, one.step, one.current.subject, one.current.body)
        lines += mails.finding_lines(findings[one.id])
    if first:
        lines += ["", f"Run {first.id}. {_cost_words(runs)}"]
    return Answer(data, lines)


def _findings(services: Services, one: Variant, work: Work) -> tuple[Finding, ...]:
    current = one.current
    return services.variants.findings(
        current.subject, current.body, one.campaign_id, current.claims, work, variant_id=one.id
    )


def _run(run: CopyRun) -> dict[str, object]:
    return {
        "id": run.id,
        "campaign_id": run.campaign_id,
        "kind": run.kind.value,
        "writer": {"kind": run.writer.value, "model": run.model},
        "outcome": run.outcome,
        "page_hash": run.page_hash,
        "request_id": run.request_id,
        "created_at": run.created_at,
        "cost": _cost([run]),
    }


def _cost(runs: Sequence[CopyRun]) -> dict[str, object]:
    """An estimate; the dollars are null when a price is not known."""
    tokens = sum((run.tokens for run in runs), Tokens())
    return {"tokens": tokens.prompt + tokens.completion, "usd": _usd(runs)}


def _usd(runs: Sequence[CopyRun]) -> float | None:
    known = [run.cost_usd for run in runs if run.cost_usd is not None]
    return sum(known) if len(known) == len(runs) else None


def _cost_words(runs: Sequence[CopyRun]) -> str:
    tokens = sum((run.tokens for run in runs), Tokens())
    if all(run.writer is WriterKind.OFFLINE for run in runs):
        return "It used no model."
    if tokens == Tokens():
        return f"The server did not say how many tokens it used; by estimate {dollars(_usd(runs))}."
    return f"{tokens.prompt + tokens.completion:,} tokens, by estimate {dollars(_usd(runs))}."
