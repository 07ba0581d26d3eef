"""`vibe-desktop import-leads` and `undo-import`, with the services that the window has."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from vibe_desktop.app.cli.importing import import_leads, undo_import
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer
from vibe_desktop.app.cli.parser import build
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.work import Progress, Work

ROWS = "Email,First Name\nada@acme.com,Ada\nbob@,Bob\ninfo@acme.com,Info\n"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Container]:
    container = Container(
        Paths(tmp_path / "data"), Environment(), sandbox=False, redactor=Redactor()
    )
    yield container
    container.close()


@pytest.fixture
def run(services: Container) -> Callable[..., Answer]:
    """`run("import-leads", ...)` as typed."""

    def type_in(*words: object) -> Answer:
        args = build().parse_args([str(word) for word in words])
        command = import_leads if args.command == "import-leads" else undo_import
        return command(args, services, Work())

    return type_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fair.csv"
    path.write_text(ROWS)
    return path


def _leads(answer: Answer) -> dict[str, Any]:
    return cast("dict[str, Any]", answer.data["leads"])


def test_a_file_becomes_a_list_and_every_skipped_row_has_its_line(
    run: Callable[..., Answer], file: Path, services: Container
) -> None:
    answer = run("import-leads", file)

    assert answer.code == DONE
    assert (_leads(answer)["imported"], _leads(answer)["skipped"]) == (2, 1)
    assert answer.data["rows"] == [{"line": 3, "reason": "bad_address", "value": "bob@"}]
    text = "\n".join(answer.lines)
    assert "New         2" in text
    assert "3     not a valid e-mail address  bob@" in text
    assert "1  at an address of a role, such as info@" in text
    assert [one.name for one in services.leads.lists(Work())] == ["fair"]


def test_a_rehearsal_says_the_same_and_writes_nothing(
    run: Callable[..., Answer], file: Path, services: Container, tmp_path: Path
) -> None:
    services.leads.lists(Work())  # the database is there
    services.close()
    before = _contents(tmp_path / "data")

    answer = run("import-leads", file, "--rehearse")
    services.close()

    assert answer.code == DONE
    assert answer.data["rehearsal"] is True
    assert answer.data["operation"] is None
    assert _leads(answer)["imported"] == 2
    assert _contents(tmp_path / "data") == before


def test_a_list_is_named_made_once_and_gone_on_with(
    run: Callable[..., Answer], file: Path, services: Container, tmp_path: Path
) -> None:
    more = tmp_path / "more.csv"
    more.write_text("Email\nzoe@other.com\nada@acme.com\n")

    run("import-leads", file, "--list", "Spring fair")
    answer = run("import-leads", more, "--list", "spring FAIR")

    (made,) = services.leads.lists(Work())
    assert (made.name, made.total_leads) == ("Spring fair", 3)
    assert _leads(answer)["imported"] == 1
    assert answer.code == DONE


def test_the_same_file_again_changes_nothing_and_is_no_failure(
    run: Callable[..., Answer], file: Path
) -> None:
    run("import-leads", file)
    again = run("import-leads", file)

    assert again.code == DONE
    assert again.lines[0] == "Nothing had to be imported."


def test_a_file_without_any_usable_row_is_refused_with_the_reasons(
    run: Callable[..., Answer], tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("Email\nbob@\n\nx\n")

    answer = run("import-leads", path)

    assert answer.code == REFUSED
    assert cast("dict[str, str]", answer.data["error"])["code"] == "nothing_imported"
    assert _leads(answer)["reasons"] == {"bad_address": 2}


def test_leads_are_for_the_campaign_that_is_named(
    run: Callable[..., Answer], file: Path, services: Container
) -> None:
    made = services.campaigns.create(
        name="Fair", url="https://acme.com", target_audience="x", work=Work()
    ).value
    other = services.campaigns.create(
        name="Other", url="https://acme.com", target_audience="x", work=Work()
    ).value

    run("import-leads", file, "--campaign", made.id[:8], "--list", "Fair")

    assert services.leads.for_campaign(made.id, Work()) == 2
    with pytest.raises(InvalidInput, match="for another campaign"):
        run("import-leads", file, "--campaign", other.id, "--list", "Fair")


def test_an_import_is_taken_back_the_newest_first_or_by_its_number(
    run: Callable[..., Answer], file: Path, services: Container, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Email\nzoe@other.com\n")
    first = run("import-leads", file).data["operation"]
    run("import-leads", other)

    newest = run("undo-import")
    assert cast("dict[str, Any]", newest.data["undone"])["title"] == "other.csv"
    run("undo-import", first)

    assert services.leads.lists(Work()) == ()
    with pytest.raises(InvalidInput, match="no import"):
        run("undo-import")


@pytest.mark.parametrize("word", ["0", "x", "-1", "1.5"])
def test_a_number_that_is_none_is_wrong_usage(word: str) -> None:
    with pytest.raises(SystemExit) as ended:
        build().parse_args(["undo-import", "--", word])
    assert ended.value.code == 2


def _contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.db"))
    }


def test_stopping_what_makes_leads_quick_to_find_does_not_hide_the_import(
    services: Container, file: Path
) -> None:
    def stop_at_the_end(progress: Progress) -> None:
        if progress.message == "Saving":
            work.cancel()

    work = Work(stop_at_the_end)
    answer = import_leads(build().parse_args(["import-leads", str(file)]), services, work)

    assert work.cancelled
    assert answer.code == DONE
    assert _leads(answer)["created"] == 2
    assert "Searching is slower until the window has been open for a while." in answer.lines


def test_a_file_without_rows_is_refused_for_that(run: Callable[..., Answer], file: Path) -> None:
    file.write_text("Email,First Name\n")
    answer = run("import-leads", file)
    assert answer.code == REFUSED
    error = cast("dict[str, str]", answer.data["error"])
    assert error["next_step"] == "It has column names and no rows below them."
