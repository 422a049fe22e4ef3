"""What a decoder's line is like, in plain words: what is there, what is wrong and what to do. Pure."""

from enum import Enum

import msgspec

from livetiming.ingest.clockkind import ClockKind, ClockState
from livetiming.ingest.health import Health
from livetiming.ingest.transponders import TransponderHealth
from livetiming.ingest.url import AUTO, TRIGGER, DecoderUrl

NOISE_MAX = 100
"""Recorded loops have a noise of 6 to 62."""

SUPPLY_MIN_DV = 110
"""Recorded decoders show 11.8 to 12.1 V; they are made for 12 V."""

STRENGTH_MIN = 60
HITS_MIN = 8
"""Recorded passings have strengths from 49 and hits from 2; good ones are far above."""

DAMAGED_SHARE = 0.01
"""One damaged record in a hundred is a bad cable."""

STATUSES_EVERY_S = 5

PROTOCOL_NAMES = {
    "p3": "AMB / MYLAPS P3",
    "ambrc": "AMBrc text (P98, Enhanced)",
    "ilap": "I-Lap text",
    "tranx2": "TranX-2 lines",
    TRIGGER: "a photocell or button",
}


class Verdict(Enum):
    """What a finding means."""

    FINE = "ok"
    NOTE = "note"
    WRONG = "WRONG"


