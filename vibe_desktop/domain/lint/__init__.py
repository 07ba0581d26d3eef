"""What is wrong, or could be better, with a mail: one rule, one finding, one place in the text.

Whether a rule blocks an approval or gives advice is a property of the rule, and so is where it
comes from: `findings.RULES` lists them all. The rules themselves lie by theme in this package.
"""

from vibe_desktop.domain.lint.alikeness import ALIKE_BODIES, ALIKE_FIRST_LINES, alike
from vibe_desktop.domain.lint.checker import lint
from vibe_desktop.domain.lint.findings import RULES, SIGNABLE, Finding, Fix, Rule, signed_words
from vibe_desktop.domain.lint.lengths import (
    FOLLOW_UP_WORDS,
    MAX_GRADE,
    MAX_QUESTIONS,
    MAX_SUBJECT_CHARACTERS,
    MAX_SUBJECT_WORDS,
    MAX_WORDS,
    MIN_WORDS,
)
from vibe_desktop.domain.lint.mails import Mail, sample_text

__all__ = [
    "ALIKE_BODIES",
    "ALIKE_FIRST_LINES",
    "FOLLOW_UP_WORDS",
    "MAX_GRADE",
    "MAX_QUESTIONS",
    "MAX_SUBJECT_CHARACTERS",
    "MAX_SUBJECT_WORDS",
    "MAX_WORDS",
    "MIN_WORDS",
    "RULES",
    "SIGNABLE",
    "Finding",
    "Fix",
    "Mail",
    "Rule",
    "alike",
    "lint",
    "sample_text",
    "signed_words",
]
