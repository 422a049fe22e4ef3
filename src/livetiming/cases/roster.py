"""The karts of a case, with the entries, classes and transponders that they have in the engine."""

from collections.abc import Sequence

from livetiming.cases.format import Case, Entry
from livetiming.cases.reading import BadCase

_FIRST_TRANSPONDER = 1001


class Roster:
    """Entries in the order in which the case names them: those described, those listed, then every kart
    that a session speaks of."""

    def __init__(self, case: Case) -> None:
        self.entries: list[Entry] = list(case.entries)
        known = {entry.number for entry in self.entries}
        for number in _spoken_of(case):
            if number not in known:
                known.add(number)
                self.entries.append(Entry(number=number))
        self.classes = list(dict.fromkeys(entry.class_ for entry in self.entries)) or ["karts"]
        self._ids = {(entry.class_, entry.number): i for i, entry in enumerate(self.entries)}

    def id_of(self, entry: Entry) -> str:
        """The entry's id in the engine."""
        return f"{entry.class_}/{entry.number}"

    def transponder_of(self, entry: Entry) -> int:
        """The one transponder that the entry carries."""
        return _FIRST_TRANSPONDER + self._ids[entry.class_, entry.number]

    def kart(self, number: str, classes: Sequence[str]) -> Entry:
        """The kart with a number in a session of these classes. Raises `BadCase`."""
        for class_ in classes:
            index = self._ids.get((class_, number))
            if index is not None:
                return self.entries[index]
        raise BadCase(f"There is no kart {number} in {' or '.join(classes)}.")


def _spoken_of(case: Case) -> list[str]:
    numbers = list(case.karts)
    for session in case.sessions:
        numbers += [*session.grid, *session.passings, *session.lap_times]
    return list(dict.fromkeys(numbers))
