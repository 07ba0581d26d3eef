"""How the command line speaks: text for people, or one JSON value for programs."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vibe_desktop.domain.errors import InvalidInput, Trouble
from vibe_desktop.domain.work import Progress

DONE = 0
REFUSED = 1
USAGE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say.

    Attributes:
        data: The JSON form.
        lines: The text form.
        code: The exit code.
    """

    data: Mapping[str, object]
    lines: Sequence[str]
    code: int = DONE


def refusal(trouble: Trouble, data: Mapping[str, object] | None = None) -> Answer:
    """A known trouble as an answer, after what was done before it (`data`)."""
    error: dict[str, object] = {
        "code": trouble.code,
        "what": trouble.what,
        "safe": trouble.safe,
        "next_step": trouble.next_step,
    }
    if isinstance(trouble, InvalidInput) and trouble.field:
        error["field"] = trouble.field
    return Answer({**(data or {}), "error": error}, [], REFUSED)


def bug(logs: Path) -> Answer:
    """A bug as an answer: no traceback here, it is in the log."""
    error = {
        "code": "bug",
        "what": "Something went wrong inside the app: this is a bug.",
        "safe": "What was finished before is kept.",
        "next_step": f"The details, without secrets, are in {logs / 'vibe.log'}.",
    }
    return Answer({"error": error}, [], REFUSED)


def show(answer: Answer, *, as_json: bool) -> int:
    """Print the answer; reasons of a refusal go to standard error too. Returns the exit code."""
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, default=_plain))
    else:
        for line in answer.lines:
            print(line)
    error = answer.data.get("error")
    if isinstance(error, Mapping):
        words = (str(error.get(part, "")) for part in ("what", "safe", "next_step"))
        print(" ".join(word for word in words if word), file=sys.stderr)
    return answer.code


def tell_progress(progress: Progress) -> None:
    """One line on standard error, overwritten, when somebody is watching."""
    if not sys.stderr.isatty():
        return
    count = "" if progress.total is None else f" {progress.done:,}/{progress.total:,}"
    sys.stderr.write(f"\r\033[K{progress.message}{count}")
    sys.stderr.flush()


def end_progress() -> None:
    """Clear the progress line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def time_text(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a trailing Z, or None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return time_text(value)
    return str(value)
