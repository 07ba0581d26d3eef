"""Whom never to write to, read from a file."""

from pathlib import Path

import pytest

from tests.support.work import RecordingWork
from vibe_desktop.domain.errors import Cancelled, InvalidInput
from vibe_desktop.services.suppression_files import read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_addresses_are_found_wherever_they_stand(
    tmp_path: Path, work: RecordingWork, encoding: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        'Name;Mail\n"Müller, Ada";Ada@ACME.com\nBob <bob@globex.com>\nada@acme.com\nno@\n',
        encoding=encoding,
    )
    assert read(path, work) == ("ada@acme.com", "bob@globex.com")


def test_a_file_without_addresses_is_one_of_domains(tmp_path: Path, work: RecordingWork) -> None:
    path = tmp_path / "list.txt"
    path.write_text("acme.com\n@globex.com\nhttps://www.initech.com/about\nwords\n")
    assert read(path, work) == ("acme.com", "globex.com", "initech.com")


def test_a_site_beside_an_address_is_not_blocked(tmp_path: Path, work: RecordingWork) -> None:
    path = tmp_path / "list.csv"
    path.write_text("acme.com,ada@acme.com\nglobex.com,\n")
    assert read(path, work) == ("ada@acme.com",)


def test_domains_are_blocked_where_they_are_meant_to_be(
    tmp_path: Path, work: RecordingWork
) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        'ada@acme.com\nglobex.com\n"initech.com"\n*@müller.de, @hooli.com\nx.com y\n', "utf-8"
    )
    assert read(path, work) == (
        "ada@acme.com",
        "globex.com",
        "initech.com",
        "xn--mller-kva.de",
        "hooli.com",
    )


def test_what_is_no_file_is_refused_instead_of_waited_for(
    tmp_path: Path, work: RecordingWork
) -> None:
    with pytest.raises(InvalidInput, match="is not a file"):
        read(tmp_path, work)


def test_a_file_with_nothing_in_it_is_refused_in_words(tmp_path: Path, work: RecordingWork) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Name\nAda\n")
    with pytest.raises(InvalidInput, match="neither e-mail addresses nor domains"):
        read(path, work)
    with pytest.raises(InvalidInput, match="cannot be read"):
        read(tmp_path / "gone.txt", work)


def test_reading_can_be_cancelled(tmp_path: Path, work: RecordingWork) -> None:
    path = tmp_path / "list.txt"
    path.write_text("ada@acme.com\n")
    work.cancel()
    with pytest.raises(Cancelled):
        read(path, work)
