"""Who writes: read and kept."""

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.work import Work
from vibe_desktop.store.identity import IdentityRepository

_LONGEST = {"name": 100, "company": 100, "postal_address": 300}
_WORDS = {"name": "name", "company": "company", "postal_address": "postal address"}


class IdentityService:
    """The founder as the recipients see them."""

    def __init__(self, *, identity: IdentityRepository) -> None:
        self._identity = identity

    def get(self, work: Work) -> Identity:
        """The identity; fields that were not given yet are empty."""
        work.check()
        return self._identity.get()

    def save(self, identity: Identity, work: Work) -> Written[Identity]:
        """Keep the identity, each field on one line. Empty fields are kept as "not given yet".

        Raises:
            InvalidInput: A field is too long; `field` says which.
        """
        work.check()
        tidy = Identity(
            name=_one_line("name", identity.name, " "),
            company=_one_line("company", identity.company, " "),
            postal_address=_one_line("postal_address", identity.postal_address, ", "),
        )
        if tidy == self._identity.get():
            return Written(tidy, Changes())
        return Written(self._identity.save(tidy), Changes(identity=True))


def _one_line(field: str, text: str, between_lines: str) -> str:
    """`text` without line breaks: it goes into mails and headers. A comma is not doubled."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    kept = [line for line in lines if line]
    if between_lines.startswith(","):
        kept = [line.rstrip(" ,") for line in kept[:-1]] + kept[-1:]
    tidy = between_lines.join(line for line in kept if line)
    if len(tidy) > _LONGEST[field]:
        raise InvalidInput(
            f"The {_WORDS[field]} has {len(tidy)} characters; {_LONGEST[field]} are the most.",
            next_step="Shorten it.",
            field=field,
        )
    return tidy
