"""Rules and nouns of cold-email campaigns: frozen dataclasses and pure functions, no I/O."""
