"""Places in a text as Python counts them, and as a Qt document does."""

from collections.abc import Callable


def units(text: str) -> Callable[[int], int]:
    """From positions in `text` to positions in a document, where an emoji counts as two."""
    if not text or max(text) <= "\uffff":
        return int
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if character > "\uffff" else 1))
    return lambda position: places[min(max(position, 0), len(text))]
