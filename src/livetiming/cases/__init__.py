"""Race days as data: what happened and what must come of it, written by people who keep the points.

A case is a TOML file; GUIDE.md in this folder describes it. `format` is its shape, `reading` makes one
of a text, `runner` tells it to an engine by the commands that officials send, `expectations` compares,
`report` says in words what differs.
"""
