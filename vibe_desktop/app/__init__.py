"""The only place where things are made and joined: command line, start-up, container, shutdown."""
