"""The shape of everything that speaks on a line as a decoder does: sans I/O, driven by its owner."""

from typing import Protocol

from livetiming_simulators.records import Record


class Conversation(Protocol):
    """The decoder's side of one connection, where it answers what this client asks."""

    def opening(self, at_us: int) -> list[Record]:
        """What the decoder says first, to this client alone."""

    def received(self, data: bytes, at_us: int) -> list[Record]:
        """The client's bytes, split anywhere; returns the answers, to this client alone."""


class DecoderModel(Protocol):
    """A decoder on the race clock. Its owner asks for `next_at_us` and lets it `advance` there."""

    @property
    def binary(self) -> bool:
        """Whether records are binary; text records keep their line ends when damaged."""

    def next_at_us(self) -> int | None:
        """When it next has something to say; ``None`` when it never will again."""

    def advance(self) -> list[Record]:
        """What it says at `next_at_us`, to everybody who is connected then."""

    def converse(self) -> Conversation:
        """Its side of a new connection."""
