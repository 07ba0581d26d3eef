"""Reads whom never to write to from a file: a list of addresses, or one of domains."""

import re
from pathlib import Path

from vibe_desktop.domain.addresses import normalise_domain, normalise_email
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.work import Work
from vibe_desktop.services.lead_encodings import find_encoding

_split = re.compile(r"[\s,;|\"'<>()]+").split
_LINES_BETWEEN_CHECKS = 10_000


def read(path: Path, work: Work) -> tuple[str, ...]:
    """Every address in a text file, in normal form and once; its domains when it has none.

    Any text does: one value a line, or a table with an address somewhere in each row.

    Raises:
        InvalidInput: The file cannot be read, or holds neither addresses nor domains.
        Cancelled: The work was cancelled.
    """
    addresses: dict[str, None] = {}
    domains: dict[str, None] = {}
    try:
        encoding = find_encoding(path, work)
        with path.open(encoding=encoding, errors="replace") as file:
            for number, line in enumerate(file):
                if number % _LINES_BETWEEN_CHECKS == 0:
                    work.check()
                for word in _split(line):
                    if "@" in word.lstrip("@"):
                        found = normalise_email(word)
                        if found is not None:
                            addresses[found] = None
                    elif not addresses and "." in word:
                        host = normalise_domain(word)
                        if host is not None:
                            domains[host] = None
    except OSError as error:
        raise InvalidInput(
            f"The file “{path.name}” cannot be read: {error.strerror or error}.",
            safe="Nothing was added.",
            next_step="Check that it is still there and that you may open it.",
            field="file",
        ) from error
    if not addresses and not domains:
        raise InvalidInput(
            f"“{path.name}” holds neither e-mail addresses nor domains.",
            safe="Nothing was added.",
            next_step="Save it as a text or CSV file with one of them a line.",
            field="file",
        )
    return tuple(addresses or domains)
