"""The JSON forms of the nouns that the command line prints. Keys are a promise to scripts."""

from collections.abc import Sequence

from vibe_desktop.app.cli.output import time_text
from vibe_desktop.domain.analytics import CampaignResults, Counters
from vibe_desktop.domain.campaign_control import StopReport
from vibe_desktop.domain.campaign_edits import CampaignEdit
from vibe_desktop.domain.campaigns import Campaign
from vibe_desktop.domain.dashboard import CampaignRow
from vibe_desktop.domain.launches import Launch
from vibe_desktop.domain.leads import ImportReport
from vibe_desktop.domain.variants import Variant


def campaign(value: Campaign) -> dict[str, object]:
    """A campaign proper."""
    return {
        "id": value.id,
        "name": value.name,
        "url": value.url,
        "target_audience": value.target_audience,
        "status": value.status.value,
    }


def counters(value: Counters, *, opens: bool = True, clicks: bool = True) -> dict[str, object]:
    """Counters and rates; a rate that cannot be known is null."""
    return {
        "sent": value.sent,
        "contacted": value.contacted,
        "opened": value.opened,
        "clicked": value.clicked,
        "replied": value.replied,
        "auto_replied": value.auto_replied,
        "bounced": value.bounced,
        "unsubscribed": value.unsubscribed,
        "open_rate": value.open_rate.value if opens else None,
        "click_rate": value.click_rate.value if clicks else None,
        "reply_rate": value.reply_rate.value,
    }


def row(value: CampaignRow) -> dict[str, object]:
    """A line of the campaign list."""
    return {
        **campaign(value.campaign),
        **counters(value.counters),
        "leads": value.lead_count,
        "as_of": time_text(value.as_of),
        "created_at": time_text(value.campaign.created_at),
        "note": value.note,
    }


def variant(value: Variant) -> dict[str, object]:
    """A variant with its newest revision."""
    return {
        "angle": value.angle.value,
        "subject": value.current.subject,
        "body": value.current.body,
        "author": value.current.author.value,
        "approved": bool(value.approved_hash),
    }


def leads(report: ImportReport | None) -> dict[str, object]:
    """What became of a lead file."""
    if report is None:
        report = ImportReport("", 0, 0, 0, 0, {}, ())
    hygiene = report.hygiene
    return {
        "imported": report.imported,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "reasons": {reason.value: count for reason, count in report.reasons.items()},
        "hygiene": {
            "role": hygiene.role,
            "free_mail": hygiene.free_mail,
            "disposable": hygiene.disposable,
            "elsewhere": hygiene.elsewhere,
            "same_company": hygiene.same_company,
            "companies": dict(hygiene.companies),
            "countries": dict(hygiene.countries),
        },
    }


def launch(value: Launch | None) -> dict[str, object] | None:
    """Where a launch stands."""
    if value is None:
        return None
    return {
        "state": value.state.value,
        "instantly_campaign_id": value.instantly_campaign_id,
        "instantly_lead_list_id": value.instantly_lead_list_id,
        "uploaded": value.uploaded,
        "campaign_id": value.campaign_id,
        "reason": value.reason,
    }


def edit(value: CampaignEdit) -> dict[str, object]:
    """A change of launched mails."""
    return {
        "id": value.id,
        "campaign_id": value.campaign_id,
        "scope": value.scope.value,
        "state": value.state.value,
        "new_campaign_id": value.new_campaign_id,
        "moved": value.moved,
        "reason": value.reason,
    }


def stop(value: StopReport) -> dict[str, object]:
    """What stopping everything achieved; `stopped` is true only of what was read back."""
    return {
        "stopped": value.stopped,
        "headline": value.headline,
        "next_step": value.next_step,
        "at": time_text(value.at),
        "quiet": value.quiet,
        "launches_ended": list(value.launches),
        "campaigns": [
            {
                "remote_id": one.remote_id,
                "name": one.name,
                "own_name": one.own_name,
                "campaign_id": one.campaign_id,
                "stopped": one.stopped,
                "status": one.status.name.lower() if one.status is not None else None,
                "read_at": time_text(one.read_at),
                "reason": one.reason,
            }
            for one in value.campaigns
        ],
    }


def results(value: CampaignResults) -> dict[str, object]:
    """The results of one campaign."""
    tracked = {"opens": value.opens_tracked, "clicks": value.clicks_tracked}
    return {
        "campaign_id": value.campaign_id,
        **counters(value.totals, **tracked),
        "as_of": time_text(value.as_of),
        "days": [
            {"day": day.day.isoformat(), **counters(day.counters, **tracked)} for day in value.days
        ],
        "variants": [
            {"step": item.step, "variant": item.position, **counters(item.counters, **tracked)}
            for item in value.variants
        ],
    }


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns aligned with spaces."""
    widths = [max(len(line[n]) for line in (header, *rows)) for n in range(len(header))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (header, *rows)
    ]
