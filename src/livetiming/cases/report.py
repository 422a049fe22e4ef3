"""What a case gave, in words."""

from collections.abc import Iterator, Sequence

from livetiming.cases.difference import Difference


def report(title: str, differences: Sequence[Difference]) -> Iterator[str]:
    """The lines for one case: its title, and for each difference both sides one under the other."""
    yield f"{'DIFFERS' if differences else 'as expected'}: {title}"
    for difference in differences:
        yield f"  {difference.where}"
        yield f"    expected: {difference.expected}"
        yield f"    found:    {difference.found}"
