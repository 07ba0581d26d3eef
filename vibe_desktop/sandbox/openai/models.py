"""The models on offer, and which parameters they take."""

from dataclasses import dataclass

_NO_NONE = ("low", "medium", "high", "xhigh", "max")
_ALL = ("none", "minimal", *_NO_NONE)


@dataclass(frozen=True, slots=True)
class Model:
    """One model.

    Attributes:
        efforts: Values of `reasoning_effort` it takes.
        default_effort: What it uses when none is given.
    """

    name: str
    efforts: tuple[str, ...] = _ALL
    default_effort: str = "medium"


MODELS: tuple[Model, ...] = (
    Model("gpt-6.1-terra"),
    Model("gpt-6.1-sol", _NO_NONE),
    Model("gpt-6-luna"),
    Model("gpt-6-sol"),
    Model("gpt-6-astra", _NO_NONE),
    Model("gpt-5.6-luna"),
    Model("gpt-5.6-terra"),
    Model("gpt-5.6-sol"),
    Model("gpt-5.4-mini"),
)


def find(name: str) -> Model | None:
    """A model by its name, dated snapshots included."""
    for model in MODELS:
        if name == model.name or name.startswith(f"{model.name}-2"):
            return model
    return None
