"""What can be typed after `vibe-desktop`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from vibe_desktop import __version__
from vibe_desktop.domain.variants import MOST_FOLLOW_UPS

_DESCRIPTION = (
    "Cold-email campaigns for solo founders. Without a command, opens the window. "
    "Exit code 0: done, 1: refused with a reason, 2: wrong usage."
)


def _common() -> argparse.ArgumentParser:
    """Options that may stand before or after the command."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--data-dir", type=_folder, metavar="DIR", help="keep everything in DIR")
    common.add_argument(
        "--sandbox", action="store_true", help="use stand-ins on this computer; nothing leaves it"
    )
    common.add_argument("--json", action="store_true", help="print JSON instead of text")
    return common


def build() -> argparse.ArgumentParser:
    """The whole grammar. `command` is "" when none was given, for the window."""
    common = _common()
    parser = argparse.ArgumentParser(
        prog="vibe-desktop", description=_DESCRIPTION, parents=[common]
    )
    parser.set_defaults(command="")
    parser.add_argument("--version", action="version", version=f"vibe-desktop {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help="open every screen without a display, then exit"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words, parents=[common])

    create = command("create-campaign", "Write, and on request approve and launch, a campaign.")
    create.add_argument("--url", required=True, type=_text, help="the product page")
    create.add_argument(
        "--audience", required=True, type=_text, metavar="TEXT", help="the ideal customer"
    )
    create.add_argument("--leads", type=_file, metavar="FILE", help="a lead file: CSV, TSV or XLSX")
    create.add_argument("--name", default="", type=_text, help="name of the campaign")
    _add_follow_ups(create)
    create.add_argument("--approve", action="store_true", help="approve all mails as written")
    create.add_argument("--launch", action="store_true", help="launch it; needs --approve")
    create.add_argument(
        "--country-basis",
        action="append",
        default=[],
        type=_country_basis,
        metavar="CC=TEXT",
        help="why people in a country may be written to, where its law asks for it; repeatable",
    )
    create.add_argument(
        "--use-unhealthy",
        action="append",
        default=[],
        type=_text,
        metavar="EMAIL",
        help="let a mailbox send although it is not healthy; repeatable",
    )

    _add_writing(command)
    _add_importing(command)

    campaigns = command("campaigns", "List the campaigns.")
    campaigns.set_defaults(command="campaigns")

    analytics = command("analytics", "Show the results of a campaign.")
    analytics.add_argument("id", type=_text, help="campaign id, or its first eight characters")
    analytics.add_argument("--refresh", action="store_true", help="fetch them from Instantly first")

    command("resume", "Finish launches, and changes of launched mails, that were cut off.")
    command(
        "stop", "Pause every campaign at Instantly and read each one back; 0 only when all stopped."
    )
    opt_outs = command(
        "opt-outs", "Take in who unsubscribed, and copy the do-not-contact list to Instantly."
    )
    opt_outs.add_argument(
        "--again", action="store_true", help="try also what its block list refused before"
    )
    command("doctor", "Check keys, services, database and keychain.")

    identity = command("identity", "Who writes: needed before a launch.")
    identity_commands = identity.add_subparsers(dest="action", metavar="ACTION", required=True)
    identity_set = identity_commands.add_parser("set", help="set it", parents=[common])
    identity_set.add_argument("--name", required=True, type=_text, help="the person who signs")
    identity_set.add_argument("--company", required=True, type=_text)
    identity_set.add_argument("--postal-address", required=True, type=_text, metavar="ADDRESS")
    identity_commands.add_parser("show", help="show it", parents=[common])

    keys = command("keys", "Keep a key in the keychain of this computer.")
    keys_commands = keys.add_subparsers(dest="action", metavar="ACTION", required=True)
    keys_set = keys_commands.add_parser(
        "set", help="read a key from standard input", parents=[common]
    )
    keys_set.add_argument("service", choices=["openai", "instantly"])
    keys_remove = keys_commands.add_parser("remove", help="forget a key", parents=[common])
    keys_remove.add_argument("service", choices=["openai", "instantly"])

    sandbox = command("sandbox", "Stand-ins for Instantly and OpenAI on this computer.")
    sandbox_commands = sandbox.add_subparsers(dest="action", metavar="ACTION", required=True)
    serve = sandbox_commands.add_parser("serve", help="serve until ended", parents=[common])
    serve.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    advance = sandbox_commands.add_parser("advance", help="move its clock", parents=[common])
    advance.add_argument("days", type=_days, metavar="DAYS")
    return parser


def _add_writing(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    draft = command("draft", "Write and check mails from a product page.")
    draft.add_argument("--url", required=True, type=_text, help="the product page")
    draft.add_argument(
        "--audience", required=True, type=_text, metavar="TEXT", help="the ideal customer"
    )
    draft.add_argument(
        "--offline", action="store_true", help="write by rule, although there is a key"
    )
    for name, words in (
        ("--pain", "what hurts the ideal customer"),
        ("--proof", "the one proof to lean on"),
        ("--ask", "the one question that the mails end with"),
    ):
        draft.add_argument(name, default="", type=_text, metavar="TEXT", help=words)
    _add_follow_ups(draft)
    draft.add_argument("--name", default="", type=_text, help="name of the campaign")

    lint = command("lint", "Check mails in a JSON file; exit code 1 when one must not be sent.")
    lint.add_argument("file", type=_file, metavar="FILE", help="what `draft --json` printed")

    replay = command("replay", "Make a recorded run once more, without network, and compare.")
    replay.add_argument("id", type=_text, metavar="RUN_ID", help="or its first eight characters")


def _add_importing(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    leads = command("import-leads", "Import a lead file (CSV, TSV or XLSX) into a list.")
    leads.add_argument("file", type=_file, metavar="FILE")
    leads.add_argument(
        "--list", default="", type=_text, metavar="NAME", help="a list that is there, or a new one"
    )
    leads.add_argument(
        "--campaign", default="", type=_text, metavar="ID", help="the campaign the leads are for"
    )
    leads.add_argument(
        "--rehearse", action="store_true", help="say what the import would do, and write nothing"
    )
    undo = command("undo-import", "Take an import back.")
    undo.add_argument(
        "id", nargs="?", default=0, type=_number, metavar="ID", help="default: the newest"
    )


def _add_follow_ups(command: argparse.ArgumentParser) -> None:
    words = f"0 to {MOST_FOLLOW_UPS} follow-up mails"
    command.add_argument("--follow-ups", default=0, type=_follow_ups, metavar="N", help=words)


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a folder is missing")
    try:
        return Path(text).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as trouble:  # "~nobody", links in a circle, a NUL
        message = f"{text} is no folder that can be used: {trouble}"
        raise argparse.ArgumentTypeError(message) from trouble


def _file(text: str) -> Path:
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:  # "~nobody": taken as it stands, and not found later
        return path


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as trouble:
        raise argparse.ArgumentTypeError("it has bytes that are no text") from trouble
    return text


def _country_basis(text: str) -> tuple[str, str]:
    country, equals, basis = _text(text).partition("=")
    country = country.strip().upper()
    # "UK" is what everybody writes; ISO 3166-1 keeps it back for the United Kingdom.
    country = "GB" if country == "UK" else country
    if not (equals and len(country) == 2 and country.isascii() and country.isalpha()):
        message = "a country code of two letters, an equals sign and a sentence: DE=They asked…"
        raise argparse.ArgumentTypeError(message)
    return country, basis


def _follow_ups(text: str) -> int:
    if text not in {str(count) for count in range(MOST_FOLLOW_UPS + 1)}:
        message = f"a whole number from 0 to {MOST_FOLLOW_UPS}, not {text[:20]}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:18]) > 0):
        message = f"a whole number, not {text[:20]}"
        raise argparse.ArgumentTypeError(message)
    return int(text[:18])


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 366):
        message = f"a whole number from 1 to 366, not {text[:20]}"
        raise argparse.ArgumentTypeError(message)
    return int(text)
