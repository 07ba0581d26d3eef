"""What tests of every part share: guards against leaks, a recording `Work`, a real web server."""
