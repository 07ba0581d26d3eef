"""Mails written by a model behind an OpenAI-compatible API."""
