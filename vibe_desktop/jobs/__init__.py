"""The only threads: QThread workers in lanes, with progress and cancel."""
