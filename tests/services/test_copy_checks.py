"""What is saved of an answer that broke off, and which of two texts is the better one."""

import json

from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.domain.copy_records import CopyOrder
from vibe_desktop.domain.copywriting import CopyRequest, Rewrite
from vibe_desktop.domain.facts import Fact, FactKind
from vibe_desktop.domain.variants import ANGLES, Angle, DraftVariant
from vibe_desktop.gateways.openai.answers import read
from vibe_desktop.services.copy_checks import better, checked, faults, named, place, whole_mails

FACT = Fact("S1", FactKind.FEATURE, "Ledgerly sends 3 reminders.")
ORDER = CopyOrder(CopyRequest("Ledgerly", (FACT,), "studios", follow_ups=2), known=("Ledgerly",))
CLAIMS = [{"text": "sends 3 reminders", "source_id": "S1", "quote": "sends 3 reminders"}]
ANSWER = json.dumps(
    {
        "variants": [
            {
                "angle": angle.value,
                "subject": 'Say "variants": [',
                "body": f"Hi {angle.value},\n\nLedgerly sends 3 reminders. {{}} Worth a look?",
                "claims": CLAIMS,
            }
            for angle in ANGLES
        ],
        "follow_ups": [{"body": f"Note {number}", "claims": CLAIMS} for number in (1, 2)],
    }
)
ALL = read(ANSWER, 2)


def test_of_a_whole_answer_every_mail_is_saved_as_it_would_be_read() -> None:
    assert whole_mails(ANSWER, ORDER) == ALL


@given(st.integers(0, len(ANSWER)))
def test_of_any_beginning_of_an_answer_only_whole_mails_are_saved(length: int) -> None:
    saved = whole_mails(ANSWER[:length], ORDER)
    assert saved == ALL[: len(saved)]


@given(st.text() | st.text(alphabet='{}[],:"variantsfolowup_ \\\n').map(lambda t: ANSWER[:40] + t))
def test_any_text_may_have_arrived(text: str) -> None:
    assert {place(draft) for draft in whole_mails(text, ORDER)} <= {place(draft) for draft in ALL}


def test_what_nobody_asked_for_is_not_saved() -> None:
    alone = CopyOrder(CopyRequest("Ledgerly", (FACT,), "studios"))
    assert whole_mails(ANSWER, alone) == ALL[:3]
    rewrites = (
        Rewrite(DraftVariant(Angle.FOLLOW_UP, "", "", step=3)),
        Rewrite(DraftVariant(Angle.PROBLEM, "a", "b"), sentence="b"),
    )
    mails = [{"number": number, "subject": "s", "body": f"Note {number}"} for number in (1, 2, 3)]
    saved = whole_mails(json.dumps({"mails": mails}), CopyOrder(alone.request, rewrites))
    assert saved == (DraftVariant(Angle.FOLLOW_UP, "", "Note 1", step=3),)


def test_the_text_with_fewer_faults_is_kept_and_the_first_of_two_equals() -> None:
    (sound,) = checked(ALL[:1], ORDER)
    invented = DraftVariant(sound.angle, sound.subject, sound.body.replace(" 3 ", " 47 "))
    worse = DraftVariant(sound.angle, sound.subject, sound.body.replace(" 3 ", " 47 or 48 "))
    assert len(faults(worse, ORDER)) > len(faults(invented, ORDER)) > len(faults(sound, ORDER))
    assert better(worse, invented, ORDER) is invented
    assert better(invented, worse, ORDER) is invented
    assert better(invented, None, ORDER) is invented
    assert better(invented, DraftVariant(*_parts(invented)), ORDER) is invented


def _parts(draft: DraftVariant) -> tuple[Angle, str, str]:
    return draft.angle, draft.subject, draft.body


def test_mails_are_named_as_the_founder_knows_them() -> None:
    assert named(ALL[:1]) == "the problem-focused mail"
    assert named(ALL[1:4]) == ("the benefit-focused mail, the question-based mail and follow-up 1")
