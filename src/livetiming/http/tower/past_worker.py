"""``python -m livetiming.http.tower.past_worker STORE``: standings at earlier journal numbers.

Reads a `Question` a line and gives each a line with a `Reply`. A process of its own, because to fold a long
race takes a second or two, which the timing core must not feel. What was folded is kept, so that the next
step forward is quick; it ends when nobody has asked for a while.
"""

import select
import sys
from pathlib import Path

import msgspec

from livetiming.clock import ServerUs, TrackUs
from livetiming.errors import LivetimingError
from livetiming.http.tower.documents import StandingsDocument
from livetiming.http.tower.standings import standings_document
from livetiming.journal.reading import facts_until
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer

IDLE_S_MAX = 60.0


class Question(msgspec.Struct, frozen=True):
    """The standings of a session at journal number `n`."""

    session: str
    n: int


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The standings, or why there are none."""

    document: StandingsDocument | None = None
    why: str | None = None


class Past:
    """A store as it was."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._evidence = Evidence()
        self._scorer = Scorer(self._evidence)

    def answer(self, question: Question) -> Reply:
        """What the question asks for."""
        try:
            self._go_to(question.n)
        except LivetimingError as error:
            return Reply(why=str(error))
        if question.session not in self._evidence.sessions:
            return Reply(why=f"There was no session {question.session!r} at journal number {question.n}.")
        return Reply(standings_document(self._evidence, self._scorer, question.session, self._now()))

    def _go_to(self, n: int) -> None:
        if n < self._evidence.n:
            self._evidence = Evidence()
            self._scorer = Scorer(self._evidence)
        for number, fact in facts_until(self._store, self._evidence.n, n):
            self._evidence.apply(number, fact)

    def _now(self) -> ServerUs:
        """The server's clock when the last passing of what is folded was heard."""
        evidence = self._evidence
        heard_us = [log.last_us for log in evidence.decoders.values() if log.last_us is not None]
        now_us = evidence.offsets.server_of(TrackUs(max(heard_us))) if heard_us else None
        if now_us is not None:
            return now_us
        return evidence.epoch.server_us if evidence.epoch is not None else ServerUs(0)


def main(store: Path) -> None:
    """Answer until standard input ends, or is quiet for too long."""
    past = Past(store)
    decoder = msgspec.json.Decoder(Question)
    while stdin_ready(IDLE_S_MAX) and (line := sys.stdin.buffer.readline()):
        sys.stdout.buffer.write(msgspec.json.encode(past.answer(decoder.decode(line))) + b"\n")
        sys.stdout.buffer.flush()


def stdin_ready(within_s: float) -> bool:
    """Whether a question comes in time; one is asked at a time, so nothing waits in the buffer."""
    return bool(select.select([sys.stdin], [], [], within_s)[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
