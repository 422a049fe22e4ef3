"""Decoders, their lines and what they may have missed, as the tower sees them."""

from collections.abc import Sequence

from msgspec.structs import replace

from livetiming.facts import LinkState, LoopRole
from livetiming.ingest.line import Line
from livetiming.publish.tower.messages import DecoderInfo, GapInfo, TrackClock
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import Gap

_OFFSET_GRAIN_US = 1_000
"""The estimate improves by microseconds with many a passing; a page needs no more than this."""


def track_clock(evidence: Evidence) -> TrackClock:
    """Where the track clock stands against the server's."""
    offset_us = evidence.offsets.offset_us
    if offset_us is None:
        return TrackClock()
    return TrackClock(
        offset_us=round(offset_us / _OFFSET_GRAIN_US) * _OFFSET_GRAIN_US, sure=evidence.offsets.sure
    )


def decoder_infos(evidence: Evidence, lines: Sequence[Line], gaps: Sequence[Gap]) -> tuple[DecoderInfo, ...]:
    """The decoders that the server is told to listen to; of a replayed store, those it has heard."""
    by_source = {line.address.source: line for line in lines}
    sources = tuple(by_source) if lines else tuple(evidence.decoders)
    return tuple(_decoder(evidence, source, by_source.get(source), gaps) for source in sources)


def gap_infos(gaps: Sequence[Gap]) -> tuple[GapInfo, ...]:
    """What may be missing."""
    infos: dict[str, GapInfo] = {}
    for gap in gaps:
        numbers = "" if gap.numbers is None else f" {gap.numbers[0]}-{gap.numbers[1]}"
        id_ = f"{gap.source}{numbers} after {gap.after_us}"
        infos[id_] = GapInfo(
            id=id_,
            source=gap.source,
            after_track_us=gap.after_us,
            before_track_us=gap.before_us,
            size=gap.size,
            at_most=gap.at_most,
            given_up=gap.given_up,
            why=gap.why,
        )
    return tuple(infos.values())


def _decoder(evidence: Evidence, source: str, line: Line | None, gaps: Sequence[Gap]) -> DecoderInfo:
    log = evidence.decoders.get(source)
    link = evidence.links.get(source)
    info = DecoderInfo(
        source=source,
        role=log.role if log is not None else LoopRole.START_FINISH,
        name=None if log is None else log.name,
        state=link.state if link is not None else LinkState.CONNECTING,
        detail=None if link is None else link.detail,
        missing=sum(gap.size or 0 for gap in gaps if gap.source == source),
    )
    return info if line is None else _with_health(info, line)


def _with_health(info: DecoderInfo, line: Line) -> DecoderInfo:
    health = line.health
    return replace(
        info,
        protocol=line.protocol,
        decoder=health.decoder,
        passings=health.passings,
        damaged=health.damaged,
        last_damage=health.last_damage,
        noise=health.noise,
        noise_usual=health.noise_usual,
        noise_trend=health.noise_trend,
        temperature_c=health.temperature_c,
        input_voltage_dv=health.input_voltage_dv,
    )