class Finding(msgspec.Struct, frozen=True):
    """A sentence about the line, and what to do about it if anything is to be done."""

    verdict: Verdict
    text: str
    advice: str | None = None


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen of a line in `seconds`."""

    address: DecoderUrl
    seconds: float
    protocol: str | None
    health: Health
    status_interval_us: int | None
    closed: str | None = None
    """Why the decoder ended the connection, if it did."""
    clock: ClockState | None = None
    round_trip_us: int | None = None
    transponders: tuple[TransponderHealth, ...] = ()
    better_baudrate: int | None = None
    """Another speed at which records were read."""


def diagnose(seen: Examination) -> list[Finding]:
    """Everything worth saying, in the order in which one would look."""
    if seen.health.records == 0:
        return [_nothing_read(seen)]
    findings = [_identity(seen), _traffic(seen), *_ending(seen), *_damage(seen), *_loop(seen)]
    findings += [*_clock(seen), *_transponders(seen)]
    return findings


def _nothing_read(seen: Examination) -> Finding:
    """No record at all: silence, or bytes that are none."""
    health, address = seen.health, seen.address
    if health.bytes_received == 0:
        if seen.closed is not None:
            return Finding(
                Verdict.WRONG,
                "The connection was closed at once, without a word.",
                "AMB and MYLAPS decoders serve four clients: close one of the other programs.",
            )
        check = "that the cable is in its output" if address.is_serial else "that this is its port"
        return Finding(
            Verdict.WRONG,
            f"Nothing came in {seen.seconds:g} s.",
            f"Decoders speak about every {STATUSES_EVERY_S} s even while nobody is on track: check that it "
            f"is switched on and {check}. I-Lap and triggers are silent until somebody crosses the line: "
            f"write protocol=ilap or protocol={TRIGGER}.",
        )
    reason = health.last_damage or "no record is complete"
    return Finding(
        Verdict.WRONG, f"{health.bytes_received} bytes came, but no record: {reason}.", _why_unread(seen)
    )


def _why_unread(seen: Examination) -> str:
    address = seen.address
    reason = seen.health.last_damage or ""
    if "LapRF" in reason:
        return "livetiming does not read LapRF; connect an AMB or MYLAPS decoder."
    if seen.better_baudrate is not None:
        return f"At {seen.better_baudrate} baud it makes sense: write baudrate={seen.better_baudrate}."
    if address.protocol != AUTO:
        return f"Leave protocol={address.protocol} out, and livetiming finds out what the decoder speaks."
    if "ambrc" in reason or "CRC" in reason:
        return "If this is an emulator with a false checksum, write protocol=ambrc&crc=lenient."
    if address.is_serial:
        return f"The speed may be wrong: it is {address.baudrate} baud now; no other usual one was better."
    return "Something other than a decoder may listen on this port."


def _identity(seen: Examination) -> Finding:
    name = PROTOCOL_NAMES.get(seen.protocol or "", seen.protocol or "an unknown protocol")
    decoder = "" if seen.health.decoder is None else f", decoder {seen.health.decoder:#x}"
    version = seen.health.version
    described = ""
    if version is not None and version.description:
        described = f" ({version.description}{f' {version.version}' if version.version else ''})"
    return Finding(Verdict.FINE, f"It speaks {name}{decoder}{described}.")


def _traffic(seen: Examination) -> Finding:
    passings = f"{seen.health.passings} passings of {len(seen.transponders)} transponders"
    text = f"In {seen.seconds:g} s it sent {seen.health.statuses} statuses and {passings}."
    if seen.health.statuses == 0 and seen.status_interval_us is not None:
        return Finding(
            Verdict.NOTE,
            text,
            "Without statuses a dead line looks like an empty track: look longer (--seconds 15), or write "
            "status=none if this decoder sends none.",
        )
    if seen.health.passings == 0:
        return Finding(Verdict.NOTE, text, "Carry a transponder over the loop to see it read.")
    return Finding(Verdict.FINE, text)


def _ending(seen: Examination) -> list[Finding]:
    if seen.closed is None:
        return []
    return [
        Finding(Verdict.WRONG, f"The connection ended: {seen.closed}.", "Check the cable and the network.")
    ]


def _damage(seen: Examination) -> list[Finding]:
    health = seen.health
    if not health.damaged:
        return [Finding(Verdict.FINE, "Every record arrived whole.")]
    text = f"{health.damaged} of {health.damaged + health.records} records arrived damaged"
    text += f", {health.crc_errors} of them with a wrong checksum" if health.crc_errors else ""
    if health.damaged < DAMAGED_SHARE * health.records or health.damaged == 1:
        return [Finding(Verdict.NOTE, f"{text}; the first after connecting often is.")]
    advice = "Use a shorter or screened cable, away from ignition and radio."
    if not seen.address.is_serial:
        advice = "A Telnet-style converter spoils bytes: set it to raw TCP."
    return [Finding(Verdict.WRONG, f"{text} ({health.last_damage}).", advice)]


def _loop(seen: Examination) -> list[Finding]:
    health = seen.health
    findings: list[Finding] = []
    if health.noise is not None:
        findings.append(
            Finding(Verdict.FINE, f"The loop's noise is {health.noise}.")
            if health.noise <= NOISE_MAX
            else Finding(
                Verdict.WRONG,
                f"The loop's noise is {health.noise}; weak transponders drown in it.",
                "Look for engines, generators, radios and mains cables near the loop, and at its connection.",
            )
        )
    supply_dv = health.input_voltage_dv
    if supply_dv is not None and supply_dv < SUPPLY_MIN_DV:
        findings.append(
            Finding(Verdict.WRONG, f"Its supply is {supply_dv / 10:.1f} V.", "Charge or replace the battery.")
        )
    return findings


def _clock(seen: Examination) -> list[Finding]:
    if seen.clock is None:
        return []
    answer = ""
    if seen.round_trip_us is not None:
        answer = f" It tells the time within {max(seen.round_trip_us // 1000, 1)} ms."
    text = {
        ClockKind.RIGHT: "Its clock shows the time of day.",
        ClockKind.LOCAL: "Its clock shows local time.",
        ClockKind.WRONG: f"Its clock is {_ahead(seen.clock.ahead_us)}.",
        ClockKind.UNSET: "Its clock counts from when it was switched on.",
    }[seen.clock.kind]
    if seen.clock.kind is ClockKind.RIGHT or seen.protocol != "p3":
        return [Finding(Verdict.FINE, text + answer)]
    advice = "Lap times do not need it right. Set it before the meeting if other programs do, not during."
    return [Finding(Verdict.NOTE, text + answer, advice)]


def _ahead(ahead_us: int) -> str:
    seconds = abs(ahead_us) // 1_000_000
    days, seconds = divmod(seconds, 86_400)
    text = f"{days} day{'s' if days > 1 else ''} and " if days else ""
    text += f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text} {'fast' if ahead_us > 0 else 'slow'}"


def _transponders(seen: Examination) -> list[Finding]:
    weak = [
        str(transponder.transponder)
        for transponder in seen.transponders
        if (transponder.strength or STRENGTH_MIN) < STRENGTH_MIN or (transponder.hits or HITS_MIN) < HITS_MIN
    ]
    if not weak:
        return []
    return [
        Finding(
            Verdict.NOTE,
            f"Heard weakly: {', '.join(weak)}.",
            "Charge these transponders, and mount them low and with nothing metal below.",
        )
    ]
