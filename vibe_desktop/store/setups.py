"""Schedules, pacing, sending rules and the wizard's setup as JSON, and back.

Reading is forgiving, since another version may have written it: what is unknown is left out, and
what is missing or of the wrong kind takes its default.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from vibe_desktop.domain.campaigns import CampaignSetup, Pacing, SendingRules, WizardStep
from vibe_desktop.domain.schedules import Schedule
from vibe_desktop.domain.variants import MOST_FOLLOW_UPS

LONGEST_WAIT_DAYS = 30
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def encode_setup(setup: CampaignSetup) -> str:
    """`setup` as JSON text."""
    return json.dumps(
        {
            "step": setup.step.value,
            "ask": setup.ask,
            "pain": setup.pain,
            "proof": setup.proof,
            "waits": list(setup.waits),
            "mailboxes": list(setup.mailboxes),
            "overrides": list(setup.overrides),
            "schedule": encode_schedule(setup.schedule),
            "pacing": encode_pacing(setup.pacing),
            "rules": encode_rules(setup.rules),
        },
        ensure_ascii=False,
    )


def decode_setup(text: str) -> CampaignSetup:
    """The setup in JSON text; all defaults when it is not JSON. Never raises."""
    try:
        values = _object(json.loads(text))
    except ValueError:
        values = {}
    default = CampaignSetup()
    return CampaignSetup(
        step=_step(values.get("step")),
        ask=_text(values.get("ask"), default.ask),
        pain=_text(values.get("pain"), default.pain),
        proof=_text(values.get("proof"), default.proof),
        waits=_waits(values.get("waits")),
        mailboxes=_texts(values.get("mailboxes")),
        overrides=_texts(values.get("overrides")),
        schedule=decode_schedule(values.get("schedule")),
        pacing=decode_pacing(values.get("pacing")),
        rules=decode_rules(values.get("rules")),
    )


def encode_schedule(schedule: Schedule) -> dict[str, object]:
    """`schedule` as a JSON object."""
    return {
        "days": list(schedule.days),
        "start": schedule.start,
        "end": schedule.end,
        "timezone": schedule.timezone,
        "start_date": schedule.start_date.isoformat() if schedule.start_date else None,
        "end_date": schedule.end_date.isoformat() if schedule.end_date else None,
    }


def decode_schedule(value: object) -> Schedule:
    """The schedule in a JSON object. Never raises."""
    values = _object(value)
    default = Schedule()
    days = values.get("days")
    return Schedule(
        days=tuple(day for day in days if _is_int(day) and 0 <= day <= 6)
        if isinstance(days, list)
        else default.days,
        start=_time_of_day(values.get("start"), default.start),
        end=_time_of_day(values.get("end"), default.end),
        timezone=_text(values.get("timezone"), default.timezone),
        start_date=_date(values.get("start_date")),
        end_date=_date(values.get("end_date")),
    )


def encode_pacing(pacing: Pacing) -> dict[str, object]:
    """`pacing` as a JSON object."""
    return asdict(pacing)


def decode_pacing(value: object) -> Pacing:
    """The pacing in a JSON object. Never raises."""
    values = _object(value)
    known = {field.name for field in fields(Pacing)} - {"recommended"}
    numbers = {name: number for name, number in values.items() if name in known and _is_int(number)}
    # A number of an older version, which did not say so, may have been typed: it stays as it is.
    recommended = values.get("recommended") is True or "daily_limit" not in numbers
    return Pacing(**numbers, recommended=recommended)


def encode_rules(rules: SendingRules) -> dict[str, object]:
    """`rules` as a JSON object."""
    return asdict(rules)


def decode_rules(value: object) -> SendingRules:
    """The sending rules in a JSON object. Never raises."""
    values = _object(value)
    known = {field.name for field in fields(SendingRules)}
    return SendingRules(
        **{name: flag for name, flag in values.items() if name in known and isinstance(flag, bool)}
    )


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object, default: str) -> str:
    return value if isinstance(value, str) else default


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _waits(value: object) -> tuple[int, ...]:
    """Days before each follow-up: as many as there may be, each of them one that can be kept."""
    days = value if isinstance(value, list) else []
    kept = [wait for wait in days if _is_int(wait) and 1 <= wait <= LONGEST_WAIT_DAYS]
    return tuple(kept[:MOST_FOLLOW_UPS])


def _time_of_day(value: object, default: str) -> str:
    return value if isinstance(value, str) and _TIME_OF_DAY.fullmatch(value) else default


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _step(value: object) -> WizardStep:
    return next((step for step in WizardStep if step.value == value), WizardStep.PRODUCT)
