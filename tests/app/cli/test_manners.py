"""How the command line behaves towards shells, terminals and people who stop it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.command_line import ROOT, command, environment, vibe

NEEDS_POSIX = pytest.mark.skipif(os.name == "nt", reason="closes descriptors as a POSIX shell does")


@NEEDS_POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_works_without_standard_streams(closed: str, tmp_path: Path) -> None:
    words = subprocess.list2cmdline(command("campaigns", "--data-dir", tmp_path))
    done = subprocess.run(
        ["sh", "-c", f"{words} {closed}"],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_json_stays_whole_where_the_output_is_not_utf_8(tmp_path: Path) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    address = "12 Sankt-J\u00fcrgen-Stra\u00dfe \U0001f680"
    said = ("identity", "set", "--name", "\u00c4da", "--company", "AE", "--postal-address", address)
    as_json = vibe(*said, "--json", "--data-dir", tmp_path, env=ascii_only)
    as_text = vibe(*said, "--data-dir", tmp_path, env=ascii_only)
    assert as_json.json["identity"]["postal_address"] == address
    assert (as_text.code, as_text.err) == (0, "")
    assert as_text.out.startswith("?da, AE")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_answer_that_cannot_be_written_does_not_count_as_done(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command("campaigns", "--json", "--data-dir", tmp_path),
            cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("The answer could not be written")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("folder", ["", "  ", "~nobody-of-this-name/data"])
def test_a_data_folder_that_cannot_be_meant_is_wrong_usage(folder: str) -> None:
    refused = vibe("campaigns", "--data-dir", folder)
    assert refused.code == 2
    assert "Traceback" not in refused.err


@pytest.mark.parametrize("days", ["0", "367", "1.5", "soon", "\u00b2", "-1"])
def test_days_that_cannot_be_meant_are_wrong_usage(days: str, tmp_path: Path) -> None:
    assert vibe("sandbox", "advance", days, "--data-dir", tmp_path).code == 2


@NEEDS_POSIX
def test_an_argument_that_is_no_text_is_wrong_usage(tmp_path: Path) -> None:
    made = vibe(
        "create-campaign", "--url", "127.0.0.1:9", "--audience", "\udcff", "--data-dir", tmp_path
    )
    assert made.code == 2


def test_an_empty_audience_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    refused = vibe(
        "create-campaign", "--url", "127.0.0.1:9", "--audience", "  ", "--json",
        "--data-dir", tmp_path,
    )  # fmt: skip
    assert refused.code == 1
    assert refused.json["error"]["field"] == "audience"
    assert vibe("campaigns", "--json", "--data-dir", tmp_path).json == {"campaigns": []}


def test_a_key_that_no_keychain_keeps_is_not_called_kept(tmp_path: Path) -> None:
    refused = vibe(
        "keys", "set", "openai", "--json", "--data-dir", tmp_path, stdin="sk-0123456\r\n"
    )
    assert refused.code == 1
    assert "OPENAI_API_KEY" in refused.json["error"]["next_step"]
    assert "sk-0123456" not in refused.out + refused.err


@NEEDS_POSIX
def test_ctrl_c_ends_the_wait_for_a_key(tmp_path: Path) -> None:
    waiting = subprocess.Popen(
        # Writes a line once it waits, so that the signal does not come before.
        [sys.executable, "-c", _WAITING, str(tmp_path)],
        cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == "waiting\n"
    waiting.send_signal(signal.SIGINT)
    # `communicate` would close standard input, which ends the wait as well.
    assert waiting.wait(timeout=30) == 1
    out, _ = waiting.communicate()
    assert json.loads(out)["error"]["code"] == "cancelled"


_WAITING = """
import sys

class Telling:
    def __init__(self, stream):
        self.stream = stream
    def isatty(self):
        return False
    def readline(self):
        print("waiting", flush=True)
        return self.stream.readline()

sys.stdin = Telling(sys.stdin)
from vibe_desktop.app.main import main
sys.exit(main(["keys", "set", "openai", "--json", "--data-dir", sys.argv[1]]))
"""


def test_a_lead_file_that_cannot_be_read_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_bytes(b"PK\x03\x04")
    refused = vibe(
        "create-campaign", "--url", "127.0.0.1:9", "--audience", "Anyone", "--json",
        "--leads", tmp_path / "leads.csv", "--data-dir", tmp_path,
    )  # fmt: skip
    assert refused.code == 1
    assert "damaged or was cut off" in refused.json["error"]["what"]
    assert refused.json["error"]["safe"] == "Nothing was created."
    assert vibe("campaigns", "--json", "--data-dir", tmp_path).json == {"campaigns": []}
