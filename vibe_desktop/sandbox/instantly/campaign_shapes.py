"""What a campaign or subsequence may consist of."""

from vibe_desktop.sandbox.instantly.shapes import (
    Invalid,
    Shape,
    array,
    flag,
    number,
    record,
    text,
)
from vibe_desktop.sandbox.instantly.timezones import ALLOWED
from vibe_desktop.sandbox.state import Json

STATUSES = (-99, -1, -2, 0, 1, 2, 3, 4)
_CLOCK = "^([01][0-9]|2[0-3]):([0-5][0-9])$"
_UNITS = ("minutes", "hours", "days")
_ESPS = text(choices=("all", "google", "outlook", "other"))

SCHEDULE = record(
    {
        "schedules": array(
            record(
                {
                    "name": text(),
                    "timing": record({"from": text(pattern=_CLOCK), "to": text(pattern=_CLOCK)}),
                    "days": record({}, {str(day): flag() for day in range(7)}, least=1),
                    "timezone": text(choices=tuple(ALLOWED)),
                }
            ),
            least=1,
        )
    },
    {"start_date": text("date", null=True), "end_date": text("date", null=True)},
)
VARIANT = record({"subject": text(), "body": text()}, {"v_disabled": flag()})


def sequences(variants: Shape) -> Shape:
    """Sequences, of which only the first is used."""
    step = record(
        {"type": text(choices=("email",)), "delay": number(), "variants": variants},
        {
            "delay_unit": text(choices=_UNITS),
            "pre_delay": number(),
            "pre_delay_unit": text(choices=_UNITS),
        },
    )
    return array(record({"steps": array(step)}))


def enabled_variants(value: object, where: str) -> list[Json]:
    """Variants of a subsequence: 1 to 26, one of them switched on."""
    found: list[Json] = array(VARIANT, least=1, most=26)(value, where)
    if all(variant.get("v_disabled") for variant in found):
        raise Invalid(f"{where} must contain at least 1 valid item(s)")
    return found


AUTO_SELECT = record(
    {"trigger": text(choices=("reply_rate", "click_rate", "open_rate"))}, null=True
)
_FIELDS: dict[str, Shape] = {
    "name": text(),
    "campaign_schedule": SCHEDULE,
    "pl_value": number(null=True),
    "is_evergreen": flag(null=True),
    "sequences": sequences(array(VARIANT)),
    "email_gap": number(null=True),
    "random_wait_max": number(null=True),
    "text_only": flag(null=True),
    "first_email_text_only": flag(null=True),
    "email_list": array(text()),
    "daily_limit": number(null=True),
    "stop_on_reply": flag(null=True),
    "email_tag_list": array(text("uuid")),
    "link_tracking": flag(null=True),
    "open_tracking": flag(),
    "stop_on_auto_reply": flag(null=True),
    "daily_max_leads": number(whole=True, least=0, null=True),
    "prioritize_new_leads": flag(null=True),
    "auto_variant_select": AUTO_SELECT,
    "match_lead_esp": flag(null=True),
    "stop_for_company": flag(null=True),
    "insert_unsubscribe_header": flag(null=True),
    "allow_risky_contacts": flag(null=True),
    "disable_bounce_protect": flag(null=True),
    "limit_emails_per_company_override": record(
        {"mode": text(choices=("custom", "disabled"))},
        {
            "daily_limit": number(least=1),
            "scope": text(choices=("per_campaign", "across_workspace")),
        },
        null=True,
    ),
    "cc_list": array(text("email")),
    "bcc_list": array(text("email")),
    "owned_by": text("uuid", null=True),
    "provider_routing_rules": array(
        record(
            {
                "action": text(choices=("send", "do_not_send")),
                "recipient_esp": array(_ESPS),
                "sender_esp": array(_ESPS),
            }
        )
    ),
}
_REQUIRED = {"name", "campaign_schedule"}

CREATE = record(
    {name: _FIELDS[name] for name in ("name", "campaign_schedule")},
    {
        **{name: shape for name, shape in _FIELDS.items() if name not in _REQUIRED},
        "ai_sdr_id": text("uuid", null=True),
    },
)
PATCH = record({}, _FIELDS, least=1)
