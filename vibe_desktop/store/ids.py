"""Ids of everything that is made on this computer."""

import uuid


def new_id() -> str:
    """A fresh random UUID (version 4) as 36 characters, lower case."""
    return str(uuid.uuid4())
