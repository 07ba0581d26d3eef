"""What is known of models by their names: whether they reason, and which parameters they take."""

from dataclasses import dataclass

_KNOWN = ("gpt-5.", "gpt-6")
_CAN_REST = ("luna", "terra")


@dataclass(frozen=True, slots=True)
class Traits:
    """How a model is asked.

    Attributes:
        known: Whether it is one of the families this was written for.
        effort: `reasoning_effort` to send, "" to send none.
        takes_temperature: Whether it may be given one; while they reason these models refuse it.
    """

    known: bool
    effort: str
    takes_temperature: bool

    @property
    def reasons(self) -> bool:
        """Whether tokens go into reasoning, as far as its name tells."""
        return self.effort not in {"", "none"}


def traits(model: str) -> Traits:
    """The traits of a model; one that is not known is sent neither effort nor temperature."""
    name = model.lower()
    if not name.startswith(_KNOWN):
        return Traits(known=False, effort="", takes_temperature=False)
    if any(kind in name for kind in _CAN_REST):
        return Traits(known=True, effort="none", takes_temperature=True)
    return Traits(known=True, effort="low", takes_temperature=False)
