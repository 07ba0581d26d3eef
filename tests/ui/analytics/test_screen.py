"""The analytics screen over real services and the sandbox."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import Heard, words_on
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.settings import Theme
from vibe_desktop.ui.analytics.cards import DaysCard, ReachCard
from vibe_desktop.ui.analytics.rows import RowsModel
from vibe_desktop.ui.analytics.view import AnalyticsView
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.theme.roles import DARK

Rest = Callable[[], None]
Show = Callable[[QWidget], None]


@pytest.fixture
def sandbox(sandbox: RunningSandbox) -> RunningSandbox:
    """At a time whose weekdays are always the same."""
    sandbox.set_clock("2026-03-02T06:00:00Z")
    return sandbox


@pytest.fixture
def environment(connected: Environment) -> Environment:
    return connected


@pytest.fixture
def rest(qtbot: QtBot, rest: Rest) -> Rest:
    """Wait for the jobs, and for the charts that are drawn one after the other."""

    def wait() -> None:
        rest()
        views = [view for view in QApplication.allWidgets() if isinstance(view, AnalyticsView)]
        qtbot.waitUntil(lambda: not any(view._next_chart.isActive() for view in views))

    return wait


def opened(context: ScreenContext, show: Show, campaign_id: str) -> AnalyticsView:
    view = AnalyticsView(context)
    view.arrive(Destination(Screen.ANALYTICS, campaign_id))
    show(view)
    return view


def test_without_a_campaign_the_screen_says_what_it_is_for(
    screen_context: ScreenContext, show: Show, heard: Heard
) -> None:
    view = opened(screen_context, show, "")
    assert "Choose a campaign" in words_on(view)


def test_a_draft_leads_to_its_launch(
    screen_context: ScreenContext, show: Show, draft_id: str, heard: Heard
) -> None:
    view = opened(screen_context, show, draft_id)
    assert "Not launched yet" in words_on(view)
    assert not view.refresh_button.isVisible()
    view._open_wizard()
    assert heard.places == [Destination(Screen.WIZARD, draft_id)]


def test_before_the_first_mail_there_are_no_zeros_but_words(
    screen_context: ScreenContext, show: Show, launched_id: str
) -> None:
    view = opened(screen_context, show, launched_id)
    assert "Nothing sent yet" in words_on(view)
    assert not view._figures.isVisible()


def test_what_was_sent_is_shown_with_both_sides_of_each_rate(
    screen_context: ScreenContext,
    show: Show,
    launched_id: str,
    sandbox: RunningSandbox,
    rest: Rest,
) -> None:
    sandbox.advance(14)
    view = opened(screen_context, show, launched_id)
    rest()
    words = words_on(view)
    assert "of 3 leads" in words
    assert "of 3, likely" in words
    assert words.count("tracking is off") == 2
    assert "Too early to compare" in words or "Nothing to compare yet" in words
    assert view._presenter.state.found is not None
    assert view._presenter.state.found.results.totals.sent == 3


def test_every_chart_stands_as_a_table_too(
    screen_context: ScreenContext,
    show: Show,
    launched_id: str,
    sandbox: RunningSandbox,
    rest: Rest,
) -> None:
    sandbox.advance(14)
    view = opened(screen_context, show, launched_id)
    rest()
    models = view.findChildren(RowsModel)
    assert [model.rowCount() > 0 for model in models] == [True, True, True]
    reach = [
        [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]
        for model in models
    ]
    assert ["Leads loaded", "Contacted", "Clicked", "Replied", "Bounced", "Opted out"] in reach


def test_charts_change_with_the_theme(
    screen_context: ScreenContext,
    show: Show,
    launched_id: str,
    sandbox: RunningSandbox,
    rest: Rest,
) -> None:
    sandbox.advance(14)
    view = opened(screen_context, show, launched_id)
    rest()
    screen_context.theme.choose(Theme.DARK)
    rest()
    chart = view.card(ReachCard)._chart
    assert chart is not None
    assert chart.backgroundBrush().color().name() == DARK.raised


def test_pausing_and_resuming_reach_instantly(
    screen_context: ScreenContext, show: Show, launched_id: str, rest: Rest
) -> None:
    view = opened(screen_context, show, launched_id)
    rest()
    assert view.pause_button.isVisible()
    view.pause_button.click()
    rest()
    assert view.pill.text() == "Paused"
    assert not view.pause_button.isVisible()
    view.resume_button.click()
    rest()
    assert view.pill.text() == "Sending"


def test_without_network_the_stored_figures_stay_and_say_how_old_they_are(
    screen_context: ScreenContext,
    show: Show,
    launched_id: str,
    sandbox: RunningSandbox,
    rest: Rest,
    qtbot: QtBot,
) -> None:
    sandbox.advance(14)
    view = opened(screen_context, show, launched_id)
    rest()
    sandbox.faults({"path": "/api/v2", "status": 403})
    view.refresh_button.click()
    rest()
    words = words_on(view)
    assert "Instantly could not be asked: these figures are from today" in words
    assert "of 3 leads" in words
    sandbox.clear_faults()
    view.refresh()
    rest()
    assert "Instantly could not be asked" not in words_on(view)


def test_days_can_be_summed_up(
    screen_context: ScreenContext,
    show: Show,
    launched_id: str,
    sandbox: RunningSandbox,
    rest: Rest,
) -> None:
    sandbox.advance(14)
    view = opened(screen_context, show, launched_id)
    rest()
    view.card(DaysCard)._switch._group.button(1).click()
    assert view._presenter.state.cumulative
    assert view.card(DaysCard)._switch.pressed == (1,)


def test_every_control_has_a_name(
    screen_context: ScreenContext,
    show: Show,
    launched_id: str,
    sandbox: RunningSandbox,
    rest: Rest,
    nameless: Callable[[QWidget], list[str]],
) -> None:
    sandbox.advance(14)
    view = opened(screen_context, show, launched_id)
    rest()
    assert nameless(view) == []


def test_the_plotting_library_waits_until_the_screen_is_opened() -> None:
    code = (
        "import sys, vibe_desktop.ui.analytics.view, vibe_desktop.ui.analytics.presenter;"
        "sys.exit(any(name in sys.modules for name in ('pyqtgraph', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
