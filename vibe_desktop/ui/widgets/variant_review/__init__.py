"""Editing, previewing and approving the three variants of a campaign."""
