"""Verification of single addresses. Costs credits, like the real one."""

from vibe_desktop.sandbox.instantly.lead_records import verdict
from vibe_desktop.sandbox.instantly.operation import Call, Operation, Refusal
from vibe_desktop.sandbox.instantly.shapes import is_email, record, text
from vibe_desktop.sandbox.instantly.workspace import credits_left
from vibe_desktop.sandbox.state import Json

_COST = 0.25
_SLOW = "slow"
"""Addresses that begin so take longer than a request may: they are pending at first."""


def _result(call: Call, email: str) -> Json:
    status = verdict(email)
    return {
        "email": email,
        "status": "success",
        "verification_status": "invalid" if status == -1 else "verified",
        "catch_all": status == -3,
        "credits": credits_left(call),
        "credits_used": _COST,
    }


def create(call: Call) -> Json:
    """Verify an address."""
    email = call.body["email"].strip().lower()
    if not is_email(email):
        raise Refusal(400, "body/email must be a valid email address")
    left = credits_left(call)
    if left < _COST:
        raise Refusal(402, "Not enough credits")
    call.state.set_meta("credits", str(left - _COST))
    result = _result(call, email)
    call.state.put("verification", email, result)
    if email.startswith(_SLOW):
        return {**result, "verification_status": "pending", "catch_all": "pending"}
    return result


def get(call: Call) -> Json:
    """The result of an earlier verification."""
    return call.find("verification", call.path["email"].lower(), "Email verification not found")


OPERATIONS = (
    Operation(
        "POST",
        "/email-verification",
        "email_verifications:create",
        create,
        body=record({"email": text()}, {"webhook_url": text()}),
    ),
    Operation(
        "GET",
        "/email-verification/{email}",
        "email_verifications:read",
        get,
        params={"email": text("email")},
    ),
)
