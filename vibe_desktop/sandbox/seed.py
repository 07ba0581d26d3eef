"""What a new sandbox starts with: a workspace, a plan, four mailboxes, a block list and labels."""

from vibe_desktop.sandbox.state import Json, State, iso

DEFAULT_SEED = "vibe"
"""The same seed gives the same recipients; see `simulation.recipients`."""

MAILBOXES = (
    ("maya@try-sandbox.example", "Maya", "Lindqvist", 2, 1, 1, 96, 50),
    ("maya.lindqvist@get-sandbox.example", "Maya", "Lindqvist", 2, 1, 1, 92, 50),
    ("hello@sandbox-mail.example", "Maya", "Lindqvist", 3, 1, 1, 88, 40),
    ("old@sandbox-legacy.example", "Maya", "Lindqvist", 1, -1, 0, 41, 20),
)
"""Email, first and last name, provider, status, warm-up status, warm-up score, daily limit."""

_DAY = 86400.0


def sow(state: State, seed: str = DEFAULT_SEED) -> None:
    """Fill an empty state. Does nothing to one that was filled before."""
    if state.meta("seed"):
        return
    state.set_meta("seed", seed)
    now = state.now()
    state.set_meta("simulated_until", str(int(now)))
    organization, owner = state.new_id(), state.new_id()
    state.set_meta("organization", organization)
    state.set_meta("owner", owner)
    state.put(
        "workspace",
        "current",
        {
            "id": organization,
            "timestamp_created": iso(now - 90 * _DAY),
            "timestamp_updated": iso(now - 2 * _DAY),
            "owner": owner,
            "name": "Sandbox workspace",
            "plan_id": "pid_hg_v1",
            "add_unsub_to_block": False,
            "default_opportunity_value": 500,
        },
    )
    for number, mailbox in enumerate(MAILBOXES):
        state.put("account", mailbox[0], _account(mailbox, organization, now, number))
    blocked = ("competitor.example", True), ("do-not-mail@optout.example", False)
    for value, is_domain in blocked:
        entry = state.new_id()
        state.put(
            "block",
            entry,
            {
                "id": entry,
                "timestamp_created": state.stamp(),
                "organization_id": organization,
                "bl_value": value,
                "is_domain": is_domain,
            },
        )
    for label, kind, status in (("Send pricing", "positive", 5), ("Ask next year", "neutral", 6)):
        key = state.new_id()
        state.put(
            "label",
            key,
            {
                "id": key,
                "timestamp_created": state.stamp(),
                "created_by": owner,
                "organization_id": organization,
                "label": label,
                "interest_status_label": kind,
                "interest_status": status,
                "description": None,
                "use_with_ai": True,
            },
        )


def _account(
    mailbox: tuple[str, str, str, int, int, int, int, int],
    organization: str,
    now: float,
    number: int,
) -> Json:
    email, first, last, provider, status, warmup_status, score, limit = mailbox
    created = now - (60 - number) * _DAY
    account: Json = {
        "email": email,
        "timestamp_created": iso(created),
        "timestamp_updated": iso(created),
        "first_name": first,
        "last_name": last,
        "organization": organization,
        "warmup": {
            "limit": 20,
            "increment": "disabled",
            "reply_rate": 30,
            "advanced": {"warm_ctd": False, "open_rate": 95, "read_emulation": True},
        },
        "daily_limit": limit,
        "status": status,
        "warmup_status": warmup_status,
        "timestamp_warmup_start": iso(created),
        "provider_code": provider,
        "setup_pending": False,
        "is_managed_account": False,
        "stat_warmup_score": score,
        "sending_gap": 8,
        "enable_slow_ramp": False,
        "signature": f"{first} {last}",
        "tracking_domain_name": None,
        "tracking_domain_status": None,
    }
    if status < 0:
        account["status_message"] = {
            "code": "EAUTH",
            "command": "API",
            "response": "535 5.7.8 Username and password not accepted",
            "e_message": "Invalid login: 535 5.7.8 Username and password not accepted",
            "responseCode": 535,
        }
    return account
