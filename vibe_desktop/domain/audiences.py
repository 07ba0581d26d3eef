"""Ideal customers that a product page suggests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AudienceProfile:
    """An ideal customer, as a suggestion.

    Attributes:
        title: A few words for a button ("Owners of design studios").
        text: The description that goes into the campaign.
        fact_ids: The facts that speak for it, never empty.
    """

    title: str
    text: str
    fact_ids: tuple[str, ...]
