"""The copy step with a model behind it: mails as they come, their price, follow-ups."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import words_on
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.variants import Angle
from vibe_desktop.jobs.runner import Job
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.wizard.view import WizardView
from vibe_desktop.ui.wizard.writing_view import WritingStep

PATIENCE_MS = 20_000
STALL = {"service": "openai", "path": "chat/completions", "stall_after_bytes": 16000}
CUT = {"service": "openai", "path": "chat/completions", "cut_after_bytes": 16000}


@pytest.fixture
def environment(sandbox: RunningSandbox) -> Environment:
    """A key for a model that the sandbox plays."""
    return Environment(
        {Service.OPENAI: sandbox.info.openai_api_key}, openai_base_url=sandbox.info.openai_url
    )


@pytest.fixture
def campaign(services: Container, page_url: str, work: RecordingWork) -> str:
    """A campaign whose page is read and whose audience is known."""
    made = services.campaigns.create(
        name="Tidebook", url=page_url, target_audience="Controllers", work=work
    ).value
    services.pages.read(made.id, work)
    return made.id


@pytest.fixture
def step(
    screen_context: ScreenContext,
    show: Callable[..., None],
    campaign: str,
    rest: Callable[[], None],
) -> WritingStep:
    """The copy step on screen."""
    view = WizardView(screen_context)
    view.arrive(Destination(Screen.WIZARD, campaign))
    show(view)
    view._presenter.go_to(WizardStep.COPY)
    rest()
    return view.findChildren(WritingStep)[0]


def test_the_price_stands_there_before_the_click(step: WritingStep) -> None:
    words = words_on(step)
    assert "for a draft" in words
    assert "of the $5.00 you allow" in words
    assert "English, plain and friendly, 50 to 125 words" in words


def test_mails_are_shown_while_they_are_written(
    step: WritingStep, sandbox: RunningSandbox, qtbot: QtBot, rest: Callable[[], None]
) -> None:
    sandbox.faults(STALL)
    step.write_button.click()
    first = step._live.cards[Angle.PROBLEM]
    qtbot.waitUntil(lambda: "Hi {{firstName" in first.text.text(), timeout=PATIENCE_MS)
    assert first.subject.text()
    assert first.standing.text() in {"Being written …", "Written"}
    assert step._live.isVisible()
    qtbot.waitUntil(lambda: first.standing.text() == "Written", timeout=PATIENCE_MS)
    step._presenter.cancel()
    rest()
    assert not step._live.isVisible()
    # What was complete by then has been kept, and the rest can be written again.
    assert step.review.editors
    assert step.again_button.isVisible()


def test_what_was_complete_when_the_line_broke_is_kept_and_said_so(
    step: WritingStep,
    sandbox: RunningSandbox,
    services: Container,
    campaign: str,
    rest: Callable[[], None],
    work: RecordingWork,
) -> None:
    sandbox.faults(CUT)
    step.write_button.click()
    rest()
    kept = services.variants.list(campaign, work)
    assert kept
    assert len(kept) < 3
    assert step._trouble.isVisible()
    assert "Stopped before it was finished" in words_on(step)
    assert len(step.review.editors) == len(kept)
    step.again_button.click()
    rest()
    assert not step._trouble.isVisible()
    assert [one.letter for one in services.variants.list(campaign, work)] == ["A", "B", "C"]


def test_after_a_draft_its_cost_is_shown(step: WritingStep, rest: Callable[[], None]) -> None:
    step.write_button.click()
    rest()
    assert "The last one cost $0." in words_on(step)


def test_follow_ups_are_asked_for_kept_and_written(
    step: WritingStep,
    services: Container,
    campaign: str,
    rest: Callable[[], None],
    work: RecordingWork,
) -> None:
    step.write_button.click()
    rest()
    assert not step.follow_ups_button.isVisible()
    step._presenter.ask_for(2)
    step._follow_ups.waits[1].setValue(5)
    step._wizard.save_now()
    rest()
    assert services.campaigns.get(campaign, work).setup.waits == (3, 5)
    assert "2 follow-ups are not written yet." in words_on(step)
    step.follow_ups_button.click()
    rest()
    assert [one.step for one in services.variants.list(campaign, work)] == [1, 1, 1, 2, 3]
    assert not step.follow_ups_button.isVisible()
    step._presenter.ask_for(1)
    rest()
    assert [one.step for one in services.variants.list(campaign, work)] == [1, 1, 1, 2]


def test_a_reached_cap_stops_the_call_and_says_where_to_raise_it(
    step: WritingStep,
    sandbox: RunningSandbox,
    services: Container,
    rest: Callable[[], None],
    work: RecordingWork,
) -> None:
    dear = replace(services.settings.get(work), model="gpt-6-astra", monthly_cap_usd=0.01)
    services.settings.save(dear, work)
    step.write_button.click()
    rest()
    assert "Raise the monthly cap in Settings" in words_on(step)
    assert not sandbox.requests(service="openai", path="chat/completions")


def test_another_campaign_shows_nothing_of_the_one_that_is_being_written(
    step: WritingStep,
    sandbox: RunningSandbox,
    services: Container,
    campaign: str,
    page_url: str,
    qtbot: QtBot,
    rest: Callable[[], None],
    work: RecordingWork,
) -> None:
    other = services.campaigns.create(
        name="Other", url=page_url, target_audience="Controllers", work=work
    ).value
    services.pages.read(other.id, work)
    setup = replace(other.setup, step=WizardStep.COPY)
    services.campaigns.update(other.id, setup=setup, work=work)
    wizard = step._wizard
    sandbox.faults(STALL)
    step.write_button.click()
    qtbot.waitUntil(lambda: bool(step._presenter.state.drafts), timeout=PATIENCE_MS)

    def job() -> Job | None:
        return step._presenter.state.job

    under_way = job()
    assert under_way is not None

    wizard.open(other.id)
    qtbot.waitUntil(lambda: wizard.state.loaded, timeout=PATIENCE_MS)
    assert job() is None
    assert not step._live.isVisible()
    # Whoever comes back finds the writing still followed, and can stop it.
    wizard.open(campaign)
    qtbot.waitUntil(lambda: wizard.state.loaded, timeout=PATIENCE_MS)
    assert job() is under_way
    assert not step.again_button.isEnabled()
    wizard.open(other.id)
    under_way.cancel()
    rest()
    assert step._presenter.state.trouble is None
    assert not step._live.isVisible()
    assert step.write_button.isEnabled()
    wizard.open(campaign)
    rest()
    assert job() is None
    assert step.again_button.isEnabled()
