"""What is wrong with a text that somebody wrote: the line, and words that say what to do."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"
