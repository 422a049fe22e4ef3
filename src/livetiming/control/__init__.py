"""Race control: officials' commands are checked against the evidence and become facts, or are refused
with a sentence that says what to do. Pure: reads evidence, changes nothing.

`decide` and `preview` are the doors; one module a kind of work behind it (`meeting`, `sessions`, `rulings`,
`corrections`), and
`checks` holds the guards they share.
"""

from livetiming.control.ask import Ask, Refusal
from livetiming.control.decide import decide
from livetiming.control.preview import preview, session_of

__all__ = ["Ask", "Refusal", "decide", "preview", "session_of"]
