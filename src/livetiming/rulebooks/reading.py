"""Rulebooks from their text."""

from functools import lru_cache

import msgspec

from livetiming.errors import LivetimingError
from livetiming.rulebooks.schema import Rulebook


class BadRulebook(LivetimingError):
    """A text that is no rulebook; `livetiming rulebook lint` says of every line what is wrong."""


@lru_cache(maxsize=32)
def parse(text: str) -> Rulebook:
    """The rulebook of a text. Raises `BadRulebook`; whether it makes sense is for `lint` to say."""
    try:
        return msgspec.toml.decode(text, type=Rulebook)
    except msgspec.DecodeError as error:
        raise BadRulebook(f"This is no rulebook: {error}") from error
