"""The command line: the same services as the window, as text or JSON."""
