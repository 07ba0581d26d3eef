from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.launching import Desk, desk_in
from tests.support.sandbox import RunningSandbox, sandbox  # noqa: F401 - a fixture
from vibe_desktop.domain.errors import NotAuthorised
from vibe_desktop.domain.work import Work


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:  # noqa: F811 - a fixture
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


def test_mailboxes_come_with_their_warmup_scores_and_stay_known_offline(
    desk: Desk, work: Work
) -> None:
    assert desk.mailboxes.list(work) == ()
    written = desk.mailboxes.refresh(work)
    assert written.changes.mailboxes
    assert desk.mailboxes.list(work) == written.value
    scores = {mailbox.email: mailbox.warmup_score for mailbox in written.value}
    assert scores["maya@try-sandbox.example"] == 96
    assert [mailbox.healthy for mailbox in written.value].count(True) == 3
    unfit = next(mailbox for mailbox in written.value if not mailbox.healthy)
    assert unfit.trouble == "cannot be reached, reconnect it at Instantly"


def test_a_refresh_without_news_changes_nothing(desk: Desk, work: Work) -> None:
    desk.mailboxes.refresh(work)
    assert not desk.mailboxes.refresh(work).changes


def test_a_refused_refresh_leaves_what_was_known(desk: Desk, work: Work) -> None:
    before = desk.mailboxes.refresh(work).value
    desk.key = "wrong-key-000"
    with pytest.raises(NotAuthorised):
        desk.mailboxes.refresh(work)
    assert desk.mailboxes.list(work) == before


def test_a_mailbox_that_the_warmup_does_not_tell_of_keeps_the_score_it_carries(
    desk: Desk,
    work: Work,
    sandbox: RunningSandbox,  # noqa: F811 - a fixture
) -> None:
    nothing: dict[str, object] = {"email_date_data": {}, "aggregate_data": {}}
    sandbox.faults({"path": "warmup-analytics", "status": 200, "body": nothing})
    scores = {one.email: one.warmup_score for one in desk.mailboxes.refresh(work).value}
    assert scores["maya@try-sandbox.example"] == 96
