"""The window: one folder a screen, each with a view (widgets) and a presenter (state)."""
