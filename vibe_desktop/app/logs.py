"""Log files: rotated, kept in the data folder, and never with a secret or an address in them."""

import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

KEPT_FILES = 5
FILE_BYTES = 1_000_000

_PATTERNS: Final = (
    (re.compile(r"(?i)(bearer\s+)[^\s\"',}]+"), r"\1[secret]"),
    (re.compile(r"\bsk-[A-Za-z0-9_\-]{6,}"), "[secret]"),
    (
        re.compile(r"(?i)\b(api[_-]?key|token|secret|password)(\"?\s*[=:]\s*\"?)[^\s\"',}&]+"),
        r"\1\2[secret]",
    ),
    (re.compile(r"[^\s<>\",;:()\[\]]+@[A-Za-z0-9.\-]+"), "[address]"),
)


class Redactor:
    """Takes secrets and e-mail addresses out of text: by pattern, and the known ones by value."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = {secret for secret in secrets if secret}

    def learn(self, secret: str) -> None:
        """Take this value out from now on."""
        if secret:
            self._secrets.add(secret)

    def clean(self, text: str) -> str:
        """The text without secrets and addresses."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text


class _RotatingFiles(logging.Handler):
    """Rotated files in a folder, opened at the first line that is written to them.

    The standard library's handler pulls in sockets and TLS, which the first frame need not wait
    for. A folder that cannot be written drops everything: the app must start from a read-only
    disk too, and says so elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = self._open()
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handler: logging.Handler = RotatingFileHandler(
                self._folder / "vibe.log",
                maxBytes=FILE_BYTES,
                backupCount=KEPT_FILES,
                encoding="utf-8",
            )
        except OSError:
            return logging.NullHandler()
        handler.setFormatter(self.formatter)
        return handler


class _RedactingFormatter(logging.Formatter):
    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def start(folder: Path, redactor: Redactor) -> logging.Handler:
    """Log WARNING and above of everything, and INFO of this app, into `folder`.

    Returns:
        The handler, for `stop`.
    """
    handler = _RotatingFiles(folder)
    handler.setFormatter(_RedactingFormatter(redactor))
    logging.getLogger().addHandler(handler)
    logging.getLogger("vibe_desktop").setLevel(logging.INFO)
    return handler


def stop(handler: logging.Handler) -> None:
    """Detach and close what `start` returned."""
    logging.getLogger().removeHandler(handler)
    handler.close()
