"""Speed as ratios: each figure is measured against a limit or a peer in the same run.

Machines are noisy, so nothing here is a number of seconds: the two sides are run in turns and the
medians are compared. `./run bench` prints the table; a figure above its limit fails it.
"""
