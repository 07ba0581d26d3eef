"""Where a sandbox answers: its addresses and fixed keys, and how to find a running one.

Standard library only: commands that merely look for a sandbox should not pay for a web server.
"""

import http.client
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

INSTANTLY_KEY: Final = "sandbox-instantly-key"
"""The one key with every permission. Variants of it have fewer, see `allowed`."""

READONLY_SUFFIX: Final = "-readonly"
WITHOUT_SUFFIX: Final = "-without-"
OPENAI_KEY: Final = "sandbox-openai-key"

_FILE = "server.json"
_ANSWER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class SandboxInfo:
    """Addresses and keys of a running sandbox. The keys open nothing but the sandbox.

    Attributes:
        instantly_url: Root of the Instantly stand-in, without "/api/v2".
        openai_url: Root of the OpenAI stand-in, with "/v1".
        control_url: Root of the control requests, ends with "/_sandbox".
        sample_page_url: A product page to try the app on.
    """

    instantly_url: str
    openai_url: str
    instantly_api_key: str
    openai_api_key: str
    control_url: str
    sample_page_url: str

    @staticmethod
    def at(instantly_port: int, openai_port: int) -> "SandboxInfo":
        """The sandbox that listens on these two loopback ports."""
        root = f"http://127.0.0.1:{instantly_port}"
        return SandboxInfo(
            instantly_url=root,
            openai_url=f"http://127.0.0.1:{openai_port}/v1",
            instantly_api_key=INSTANTLY_KEY,
            openai_api_key=OPENAI_KEY,
            control_url=f"{root}/_sandbox",
            sample_page_url=f"{root}/sample",
        )


def known_key(key: str) -> bool:
    """Whether the Instantly stand-in takes the key at all."""
    return key == INSTANTLY_KEY or key.startswith(
        (INSTANTLY_KEY + READONLY_SUFFIX, INSTANTLY_KEY + WITHOUT_SUFFIX)
    )


def allowed(key: str, scope: str) -> bool:
    """Whether a key may do what `scope` ("campaigns:create") names.

    `sandbox-instantly-key-readonly` may only read; `sandbox-instantly-key-without-campaigns` has
    every permission but those on campaigns.
    """
    resource, _, action = scope.partition(":")
    rest = key.removeprefix(INSTANTLY_KEY)
    if rest.startswith(READONLY_SUFFIX):
        return action == "read"
    if rest.startswith(WITHOUT_SUFFIX):
        return rest.removeprefix(WITHOUT_SUFFIX) != resource
    return not rest


def announce(directory: Path, info: SandboxInfo, instance: str) -> None:
    """Leave word of a running sandbox for other processes."""
    file = directory / _FILE
    fresh = file.with_suffix(f".{os.getpid()}.tmp")
    word = {"pid": os.getpid(), "instance": instance, "info": asdict(info)}
    fresh.write_text(json.dumps(word, indent=1), encoding="utf-8")
    fresh.replace(file)


def withdraw(directory: Path) -> None:
    """Take the word back when the sandbox stops."""
    (directory / _FILE).unlink(missing_ok=True)


def running(directory: Path) -> SandboxInfo | None:
    """The sandbox that serves this directory, None when none answers.

    A file left behind by a killed process does not count, nor does another program or another
    directory's sandbox that has taken over the port.
    """
    try:
        word = json.loads((directory / _FILE).read_text(encoding="utf-8"))
        info = SandboxInfo(**word["info"])
        answer = ask(info, "GET", "/clock", seconds=_ANSWER_SECONDS)
    except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException):
        return None
    return info if answer.get("instance") == word.get("instance") else None


def ask(
    info: SandboxInfo,
    method: str,
    path: str,
    body: object = None,
    *,
    seconds: float | None = None,
) -> dict[str, Any]:
    """Send one control request, "/clock" for example, and return the JSON object it answers with.

    Raises:
        OSError: Nobody answers, or not in time.
        ValueError: The answer is a refusal or not the sandbox's.
    """
    address = urlsplit(info.control_url)
    connection = http.client.HTTPConnection(
        address.hostname or "127.0.0.1", address.port, timeout=seconds
    )
    try:
        content = None if body is None else json.dumps(body)
        headers = {} if content is None else {"Content-Type": "application/json"}
        connection.request(method, address.path + path, body=content, headers=headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
    finally:
        connection.close()
    if response.status >= http.client.BAD_REQUEST or not isinstance(answer, dict):
        raise ValueError(f"The sandbox refused {method} {path}: {answer}")
    return answer
