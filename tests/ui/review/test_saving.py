"""What is typed is kept: at every pause, and while there is none."""

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from tests.support.work import RecordingWork
from tests.ui.review.conftest import editors, stored
from vibe_desktop.app.container import Container
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.review.view import ReviewView

Rest = Callable[[], None]


def test_somebody_who_never_pauses_is_saved_all_the_same(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str
) -> None:
    first = editors(review)[0]
    before = stored(services, campaign_id).current.number

    def typed_and_saved() -> bool:
        qtbot.keyClicks(first.text, "x")
        return stored(services, campaign_id).current.number > before

    # A key at each look, every few milliseconds: a pause never comes.
    qtbot.waitUntil(typed_and_saved, timeout=20_000)


def test_what_cannot_be_kept_is_said_and_stays_on_screen(
    review: ReviewView, qtbot: QtBot, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    qtbot.keyClicks(first.text, "Still here. ")
    services.campaigns.delete(campaign_id, RecordingWork())
    first.presenter.save()
    rest()
    assert first.presenter.state.trouble is not None
    assert first._trouble.isVisibleTo(review)
    assert first.text.toPlainText().startswith("Still here. ")


def test_a_pause_without_a_change_saves_nothing(
    review: ReviewView, jobs: Jobs, services: Container, campaign_id: str, rest: Rest
) -> None:
    first = editors(review)[0]
    text = first.text.toPlainText()
    first.text.setPlainText(f"{text} ")
    first.presenter.save()
    rest()
    assert stored(services, campaign_id).current.number == 1


def test_saving_one_mail_leaves_the_looks_of_the_others_alone(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first, second, _ = editors(review)
    seen = second.presenter.state
    qtbot.keyClicks(first.text, "Hello. ")
    first.presenter.save()
    rest()
    assert second.presenter.state.findings is seen.findings


def test_a_launched_campaign_can_be_read_and_not_changed(
    review: ReviewView, qtbot: QtBot, rest: Rest
) -> None:
    first = editors(review)[0]
    variant = first.presenter.state.variant
    first.presenter.update_stored(variant, "", locked=True)
    before = first.text.toPlainText()
    qtbot.keyClicks(first.text, "x")
    assert first.text.toPlainText() == before
    assert not first.approve_button.isVisibleTo(review)
    assert not first.reject_button.isVisibleTo(review)
    assert "launched" in first._count.text()
    first.presenter.update_stored(replace(variant), "", locked=False)
    rest()
