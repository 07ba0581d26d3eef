"""Fixtures of the sandbox's own tests."""

from tests.support.sandbox import sandbox

__all__ = ["sandbox"]
