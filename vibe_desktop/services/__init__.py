"""Use cases in plain Python: one public method is one thing the founder can ask for."""
