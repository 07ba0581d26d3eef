"""The OpenAI-compatible stand-in: models and chat completions."""
