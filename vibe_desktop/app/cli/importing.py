"""`vibe-desktop import-leads`, and `undo-import`: a lead file to a list, and back."""

import argparse
from collections.abc import Sequence

from vibe_desktop.app.cli import views
from vibe_desktop.app.cli.output import REFUSED, Answer, time_text
from vibe_desktop.domain.errors import Cancelled, InvalidInput, Trouble
from vibe_desktop.domain.lead_operations import OperationKind
from vibe_desktop.domain.leads import Hygiene, ImportReport, LeadList
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services

_ROWS_TOLD = 20
"""Skipped rows that are listed; the counts are of all."""


def import_leads(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """A lead file to a list; with `--rehearse` only what that would do."""
    campaign_id = services.campaigns.get(args.campaign, work).id if args.campaign else ""
    known = _list_called(args.list, campaign_id, services, work) if args.list else None
    campaign_id = known.campaign_id if known else campaign_id
    list_id = known.id if known else ""
    name = "" if known else " ".join(args.list.split())
    slow: list[str] = []
    if args.rehearse:
        report = services.leads.rehearse(args.file, None, campaign_id, work, list_id, name)
    else:
        report = services.leads.import_file(args.file, None, campaign_id, work, list_id, name).value
        slow = _indexed(services, work)
    useful = report.created + report.updated + report.unchanged > 0
    data: dict[str, object] = {
        "rehearsal": args.rehearse,
        "leads": views.leads(report),
        "list_id": report.list_id or list_id or None,
        "operation": report.operation or None,
        "rows": [
            {"line": row.line, "reason": row.reason.value, "value": row.value}
            for row in report.rows
        ],
    }
    lines = [*_lines(report, rehearsal=args.rehearse), *slow]
    if useful:
        return Answer(data, lines)
    data["error"] = {
        "code": "nothing_imported",
        "what": "No row of the file can be imported.",
        "safe": "Nothing was changed.",
        "next_step": "The reasons say what to correct in the file."
        if report.skipped
        else "It has column names and no rows below them.",
    }
    return Answer(data, lines, REFUSED)


def undo_import(args: argparse.Namespace, services: Services, work: Work) -> Answer:
    """Take an import back, by default the newest."""
    imports = [
        one
        for one in services.leads.operations(work)
        if one.kind is OperationKind.IMPORT and not one.undone
    ]
    wanted = [one for one in imports if args.id in (0, one.id)]
    if not wanted:
        raise InvalidInput(
            f"There is no import {args.id} to take back."
            if args.id
            else "There is no import to take back.",
            safe="Nothing was changed.",
            next_step="Those that can be taken back: "
            + (", ".join(f"{one.id} ({one.title})" for one in imports) or "none")
            + ".",
            field="id",
        )
    undone = services.leads.undo(wanted[0].id, work).value
    data = {
        "operation": undone.id,
        "title": undone.title,
        "leads": undone.leads,
        "at": time_text(undone.at),
    }
    return Answer({"undone": data}, [f"The import of “{undone.title}” was taken back."])


def _indexed(services: Services, work: Work) -> list[str]:
    """Make the leads quick to find. They are kept by now, so that whoever stops this may.

    Returns:
        What to say about it: nothing when all went well.
    """
    try:
        services.leads.index(work)
    except Cancelled:
        return ["Searching is slower until the window has been open for a while."]
    except Trouble as trouble:
        return [f"The leads are kept, but searching is slower: {trouble.what}"]
    return []


def _list_called(name: str, campaign_id: str, services: Services, work: Work) -> LeadList | None:
    """The list of this name (or id), None when it is to be made.

    Raises:
        InvalidInput: Several lists are called so, or it is for another campaign.
    """
    plain = " ".join(name.split())
    found = [
        one
        for one in services.leads.lists(work)
        if one.id == plain or one.name.casefold() == plain.casefold()
    ]
    if campaign_id and found and not (found := [o for o in found if o.campaign_id == campaign_id]):
        raise InvalidInput(
            f"The list “{plain}” is for another campaign.",
            safe="Nothing was imported.",
            next_step="Leave --campaign out, or take another name for the list.",
            field="list",
        )
    if len(found) > 1:
        raise InvalidInput(
            f"{len(found)} lists are called “{plain}”.",
            safe="Nothing was imported.",
            next_step="Give the id instead: " + ", ".join(one.id for one in found) + ".",
            field="list",
        )
    return found[0] if found else None


def _lines(report: ImportReport, *, rehearsal: bool) -> list[str]:
    if rehearsal:
        head = "This is what an import would do; nothing was written."
    else:
        head = "Imported." if report.created + report.updated else "Nothing had to be imported."
    lines = [
        head,
        f"New         {report.created:,}",
        f"Updated     {report.updated:,}",
        f"Unchanged   {report.unchanged:,}",
        f"Left out    {report.skipped:,}",
    ]
    reasons = sorted(report.reasons.items(), key=lambda item: -item[1])
    lines += [f"  {count:,}  {reason.words}" for reason, count in reasons if count]
    lines += _hygiene_lines(report.hygiene)
    if report.rows:
        told = report.rows[:_ROWS_TOLD]
        rows = [(f"{row.line:,}", row.reason.words, row.value) for row in told]
        lines += ["", *views.table(("Line", "Reason", "Value"), rows)]
        if report.skipped > len(told):
            lines.append(f"The first {len(told):,} of {report.skipped:,}.")
    if report.operation:
        lines += ["", f"Take it back with `vibe-desktop undo-import {report.operation}`."]
    return lines


def _hygiene_lines(hygiene: Hygiene) -> Sequence[str]:
    lines = [
        f"  {count:,}  {words}"
        for count, words in (
            (hygiene.role, "at an address of a role, such as info@"),
            (hygiene.disposable, "at a throw-away address"),
            (hygiene.free_mail, "at a free mail provider"),
            (hygiene.elsewhere, "in another of your lists too"),
            (hygiene.same_company, "at the company of another lead" + _most(hygiene)),
        )
        if count
    ]
    return ["Worth knowing", *lines] if lines else []


def _most(hygiene: Hygiene) -> str:
    if not hygiene.companies:
        return ""
    domain, count = hygiene.companies[0]
    return f"; the most at {domain} ({count:,})"
