"""The officials' app, in the core's own process: commands in, the whole state out.

What goes in and out is told by `documents` (HTTP) and `livetiming.publish.tower.messages` (websocket).
"""
