"""Who writes: the name under the mail and the postal address that the law asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """The founder as the recipients see them. Empty strings mean "not given yet".

    Attributes:
        name: The person who signs, "Ada Lovelace".
        company: The company they write for.
        postal_address: One line; CAN-SPAM 15 U.S.C. 7704(a)(5) asks for a valid physical address.
    """

    name: str = ""
    company: str = ""
    postal_address: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields a launch still needs, in words."""
        wanted = (
            ("your name", self.name),
            ("your company", self.company),
            ("a postal address", self.postal_address),
        )
        return tuple(words for words, value in wanted if not value.strip())
