"""The do-not-contact list: who is on it, the way on, and the way off."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import Heard, find
from vibe_desktop.app.container import Container
from vibe_desktop.domain.work import Work
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.leads import make
from vibe_desktop.ui.leads.blocked import PAGE, sorted_out
from vibe_desktop.ui.leads.blocked_view import BlockedView
from vibe_desktop.ui.leads.view import LeadsView
from vibe_desktop.ui.navigation import Destination, Screen

Rest = Callable[[], None]


@pytest.fixture
def blocked(
    screen_context: ScreenContext, show: Callable[[QWidget], None], rest: Rest
) -> BlockedView:
    made = make(screen_context)
    assert isinstance(made, LeadsView)
    show(made)
    made.arrive(Destination(Screen.LEADS, part="do-not-contact"))
    rest()
    return made.blocked


def _values(services: Container) -> set[str]:
    return {entry.value for entry in services.leads.suppressions(Work()).rows}


def _cells(blocked: BlockedView, row: int) -> list[str]:
    return [str(blocked.model.index(row, column).data()) for column in range(3)]


def test_an_empty_list_says_what_it_is_for(blocked: BlockedView) -> None:
    assert not blocked.table.isVisible()
    assert blocked._nobody.title.text() == "Nobody is on the list"


def test_addresses_and_domains_are_pasted_and_what_cannot_be_used_stays(
    qtbot: QtBot, blocked: BlockedView, services: Container, rest: Rest
) -> None:
    blocked.values.setPlainText("Ada@ACME.com, bob@\nhttps://www.globex.com/about; nonsense")
    qtbot.keyClicks(blocked.reason, "asked by phone")
    qtbot.mouseClick(blocked.add_button, Qt.MouseButton.LeftButton)
    rest()

    assert _values(services) == {"ada@acme.com", "globex.com"}
    assert blocked.values.toPlainText() == "bob@\nnonsense"
    said = blocked.values.accessibleDescription()
    assert said == "“bob@”, “nonsense” are neither e-mail addresses nor domains."
    rows = sorted(_cells(blocked, row) for row in range(2))
    assert rows == [
        ["ada@acme.com", "This address", "asked by phone"],
        ["globex.com", "Everybody there", "asked by phone"],
    ]


def test_nothing_is_added_when_nothing_can_be_used(
    blocked: BlockedView, services: Container, rest: Rest
) -> None:
    blocked.values.setPlainText("")
    blocked.add_button.click()
    rest()
    assert "Write an address" in blocked.values.accessibleDescription()

    blocked.values.setPlainText("bob@")
    blocked.add_button.click()
    rest()
    assert "“bob@” is neither" in blocked.values.accessibleDescription()
    assert _values(services) == set()


def test_an_entry_is_taken_off_and_put_back_with_its_reason(
    qtbot: QtBot, blocked: BlockedView, services: Container, heard: Heard, rest: Rest
) -> None:
    services.leads.suppress(["ada@acme.com"], "asked by phone", Work())
    services.leads.suppress(["globex.com"], "a competitor", Work())
    blocked._presenter.load()
    rest()
    assert not blocked.remove_button.isVisible()

    blocked.table.selectAll()
    assert blocked.remove_button.text() == "Take 2 off the list"
    qtbot.mouseClick(blocked.remove_button, Qt.MouseButton.LeftButton)
    rest()
    assert _values(services) == set()

    action = heard.notices[-1].action
    assert action is not None
    action.run()
    rest()
    reasons = {entry.value: entry.reason for entry in services.leads.suppressions(Work()).rows}
    assert reasons == {"ada@acme.com": "asked by phone", "globex.com": "a competitor"}


def test_whoever_was_forgotten_stays_on_the_list_without_a_name(
    blocked: BlockedView, services: Container, heard: Heard, tmp_path: Path, rest: Rest
) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\nada@acme.com\n")
    services.leads.import_file(path, None, "", Work())
    services.leads.erase("ada@acme.com", Work())
    blocked._presenter.load()
    rest()
    assert _cells(blocked, 0)[:2] == ["Somebody who was forgotten", "A hash of the address"]

    blocked.table.selectAll()
    blocked.remove_button.click()
    rest()

    assert "stays on the list" in heard.notices[-1].text
    assert services.leads.suppressions(Work()).total == 1


def test_a_search_waits_for_a_pause_and_can_find_nothing(
    qtbot: QtBot, blocked: BlockedView, services: Container, rest: Rest
) -> None:
    services.leads.suppress(["ada@acme.com", "bob@globex.com"], "asked", Work())
    blocked._presenter.load()
    rest()

    blocked.search.setText("globex")
    qtbot.waitUntil(lambda: blocked.model.rowCount() == 1)
    rest()
    blocked.search.setText("nowhere")
    qtbot.waitUntil(lambda: blocked.model.rowCount() == 0)
    rest()
    assert blocked._nobody.title.text() == "Nothing matches"


def test_a_long_list_is_read_as_it_comes_into_view(
    qtbot: QtBot, blocked: BlockedView, services: Container, rest: Rest
) -> None:
    count = PAGE + 30
    services.leads.suppress([f"p{n}@acme.com" for n in range(count)], "asked", Work())
    blocked._presenter.load()
    rest()
    assert blocked._count.text() == f"{count} entries"
    assert blocked.model.rowCount() == PAGE

    blocked.table.scrollToBottom()
    qtbot.waitUntil(lambda: blocked.model.rowCount() == count)
    rest()


def test_a_file_is_taken_in(
    blocked: BlockedView, services: Container, heard: Heard, tmp_path: Path, rest: Rest
) -> None:
    path = tmp_path / "unsubscribed.csv"
    path.write_text("Name,Email,Site\nAda,Ada@acme.com,acme.com\nBob,bob@globex.com,\n")
    blocked.file_button.click()
    dialog = find(blocked, QFileDialog, "blocked_file_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    rest()

    assert _values(services) == {"ada@acme.com", "bob@globex.com"}
    assert _cells(blocked, 0)[2] == "From unsubscribed.csv"
    assert heard.notices[-1].text.startswith("2 entries")


def test_what_is_pasted_is_taken_apart() -> None:
    good, bad = sorted_out("a@x.com\tb@y.org; a@x.com ,,  @z.net x@")
    assert good == ("a@x.com", "b@y.org", "@z.net")
    assert bad == ("x@",)


def test_every_control_has_a_name(
    blocked: BlockedView, services: Container, nameless: Callable[[QWidget], list[str]], rest: Rest
) -> None:
    services.leads.suppress(["ada@acme.com"], "asked", Work())
    blocked._presenter.load()
    rest()
    blocked.table.selectAll()
    assert nameless(blocked) == []
