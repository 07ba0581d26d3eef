"""The Instantly v2 stand-in, by noun."""
