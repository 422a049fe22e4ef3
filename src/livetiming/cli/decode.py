"""`livetiming decode`: recorded or live decoder bytes to one JSON object a line."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import cast

import click
import msgspec

from livetiming.cli.errors import Refusal, os_text
from livetiming_decoders.capture import CaptureReader
from livetiming_decoders.detect import AutoDetect, DetectingReader
from livetiming_decoders.events import AnyEvent, Malformed
from livetiming_decoders.protocol import Reader
from livetiming_decoders.protocols import PROTOCOLS

BLOCK_BYTES = 65536
"""Read at once at most: a file of any size needs no more memory than a few of these."""

AUTO = AutoDetect()


@click.command
@click.option(
    "--protocol",
    type=click.Choice([AUTO.name, *PROTOCOLS]),
    default=AUTO.name,
    show_default=True,
    help="What the decoder speaks; auto finds out.",
)
@click.argument("file", metavar="FILE|-")
def decode(protocol: str, file: str) -> None:
    """Show what a decoder said, one JSON object a line.

    FILE holds the bytes as they came, or as text: one frame a line in hexadecimal, AMBrc lines with
    ^A and ^I, or TranX-2 lines. With - the bytes come from standard input. Damaged bytes are shown
    as such and never end the command. A count of the records follows on standard error.
    """
    reader = PROTOCOLS[protocol].reader() if protocol in PROTOCOLS else AUTO.reader()
    counts: Counter[str] = Counter()
    output = sys.stdout.buffer
    for events in _read(file, reader):
        counts.update(_kind(event) for event in events)
        output.write(b"".join(msgspec.json.encode(_as_json(event)) + b"\n" for event in events))
        output.flush()
    found = reader.protocol if isinstance(reader, DetectingReader) else protocol
    click.echo(_summary(found, counts), err=True)


def _read(file: str, reader: Reader) -> Iterator[list[AnyEvent]]:
    """The events of a file, a block at a time."""
    capture = CaptureReader()
    try:
        with _opened(file) as source:
            while block := source.read1(BLOCK_BYTES):
                reader.receive_data(capture.receive_data(block))
                yield reader.events()
    except OSError as error:
        raise Refusal(os_text(error)) from error
    reader.receive_data(capture.receive_eof())
    reader.receive_eof()
    yield reader.events()


def _opened(file: str) -> AbstractContextManager[BufferedReader]:
    if file == "-":
        return nullcontext(cast(BufferedReader, sys.stdin.buffer))
    return Path(file).open("rb")


def _kind(event: AnyEvent) -> str:
    return str(event.__struct_config__.tag)


def _as_json(event: AnyEvent) -> dict[str, object]:
    """The event's fields in their order, absent ones left out, bytes in hexadecimal."""
    shown: dict[str, object] = {"kind": _kind(event)}
    if isinstance(event, Malformed):
        return shown | {"reason": event.reason, "bytes": event.raw.hex()}
    for name in event.__struct_fields__:
        value: object = getattr(event, name)
        if value is not None and name not in ("raw", "unknown_fields"):
            shown[name] = value.hex() if isinstance(value, bytes) else value
    if event.unknown_fields:
        shown["unknown_fields"] = [
            {"id": field.id, "value": field.value.hex()} for field in event.unknown_fields
        ]
    return shown


def _summary(protocol: str | None, counts: Counter[str]) -> str:
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing"
    return f"{protocol or 'no known protocol'}: {told}"
