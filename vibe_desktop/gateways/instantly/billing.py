"""The plan of the workspace: how many credits are left."""

from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.http.client import HttpClient
from vibe_desktop.gateways.instantly.reading import document, number

_WHAT = "the plan of the workspace"


class Billing:
    """`/workspace-billing`."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def credits(self, work: Work) -> float | None:
        """Credits that are left; None when the plan does not say (there may be none to have)."""
        answer: object = self._http.request_json(
            "GET", "/api/v2/workspace-billing/plan-details", work=work
        )
        for key in ("subscriptions", "credits"):
            answer = document(answer, _WHAT).get(key)
            if answer is None:
                return None
        return number(document(answer, _WHAT), "available_credits")
