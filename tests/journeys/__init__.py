"""Whole stories: a founder takes a page and a lead file to a launched campaign with results."""
