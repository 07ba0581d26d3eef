"""Screens over real services on a database of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.sandbox import RunningSandbox
from tests.support.screens import Heard, nameless_controls
from tests.support.servers import PageServer
from tests.support.tidebook import LEADS, PAGE
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.campaigns import CampaignSetup
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.settings import Service, Theme
from vibe_desktop.jobs.runner import Jobs
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.main_window import MainWindow
from vibe_desktop.ui.theme.manager import ThemeManager
from vibe_desktop.ui.widgets.notices import Notices
from vibe_desktop.ui.widgets.page import Page

PATIENCE_MS = 10_000


@pytest.fixture
def environment() -> Environment:
    """Keys and addresses that the services find: none. Modules bring their own."""
    return Environment()


@pytest.fixture
def connected(sandbox: RunningSandbox) -> Environment:
    """The environment in which Instantly is the sandbox; there is no key for OpenAI."""
    return Environment(
        secrets={Service.INSTANTLY: sandbox.info.instantly_api_key},
        instantly_base_url=sandbox.info.instantly_url,
    )


@pytest.fixture
def services(tmp_path: Path, environment: Environment) -> Iterator[Container]:
    """Every service over a new data folder."""
    container = Container(Paths(tmp_path), environment, sandbox=False, redactor=Redactor())
    yield container
    container.close()


@pytest.fixture
def draft_id(
    services: Container, page_server: PageServer, tmp_path: Path, work: RecordingWork
) -> str:
    """A campaign that is ready to be launched."""
    services.identity.save(Identity("Ada Lovelace", "Engines Ltd", "12 Square, London"), work)
    campaign = services.campaigns.create(
        name="Tide", url=page_server.page("/", PAGE), target_audience="Controllers", work=work
    ).value
    services.campaigns.update(campaign.id, setup=CampaignSetup(), work=work)
    services.copywriting.draft(campaign.id, work)
    path = tmp_path / "leads.csv"
    path.write_text(LEADS, encoding="utf-8")
    services.leads.import_file(path, None, campaign.id, work)
    services.mailboxes.refresh(work)
    for variant in services.variants.list(campaign.id, work):
        services.variants.approve(variant.id, work)
    return campaign.id


@pytest.fixture
def launched_id(services: Container, draft_id: str, work: RecordingWork) -> str:
    """The same campaign, which sends."""
    services.launches.launch(draft_id, work)
    return draft_id


@pytest.fixture
def jobs(qapp: QApplication, services: Container) -> Iterator[Jobs]:
    """The real worker threads, ended before the database is closed."""
    jobs = Jobs()
    yield jobs
    assert jobs.shutdown()
    jobs.deleteLater()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[ThemeManager]:
    """The app dressed in light."""
    manager = ThemeManager(qapp, Theme.LIGHT)
    yield manager
    manager.setParent(None)
    manager.deleteLater()


@pytest.fixture
def heard() -> Heard:
    """Notices and destinations of the test, in order."""
    return Heard()


@pytest.fixture
def screen_context(
    services: Container, jobs: Jobs, theme: ThemeManager, heard: Heard, tmp_path: Path
) -> ScreenContext:
    """What a screen is given. Destinations and notices land in `heard`."""
    notices = Notices()
    notices.listen(heard.notices.append)
    jobs.trouble.connect(notices.trouble)
    return ScreenContext(
        services=services,
        jobs=jobs,
        notices=notices,
        navigate=heard.places.append,
        theme=theme,
        state=QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat),
        data_dir=tmp_path,
    )


@pytest.fixture
def rest(qtbot: QtBot, jobs: Jobs) -> Callable[[], None]:
    """Wait until no job waits or runs any more, and what they brought is shown."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not jobs.running, timeout=PATIENCE_MS)
        # What a layout was given is shown with the next events.
        QApplication.processEvents()

    return wait


@pytest.fixture
def show(qtbot: QtBot, jobs: Jobs, rest: Callable[[], None]) -> Iterator[Callable[[QWidget], None]]:
    """Put a screen on screen as the window does: shown, entered, told of changes, at rest."""
    pages: list[Page] = []

    def put(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(1100, 760)
        widget.show()
        if isinstance(widget, Page):
            pages.append(widget)
            jobs.changed.connect(widget.receive)
            widget.enter()
        rest()

    yield put
    for page in pages:
        page.leave()


@pytest.fixture
def window(
    qtbot: QtBot, services: Container, jobs: Jobs, theme: ThemeManager, tmp_path: Path
) -> Callable[[], MainWindow]:
    """`window()` makes the main window over the test's services and shows it."""

    def make() -> MainWindow:
        made = MainWindow(
            services=services,
            jobs=jobs,
            theme=theme,
            state=QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat),
            data_dir=tmp_path,
        )
        made.resize(1200, 780)
        qtbot.addWidget(made)
        with qtbot.waitSignal(made.first_painted):
            made.show()
        qtbot.waitUntil(lambda: not jobs.running, timeout=PATIENCE_MS)
        return made

    return make


@pytest.fixture
def nameless() -> Callable[[QWidget], list[str]]:
    """`nameless(widget)` lists the controls under it that a screen reader cannot name."""
    return nameless_controls


@pytest.fixture
def make_campaign(services: Container) -> Callable[..., str]:
    """`make_campaign(name)` keeps a draft and returns its id."""

    def make(name: str = "Microlink", url: str = "https://microlink.io") -> str:
        written = services.campaigns.create(
            name=name, url=url, target_audience="Founders", work=RecordingWork()
        )
        return written.value.id

    return make
