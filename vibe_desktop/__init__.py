"""Vibe Marketing Autopilot: cold-email campaigns for solo founders, on the desktop."""

__version__ = "0.1.0"
