"""Race control: officials' commands are checked against the evidence and become facts, or are refused
with a sentence that says what to do. Pure: reads evidence, changes nothing.

`decide` is the door; one module a kind of work behind it (`meeting`, `sessions`, `corrections`), and
`checks` holds the guards they share.
"""

from livetiming.control.ask import Ask, Refusal
from livetiming.control.decide import decide

__all__ = ["Ask", "Refusal", "decide"]
