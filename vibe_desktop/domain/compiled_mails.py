"""A mail that is filled in for thousands of leads, by generated code.

    mail = compile_mail(subject, compose(body, identity))
    values, seed = mail_values(lead, identity), seed_of(lead.email)
    mail.subject(values, seed), mail.text(values, seed), mail.missing(values)

gives the subject and text that `previews.preview` shows for that lead.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from vibe_desktop.domain.compiled import Fill, Missing, compile_missing, compile_template
from vibe_desktop.domain.grammar import parse
from vibe_desktop.domain.markup import as_read
from vibe_desktop.domain.wordings import SUBJECT_CHOICES


@dataclass(frozen=True, slots=True)
class CompiledMail:
    """The functions of one mail. `values` are those of `mail_values`, `seed` that of `seed_of`.

    Attributes:
        subject: The subject line.
        raw_text: Body and footer, white space as it is written: for measuring only.
    """

    subject: Fill
    raw_text: Fill
    _missing_in_subject: Missing
    _missing_in_text: Missing

    def text(self, values: Mapping[str, str], seed: int) -> str:
        """Body and footer as plain text, as it reads in a mail program."""
        return as_read(self.raw_text(values, seed))

    def missing(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Fields with neither value nor fallback in any wording, each once, subject first."""
        lacking = self._missing_in_subject(values) + self._missing_in_text(values)
        return tuple(dict.fromkeys(lacking)) if lacking else ()


def compile_mail(subject: str, composed: str) -> CompiledMail:
    """Compile a mail.

    Args:
        subject: As it is written, with tags; "" for a follow-up.
        composed: Body and footer, see `footers.compose`.
    """
    head, body = parse(subject), parse(composed)
    return CompiledMail(
        compile_template(head, SUBJECT_CHOICES),
        compile_template(body),
        compile_missing(head),
        compile_missing(body),
    )
