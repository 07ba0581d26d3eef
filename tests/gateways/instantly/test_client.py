from collections.abc import Callable

import pytest

from tests.gateways.instantly.conftest import CannedInstantly
from tests.support.servers import PageServer
from vibe_desktop.domain.errors import NotAuthorised
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.instantly.client import InstantlyClient

WORKSPACE = {"id": "w1", "name": "Acme"}


@pytest.mark.parametrize("end", ["", "/", "/api/v2", "/api/v2/"])
def test_the_root_may_be_given_with_its_version(
    page_server: PageServer,
    canned: CannedInstantly,
    make_client: Callable[[str], InstantlyClient],
    work: Work,
    end: str,
) -> None:
    canned.answer("/api/v2/workspaces/current", WORKSPACE)
    words = make_client(page_server.url + end).test_key(work)
    assert words == "Instantly accepts the key: workspace Acme."


def test_a_plan_without_the_api_is_told_so(
    page_server: PageServer, instantly: InstantlyClient, work: Work
) -> None:
    page_server.page(
        "/api/v2/workspaces/current", "{}", status=402, content_type="application/json"
    )
    with pytest.raises(NotAuthorised, match="present plan") as caught:
        instantly.test_key(work)
    assert "paid Outreach plan" in caught.value.next_step


def test_lists_are_found_by_their_exact_name(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer(
        "/api/v2/lead-lists",
        {"items": [{"id": "2", "name": "L [vm-1]"}, {"id": "3", "name": "L [vm-1] old"}]},
    )
    assert [one.id for one in instantly.lead_lists.named("L [vm-1]", "vm-1", work)] == ["2"]


def test_a_list_is_created_by_name(
    canned: CannedInstantly, instantly: InstantlyClient, work: Work
) -> None:
    canned.answer("/api/v2/lead-lists", {"id": "5", "name": "L [vm-1]"})
    assert instantly.lead_lists.create("L [vm-1]", work).id == "5"
    assert canned.body() == {"name": "L [vm-1]"}
