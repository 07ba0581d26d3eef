"""What is typed into the wizard is kept."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.wizard import DEFAULT_ASK
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.wizard.draft import Draft, DraftKeeper, new_draft

Rest = Callable[[], None]


@pytest.fixture
def keeper(services: Container, jobs: Jobs) -> DraftKeeper:
    return DraftKeeper(services, jobs)


def test_a_campaign_comes_into_being_once_its_address_is_usable(
    keeper: DraftKeeper, qtbot: QtBot, services: Container, work: RecordingWork
) -> None:
    keeper.edit(replace(keeper.draft, url="tidebo"))
    keeper.save()
    assert not keeper.saving
    keeper.edit(replace(keeper.draft, url="tidebook.example", audience="Controllers"))
    with qtbot.waitSignal(keeper.saved):
        pass  # the pause after typing is over by itself
    assert keeper.campaign is not None
    stored = services.campaigns.get(keeper.campaign.id, work)
    assert stored.url == "https://tidebook.example"
    assert stored.name == "tidebook.example"
    assert stored.target_audience == "Controllers"
    assert stored.setup.ask == DEFAULT_ASK
    assert not keeper.dirty


def test_what_is_typed_during_a_save_is_saved_next(
    keeper: DraftKeeper, rest: Rest, services: Container, work: RecordingWork
) -> None:
    keeper.edit(replace(keeper.draft, url="tidebook.example"))
    keeper.save()
    keeper.edit(replace(keeper.draft, audience="Controllers"))
    keeper.save()
    rest()
    rows = services.campaigns.dashboard(work).rows
    assert [row.campaign.target_audience for row in rows] == ["Controllers"]


def test_somebody_who_never_pauses_is_saved_all_the_same(
    keeper: DraftKeeper, qtbot: QtBot, services: Container, work: RecordingWork
) -> None:
    keeper.edit(replace(keeper.draft, url="tidebook.example"))
    keeper.save()
    qtbot.waitUntil(lambda: keeper.campaign is not None)
    words = iter(range(10_000))

    def types_on_until_it_is_kept() -> bool:
        keeper.edit(replace(keeper.draft, audience=f"Controllers {next(words)}"))
        campaign = keeper.campaign
        return campaign is not None and campaign.target_audience.startswith("Controllers")

    qtbot.waitUntil(types_on_until_it_is_kept, timeout=10_000)
    keeper.save()


def test_whoever_waits_for_the_save_is_told_once_all_is_stored(
    keeper: DraftKeeper, rest: Rest
) -> None:
    told: list[bool] = []
    keeper.settle(lambda: told.append(keeper.dirty))
    rest()
    assert told == []
    keeper.edit(replace(keeper.draft, url="tidebook.example"))
    keeper.save()
    keeper.edit(replace(keeper.draft, name="Tide"))
    rest()
    assert told == [False]


def test_a_refused_save_keeps_the_draft(keeper: DraftKeeper, qtbot: QtBot) -> None:
    draft = replace(keeper.draft, url="tidebook.example", name="x" * 500)
    keeper.edit(draft)
    with qtbot.waitSignal(keeper.refused) as refused:
        keeper.save()
    assert isinstance(refused.args[0], InvalidInput)
    assert keeper.draft == draft
    assert keeper.dirty
    with qtbot.waitSignal(keeper.saved):
        keeper.edit(replace(draft, name="Tide"))


def test_a_stored_campaign_is_changed_and_not_made_again(
    services: Container, jobs: Jobs, rest: Rest, work: RecordingWork
) -> None:
    campaign = services.campaigns.create(
        name="Tide", url="tidebook.example", target_audience="", work=work
    ).value
    keeper = DraftKeeper(services, jobs, campaign)
    setup = replace(keeper.draft.setup, step=WizardStep.LEADS)
    keeper.edit(Draft("", campaign.url, "Controllers", setup))
    keeper.save()
    rest()
    (row,) = services.campaigns.dashboard(work).rows
    assert row.campaign.name == "Tide"
    assert row.campaign.setup.step is WizardStep.LEADS


def test_a_new_campaign_keeps_the_clock_of_this_computer() -> None:
    assert new_draft().setup.schedule.timezone in {"UTC", "Etc/UTC"}
