"""Edits and decisions in any order: what is approved is always what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.services.test_variants import ADA, BODY, House
from tests.support.work import RecordingWork
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.footers import footer
from vibe_desktop.domain.variants import ANGLES, Author, DraftVariant, Revision, content_hash
from vibe_desktop.store.database.engine import Database

LETTERS = st.integers(0, 2)
TEXTS = st.sampled_from(
    [
        ("About it", BODY),
        ("About it", f"{BODY} Or not?"),
        ("Another", f"Ledgerly works with Stripe. {BODY}"),
        ("Another", "Hi {{firstNam}}?"),
    ]
)
DOUBT = ("unsupported_name", "Stripe")


@dataclass(slots=True)
class Expected:
    """What a mail should be like."""

    history: list[Revision]
    approved: bool = False
    rejected: bool = False
    signed: bool = False


class Reviewing(RuleBasedStateMachine):
    """One campaign with three mails, treated in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name)
        self.database = Database.open(path / "vibe.db", path / "backups")
        self.work = RecordingWork()
        self.house = House(self.database)
        self.mails: list[Expected] = []

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.mails = [Expected([one.current]) for one in self.house.variants]

    def _id(self, letter: int) -> str:
        return self.house.variants[letter].id

    def _changed(self, letter: int, current: Revision) -> None:
        mail = self.mails[letter]
        if current != mail.history[-1]:
            mail.history.append(current)
            mail.approved = mail.rejected = False

    @rule(letter=LETTERS, text=TEXTS)
    def edit(self, letter: int, text: tuple[str, str]) -> None:
        current = self.house.service.edit(self._id(letter), *text, self.work).value.current
        assert (current.subject, current.body) == text
        self._changed(letter, current)

    @rule(letter=LETTERS, back=st.integers(1, 5))
    def restore(self, letter: int, back: int) -> None:
        history = self.mails[letter].history
        old = history[-min(back, len(history))]
        current = self.house.service.restore(old.id, self.work).value.current
        assert (current.subject, current.body) == (old.subject, old.body)
        self._changed(letter, current)

    @rule(letters=st.lists(LETTERS, min_size=1, max_size=3, unique=True), text=TEXTS)
    def write_drafts(self, letters: Sequence[int], text: tuple[str, str]) -> None:
        drafts = [DraftVariant(ANGLES[letter], *text) for letter in letters]
        written = self.house.repository.write_drafts(
            self.house.campaign.id, drafts, Author.OFFLINE_DRAFTER
        )
        for letter in letters:
            assert written[letter].current.number == len(self.mails[letter].history) + 1
            self._changed(letter, written[letter].current)

    @rule(letter=LETTERS)
    def approve(self, letter: int) -> None:
        mail = self.mails[letter]
        body = mail.history[-1].body
        sound = "firstNam}}" not in body and (mail.signed or DOUBT[1] not in body)
        try:
            self.house.service.approve(self._id(letter), self.work)
        except InvalidInput:
            assert not sound
        else:
            assert sound
            mail.approved, mail.rejected = True, False

    @rule(letter=LETTERS)
    def reject(self, letter: int) -> None:
        self.house.service.reject(self._id(letter), self.work)
        self.mails[letter].approved, self.mails[letter].rejected = False, True

    @rule(letter=LETTERS)
    def withdraw(self, letter: int) -> None:
        self.house.service.withdraw(self._id(letter), self.work)
        self.mails[letter].approved = self.mails[letter].rejected = False

    @rule(letter=LETTERS)
    def sign_off(self, letter: int) -> None:
        self.house.service.sign_off(self._id(letter), *DOUBT, self.work)
        self.mails[letter].signed = True

    @rule(letter=LETTERS)
    def take_back_sign_off(self, letter: int) -> None:
        self.house.service.take_back_sign_off(self._id(letter), *DOUBT, self.work)
        mail = self.mails[letter]
        mail.approved = mail.approved and not mail.signed
        mail.signed = False

    @invariant()
    def what_is_kept_is_what_was_done(self) -> None:
        if not self.mails:
            return
        listed = self.house.service.list(self.house.campaign.id, self.work)
        for variant, mail in zip(listed, self.mails, strict=True):
            now = variant.current
            assert now == mail.history[-1]
            whole = content_hash(now.subject, now.body, footer(ADA))
            assert variant.approved_hash == (whole if mail.approved else "")
            assert (variant.approved_at is not None) == mail.approved
            assert (variant.rejected_at is not None) == mail.rejected
            kept = self.house.service.revisions(variant.id, self.work)
            assert list(reversed(kept)) == mail.history
            assert [one.number for one in mail.history] == list(range(1, len(kept) + 1))


TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
