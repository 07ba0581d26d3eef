"""Verification of addresses: whether a mailbox exists. Asking costs credits, looking does not."""

from datetime import UTC, datetime
from urllib.parse import quote

from vibe_desktop.domain.errors import Rejected
from vibe_desktop.domain.verifications import Verification, VerificationStatus
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.reading import (
    Document,
    document,
    needed_text,
    number,
    unusable,
)

_WHAT = "the verification of an address"
_PATH = "/api/v2/email-verification"


class Verifications:
    """`/email-verification`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def ask(self, email: str, work: Work) -> Verification:
        """Have an address verified. Costs credits each time; pending after ten seconds.

        Raises:
            Unreachable: With `outcome_unknown`: look with `known` before asking again.
        """
        return _read(
            self._http.request_json("POST", _PATH, json={"email": email}, work=work), email
        )

    def known(self, email: str, work: Work) -> Verification | None:
        """What came of asking about an address, None when nobody asked. Costs nothing."""
        try:
            # No part of an address may read as a part of the path.
            answer = self._http.request_json("GET", f"{_PATH}/{quote(email, safe='')}", work=work)
        except Rejected as refusal:
            if refusal.status == 404:
                return None
            raise
        return _read(answer, email)


def _read(answer: object, email: str) -> Verification:
    item = document(answer, _WHAT)
    # `status` is about the request, not about the address.
    return Verification(
        email=email,
        status=_status(item),
        credits_used=number(item, "credits_used"),
        checked_at=datetime.now(UTC),
    )


def _status(item: Document) -> VerificationStatus:
    match needed_text(item, "verification_status", _WHAT):
        case "invalid":
            return VerificationStatus.INVALID
        case "pending":
            return VerificationStatus.PENDING
        case "verified":
            catches_all = item.get("catch_all") is True
            return VerificationStatus.CATCH_ALL if catches_all else VerificationStatus.VERIFIED
        case _:
            raise unusable(_WHAT)
