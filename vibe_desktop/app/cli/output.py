"""How the command line speaks: text for people, or one JSON value for programs."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

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


def cancelled(data: Mapping[str, object] | None = None) -> Answer:
    """The founder's own wish to stop as an answer, after what was done before it (`data`)."""
    error = {
        "code": "cancelled",
        "what": "Cancelled.",
        "safe": "What was finished before is kept.",
        "next_step": "A launch that was begun goes on with `vibe-desktop resume`.",
    }
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


def prepare() -> None:
    """Make standard output and error fit for any text.

    A program without a console may have neither, and an old terminal's encoding lacks signs:
    both would end a command in the middle of its work.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def show(answer: Answer, *, as_json: bool) -> int:
    """Print the answer; reasons of a refusal go to standard error too.

    Returns:
        The exit code. It tells what became of the work, unless the answer could not be written:
        then it is `REFUSED`, so that no program takes half an answer for a whole one.
    """
    code = answer.code
    try:
        for line in [_one_line(answer.data)] if as_json else answer.lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output went away (`| head`): not our trouble, and nobody to tell.
        _silence(sys.stdout)
    except OSError as trouble:
        _silence(sys.stdout)
        print(f"The answer could not be written: {trouble.strerror}.", file=sys.stderr)
        code = REFUSED
    error = answer.data.get("error")
    if isinstance(error, Mapping):
        words = (str(error.get(part, "")) for part in ("what", "safe", "next_step"))
        print(" ".join(word for word in words if word), file=sys.stderr)
    return code


def _one_line(data: Mapping[str, object]) -> str:
    # Escapes where the encoding of the output is not UTF-8: JSON for programs must stay whole.
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json.dumps(data, ensure_ascii=plain, default=_plain)


def _silence(stream: TextIO) -> None:
    """Send what is left in a broken stream nowhere, so that the exit does not trip over it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


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
