"""Instantly's API v2, one module a noun."""
