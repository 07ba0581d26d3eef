"""Reads whom never to write to from a file: a list of addresses, or one of domains."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from vibe_desktop.domain.addresses import normalise_domain, normalise_email
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_encodings import find_encoding

_split = re.compile(r"[\s,;|\"'<>()]+").split
_LINES_BETWEEN_CHECKS = 10_000


def read(path: Path, work: Work) -> tuple[str, ...]:
    """Every address in a text file, in normal form and once, and every domain that is meant so.

    Any text does: one value a line, or a table with an address somewhere in each row. A domain is
    meant to be blocked when it is written as "@acme.com" or "*@acme.com", when it has a line for
    itself, or when the file has no addresses at all: in a table of people it is their web site.

    Raises:
        InvalidInput: The file cannot be read, or holds neither addresses nor domains.
        Cancelled: The work was cancelled.
    """
    found: dict[str, None] = {}
    sites: dict[str, None] = {}
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe or a device may never end.
            raise InvalidInput(
                f"“{path.name}” is not a file.",
                safe="Nothing was added.",
                next_step="Choose a text or CSV file.",
                field="file",
            )
        encoding = find_encoding(path, work)
        with path.open(encoding=encoding, errors="replace") as file:
            for number, line in enumerate(file):
                if number % _LINES_BETWEEN_CHECKS == 0:
                    work.check()
                for value, meant in _values(line):
                    (found if meant else sites)[value] = None
    except OSError as error:
        raise InvalidInput(
            f"The file “{path.name}” cannot be read: {error.strerror or error}.",
            safe="Nothing was added.",
            next_step="Check that it is still there and that you may open it.",
            field="file",
        ) from error
    if not any("@" in value for value in found):
        found |= sites
    if not found:
        raise InvalidInput(
            f"“{path.name}” holds neither e-mail addresses nor domains.",
            safe="Nothing was added.",
            next_step="Save it as a text or CSV file with one of them a line.",
            field="file",
        )
    return tuple(found)


def _values(line: str) -> Iterator[tuple[str, bool]]:
    """Addresses and domains in a line, each with whether it is certainly meant to be blocked."""
    words = _split(line)
    alone = line.strip().strip("\"'") in words
    for word in words:
        text = word.removeprefix("*")  # "*@acme.com" is everybody there, not a person
        if "@" in text.lstrip("@"):
            if (email := normalise_email(text)) is not None:
                yield email, True
        elif "." in text and (host := normalise_domain(text)) is not None:
            yield host, alone or text.startswith("@")
