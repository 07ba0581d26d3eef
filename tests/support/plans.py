"""A launch plan for tests."""

from vibe_desktop.domain.campaigns import Pacing, SendingRules
from vibe_desktop.domain.launches import LaunchPlan, PlannedVariant
from vibe_desktop.domain.schedules import Schedule

PLAN = LaunchPlan(
    token="vm-7f3a2c",
    name="Launch - myapp.com [vm-7f3a2c]",
    variants=tuple(
        PlannedVariant(
            position,
            f"Subject {letter}",
            f"<div>Hi {{{{firstName | there}}}},<br/><br/>Text {letter} &amp; more</div>",
            f"hash {letter}",
        )
        for position, letter in enumerate("ABC")
    ),
    mailboxes=("a@acme.com", "b@acme.com"),
    schedule=Schedule(timezone="Europe/Berlin"),
    pacing=Pacing(),
    rules=SendingRules(),
    lead_count=3,
    timezone="Europe/Belgrade",
)
