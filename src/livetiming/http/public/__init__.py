"""The public app: what everybody at the fence sees, in a process of its own.

It is read only: no cookie, no command, nothing to log in to. Its one source is the numbered stream,
so it serves the core and a relay alike, and no load on it can slow the timing core.
"""
