"""Start-up: read the command line, then open the window or run one command."""

import argparse
import logging
import os
import signal
from collections.abc import Sequence

from vibe_desktop.app import interpreter, logs
from vibe_desktop.app.cli import output, parser
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.paths import Paths, default_paths
from vibe_desktop.domain.errors import Cancelled, Trouble
from vibe_desktop.domain.work import Work

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run `arguments` (without the program's name). Returns the exit code: 0, 1 or 2."""
    output.prepare()
    try:
        args = parser.build().parse_args(arguments)
    except SystemExit as stop:
        return output.USAGE if stop.code else output.DONE
    os.umask(0o077)
    sandboxed = getattr(args, "sandbox", False) or args.command == "sandbox"
    paths = Paths(args.data_dir) if hasattr(args, "data_dir") else default_paths(sandbox=sandboxed)
    if args.command == "sandbox":
        from vibe_desktop.app.cli import sandbox

        return sandbox.run(args, paths)
    if args.command:
        return _run_command(args, paths)
    if args.self_test:
        from vibe_desktop.app.selftest import run

        return run()
    interpreter.prepare()
    from vibe_desktop.app.window import open_window

    return open_window(paths, Environment.read(os.environ), sandbox=sandboxed)


def _stop(work: Work) -> None:
    """End tidily at the first Ctrl+C, and at once at the second; a launch survives both."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    work.cancel()


def _run_command(args: argparse.Namespace, paths: Paths) -> int:
    from vibe_desktop.app.cli.commands import COMMANDS
    from vibe_desktop.app.container import Container

    as_json = getattr(args, "json", False)
    redactor = logs.Redactor()
    handler = logs.start(paths.logs, redactor)
    work = Work(output.tell_progress)
    signal.signal(signal.SIGINT, lambda _number, _frame: _stop(work))
    container = Container(
        paths,
        Environment.read(os.environ),
        sandbox=getattr(args, "sandbox", False),
        redactor=redactor,
    )
    try:
        container.start()
        answer = COMMANDS[args.command](args, container, work)
    except Trouble as trouble:
        answer = output.refusal(trouble)
    except Cancelled:
        answer = output.cancelled()
    except Exception:  # noqa: BLE001 - the last place that can tell a person in words
        _log.exception("a bug in %s", args.command)
        answer = output.bug(paths.logs)
    finally:
        output.end_progress()
        container.close()
        logs.stop(handler)
    return output.show(answer, as_json=as_json)
