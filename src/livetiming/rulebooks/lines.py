"""On which line of a TOML text each key stands, so that a finding can say where to look."""

import re

Path = tuple[str | int, ...]

_KEY = r'(?:[\w-]+|"[^"]*")'
_TABLE = re.compile(rf"^\s*\[\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]")
_ARRAY = re.compile(rf"^\s*\[\[\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]\]")
_ASSIGNED = re.compile(rf"^\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_LONG_TEXT = re.compile(r'"""|\'\'\'')


class Lines:
    """The lines of the keys and tables of a text; members of an array of tables count from 0."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        in_long_text = False
        for number, line in enumerate(text.splitlines(), 1):
            if not in_long_text:
                self._read(number, line)
            if len(_LONG_TEXT.findall(line)) % 2:
                in_long_text = not in_long_text

    def __getitem__(self, path: Path) -> int:
        """The line of a key, or of the nearest thing around it; 1 where nothing is known."""
        for length in range(len(path), 0, -1):
            line = self._lines.get(path[:length])
            if line is not None:
                return line
        return 1

    def exactly(self, path: Path) -> int | None:
        """The line of a key or table; ``None`` where it is not in the text."""
        return self._lines.get(path)

    def _read(self, number: int, line: str) -> None:
        if array := _ARRAY.match(line):
            outer = self._inside(_keys(array[1]))
            index = self._counts[outer] = self._counts.get(outer, -1) + 1
            self._table = (*outer, index)
            self._lines.setdefault(outer, number)
            self._lines[self._table] = number
        elif table := _TABLE.match(line):
            self._table = self._inside(_keys(table[1]))
            self._lines.setdefault(self._table, number)
        elif assigned := _ASSIGNED.match(line):
            self._lines.setdefault((*self._table, *_keys(assigned[1])), number)

    def _inside(self, keys: Path) -> Path:
        """The path of a table's keys, in the last member of each array on the way."""
        path: Path = ()
        for i, key in enumerate(keys):
            path = (*path, key)
            if path in self._counts and i < len(keys) - 1:
                path = (*path, self._counts[path])
        return path


def _keys(dotted: str) -> Path:
    return tuple(key.strip('"') for key in re.findall(_KEY, dotted))
