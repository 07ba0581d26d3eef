"""`vibe-desktop lint FILE.json`: check mails in a file, without a campaign or a database."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vibe_desktop.app.cli import mails
from vibe_desktop.app.cli.output import DONE, REFUSED, USAGE, Answer, refusal
from vibe_desktop.domain.claims import check_claim
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.lint import Finding, Mail
from vibe_desktop.domain.lint import lint as findings_of
from vibe_desktop.domain.settings import Length
from vibe_desktop.domain.variants import FIRST_STEP, MOST_FOLLOW_UPS, Angle, Claim
from vibe_desktop.domain.work import Work
from vibe_desktop.services.catalogue import Services

LARGEST_FILE_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class _Letter:
    """One mail of the file."""

    angle: str
    step: int
    subject: str
    body: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """What a file holds. Without facts, numbers, names and claims are not looked at."""

    letters: tuple[_Letter, ...]
    facts: tuple[Fact, ...] = ()
    own_words: tuple[str, ...] = ()
    language: str = "English"
    length: Length = Length.MEDIUM


class _NotThat(ValueError):
    """The file holds something else; the words say what was missing."""


def lint(args: argparse.Namespace, _services: Services, work: Work) -> Answer:
    """Findings of each mail in a file; exit code 1 with a blocker, 2 for a file that is none."""
    work.check()
    try:
        file = _read(args.file)
    except _NotThat as problem:
        wrong = InvalidInput(
            f"{args.file} cannot be checked: {problem}.",
            safe="The file was not changed.",
            next_step="Give what `vibe-desktop draft --json` printed, or a list of mails, each "
            'with "subject" and "body".',
            field="file",
        )
        return Answer(refusal(wrong).data, [], USAGE)
    looked = [(letter, _findings(letter, file)) for letter in file.letters]
    blockers = sum(finding.blocking for _, found in looked for finding in found)
    data = {
        "blockers": blockers,
        "variants": [
            {
                "angle": letter.angle,
                "step": letter.step,
                "subject": letter.subject,
                "findings": [mails.finding(finding) for finding in found],
            }
            for letter, found in looked
        ],
    }
    lines: list[str] = []
    for number, (letter, found) in enumerate(looked, start=1):
        lines += ["", f"{number}. {letter.subject or letter.angle}"]
        lines += mails.finding_lines(found) or ["", "   Nothing to say."]
    verdict = "1 blocker" if blockers == 1 else f"{blockers} blockers"
    return Answer(data, [*lines, "", f"{verdict}."], REFUSED if blockers else DONE)


def _findings(letter: _Letter, file: _File) -> tuple[Finding, ...]:
    text = f"{letter.subject}\n{letter.body}"
    own = file.own_words
    claims = tuple(check_claim(claim, file.facts, text, own) for claim in letter.claims)
    supported = (*(fact.text for fact in file.facts if fact.used), *own)
    others = [other for other in file.letters if other.step == letter.step]
    siblings = tuple(
        (chr(ord("A") + position % 26), other.body)
        for position, other in enumerate(others)
        if other is not letter
    )
    return findings_of(
        Mail(
            letter.subject,
            letter.body,
            claims if file.facts else (),
            None,
            supported if file.facts else (),
            step=letter.step,
            length=file.length,
            siblings=siblings,
            language=file.language,
        )
    )


def _read(path: Path) -> _File:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise _NotThat("it is far too large for a few mails")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _NotThat(error.strerror or "it cannot be read") from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, _NotThat):
            raise
        raise _NotThat("it is not JSON") from error
    if isinstance(data, list):
        data = {"variants": data}
    if not isinstance(data, dict) or not isinstance(data.get("variants"), list):
        raise _NotThat("it holds no list of mails")
    if not data["variants"]:
        raise _NotThat("its list of mails is empty")
    facts = tuple(map(_fact, _list(data, "facts"), range(1, 1 + len(_list(data, "facts")))))
    own = tuple(_text({"own_words": words}, "own_words") for words in _list(data, "own_words"))
    language = _text(data, "language", "English")
    length = _text(data, "length", Length.MEDIUM.value)
    if length not in set(Length):
        raise _NotThat(f"“{length}” is no length")
    return _File(tuple(map(_letter, data["variants"])), facts, own, language, Length(length))


def _letter(item: object) -> _Letter:
    if not isinstance(item, dict):
        raise _NotThat("a mail in it is no object")
    angle = _text(item, "angle", "")
    step = item.get("step", FIRST_STEP + 1 if angle == Angle.FOLLOW_UP else FIRST_STEP)
    if type(step) is not int or not FIRST_STEP <= step <= FIRST_STEP + MOST_FOLLOW_UPS:
        raise _NotThat("a mail in it has a step that no sequence has")
    return _Letter(
        angle,
        step,
        _text(item, "subject", ""),
        _text(item, "body"),
        tuple(map(_claim, _list(item, "claims"))),
    )


def _claim(item: object) -> Claim:
    if not isinstance(item, dict):
        raise _NotThat("a claim in it is no object")
    return Claim(_text(item, "text"), _text(item, "fact", ""), _text(item, "quote", ""))


def _fact(item: object, number: int) -> Fact:
    if isinstance(item, str):
        return Fact(f"S{number}", FactKind.OTHER, item)
    if not isinstance(item, dict):
        raise _NotThat("a fact in it is neither an object nor a text")
    kind = _text(item, "kind", FactKind.OTHER.value)
    return Fact(
        _text(item, "id", f"S{number}"),
        FactKind(kind) if kind in set(FactKind) else FactKind.OTHER,
        _text(item, "text"),
        used=item.get("used") is not False,
    )


def _list(data: Mapping[str, Any], name: str) -> Sequence[object]:
    found = data.get(name, [])
    if not isinstance(found, list):
        raise _NotThat(f"“{name}” in it is no list")
    return found


def _text(data: Mapping[str, Any], name: str, default: str | None = None) -> str:
    found = data.get(name, default)
    if not isinstance(found, str):
        raise _NotThat(f"“{name}” is missing or no text")
    return found
