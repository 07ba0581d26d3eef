"""Launch plans as JSON, and back."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from vibe_desktop.domain.campaigns import Pacing, SendingRules
from vibe_desktop.domain.compliance import CountryBasis
from vibe_desktop.domain.launches import LaunchPlan, PlannedVariant
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.store import times


def encode_plan(plan: LaunchPlan) -> str:
    """The plan as JSON; dates as YYYY-MM-DD."""
    return json.dumps(asdict(plan), ensure_ascii=False, default=_plain)


def decode_plan(text: str) -> LaunchPlan:
    """The plan that `encode_plan` wrote.

    Raises:
        ValueError, KeyError, TypeError: It did not write this.
    """
    data: dict[str, Any] = json.loads(text)
    schedule = data["schedule"]
    return LaunchPlan(
        token=data["token"],
        name=data["name"],
        variants=tuple(PlannedVariant(**variant) for variant in data["variants"]),
        mailboxes=tuple(data["mailboxes"]),
        schedule=Schedule(
            days=tuple(schedule["days"]),
            start=schedule["start"],
            end=schedule["end"],
            timezone=schedule["timezone"],
            start_date=_day(schedule["start_date"]),
            end_date=_day(schedule["end_date"]),
        ),
        pacing=Pacing(**data["pacing"]),
        rules=SendingRules(**data["rules"]),
        lead_count=data["lead_count"],
        timezone=data["timezone"],
        # A plan from before there were such things has none.
        waits=tuple(data.get("waits", ())),
        bases=tuple(
            CountryBasis(**{**basis, "recorded_at": times.from_text(basis["recorded_at"])})
            for basis in data.get("bases", ())
        ),
        overrides=tuple(data.get("overrides", ())),
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return times.to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
