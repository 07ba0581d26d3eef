"""`vibe-desktop sandbox serve` and `sandbox advance`."""

import argparse
import sqlite3
import sys
from dataclasses import asdict

from vibe_desktop.app.cli import output
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.errors import StorageBroken, Trouble
from vibe_desktop.sandbox.info import SandboxInfo, ask, running


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Run the action in `args`. Returns the exit code."""
    as_json = getattr(args, "json", False)
    try:
        if args.action == "serve":
            _serve(paths, as_json=as_json, until_stdin_closes=args.until_stdin_closes)
            return output.DONE
        answer = _advance(paths, args.days)
    except Trouble as trouble:
        answer = output.refusal(trouble)
    except (OSError, sqlite3.Error) as error:
        answer = output.refusal(
            StorageBroken(
                f"The sandbox's state in {paths.sandbox} cannot be used: {error}.",
                safe="Nothing but the sandbox is concerned.",
                next_step="Make room, or delete that folder to start the sandbox afresh.",
            )
        )
    return output.show(answer, as_json=as_json)


def _serve(paths: Paths, *, as_json: bool, until_stdin_closes: bool) -> None:
    from vibe_desktop.sandbox.server import serve

    def ready(info: SandboxInfo) -> None:
        lines = [
            f"Instantly stand-in  {info.instantly_url}  key {info.instantly_api_key}",
            f"OpenAI stand-in     {info.openai_url}  key {info.openai_api_key}",
            f"Sample product page {info.sample_page_url}",
            "Ctrl+C ends it.",
        ]
        output.show(output.Answer(asdict(info), lines), as_json=as_json)
        sys.stdout.flush()

    serve(paths.sandbox, on_ready=ready, until_stdin_closes=until_stdin_closes)


def _advance(paths: Paths, days: int) -> output.Answer:
    info = running(paths.sandbox)
    if info is not None:
        ask(info, "POST", "/advance", {"days": days})
    else:
        from vibe_desktop.sandbox.server import advance

        advance(paths.sandbox, days)
    return output.Answer({"advanced_days": days}, [f"The sandbox's clock moved by {days} days."])
