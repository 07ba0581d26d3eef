"""A run once more, from its record alone: no network, no page, no key, no clock."""

from vibe_desktop.domain.copy_records import (
    CopyOrder,
    NoRecord,
    Replay,
    audiences_to_json,
    drafts_to_json,
    order_from_json,
)
from vibe_desktop.domain.copywriting import CopyRun, RunKind, WriterKind
from vibe_desktop.domain.drafting.drafter import draft as draft_by_rule
from vibe_desktop.domain.drafting.drafter import redraft as redraft_by_rule
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.variants import DraftVariant
from vibe_desktop.gateways.openai.answers import (
    NotInForm,
    read,
    read_audiences,
    read_rewrites,
)
from vibe_desktop.services.copy_checks import checked, whole_mails


def replay(run: CopyRun) -> Replay:
    """Make of the record what was made of the answer then, and compare.

    Raises:
        InvalidInput: The run was made by a version that did not record what it takes.
    """
    try:
        order = order_from_json(run.request)
    except NoRecord as error:
        day = f"{run.created_at.day} {run.created_at:%B %Y}"
        raise InvalidInput(
            f"The run of {day} cannot be replayed: it was made by a version that did not record "
            "what the writer was given.",
            safe="Its mails and its record stay as they are.",
            next_step="Runs that are made from now on can be replayed.",
            field="run_id",
        ) from error
    try:
        if run.kind is RunKind.AUDIENCES:
            return Replay(run, (), _audiences(run, order) == run.result)
        drafts = checked(_drafts(run, order), order)
    except NotInForm:  # this version reads the answer otherwise than the one that recorded it
        return Replay(run, (), identical=False)
    return Replay(run, drafts, (drafts_to_json(drafts) if drafts else "") == run.result)


def rule_drafts(order: CopyOrder) -> tuple[DraftVariant, ...]:
    """What the rule drafter writes for an order. The same order always gives the same mails."""
    if not order.rewrites:
        return draft_by_rule(order.request)
    all_mails = {(draft.angle, draft.step): draft for draft in draft_by_rule(order.request)}
    return tuple(
        redraft_by_rule(order.request, rewrite)
        if rewrite.draft.body
        else all_mails[rewrite.draft.angle, rewrite.draft.step]
        for rewrite in order.rewrites
    )


def _drafts(run: CopyRun, order: CopyOrder) -> tuple[DraftVariant, ...]:
    if not run.result:  # nothing was made of it then: it failed before a mail was whole
        return ()
    if run.writer is WriterKind.OFFLINE:
        return rule_drafts(order)
    if run.outcome != "ok":
        return whole_mails(run.raw_answer, order)
    if order.rewrites:
        return read_rewrites(run.raw_answer, order.rewrites)
    return read(run.raw_answer, order.request.follow_ups)


def _audiences(run: CopyRun, order: CopyOrder) -> str:
    if run.outcome != "ok":
        return ""
    ids = tuple(fact.id for fact in order.request.facts)
    return audiences_to_json(read_audiences(run.raw_answer, ids))
