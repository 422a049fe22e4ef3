import pytest

from livetiming.errors import BadUrl
from livetiming.facts import LoopRole
from livetiming.ingest.url import OPTIONS, Crc, DecoderUrl, parse

GOOD = [
    (
        "tcp://192.168.1.50:5403",
        DecoderUrl(source="tcp://192.168.1.50:5403", host="192.168.1.50", port=5403),
    ),
    ("tcp://decoder", DecoderUrl(source="tcp://decoder:5403", host="decoder", port=5403)),
    (
        "tcp://decoder?protocol=ambrc",
        DecoderUrl(source="tcp://decoder:5100", host="decoder", port=5100, protocol="ambrc"),
    ),
    ("tcp://[fe80::1]:5403", DecoderUrl(source="tcp://[fe80::1]:5403", host="fe80::1", port=5403)),
    ("serial:///dev/ttyUSB0", DecoderUrl(source="serial:///dev/ttyUSB0", device="/dev/ttyUSB0")),
    ("serial://COM3", DecoderUrl(source="serial://COM3", device="COM3")),
    (
        "serial:///dev/ttyUSB0?baudrate=38400&rts=off&protocol=ilap",
        DecoderUrl(
            source="serial:///dev/ttyUSB0",
            device="/dev/ttyUSB0",
            baudrate=38400,
            rts=False,
            protocol="ilap",
            status_interval_us=None,
        ),
    ),
    (
        "tcp://box:5100?protocol=ambrc&crc=lenient&loop=backup&name=at%20the%20bridge",
        DecoderUrl(
            source="tcp://box:5100",
            host="box",
            port=5100,
            protocol="ambrc",
            crc=Crc.LENIENT,
            loop=LoopRole.BACKUP,
            name="at the bridge",
        ),
    ),
    (
        "tcp://box:5403?status=1.5&photocell=9991,9992&loop=pit_in",
        DecoderUrl(
            source="tcp://box:5403",
            host="box",
            port=5403,
            loop=LoopRole.PIT_IN,
            status_interval_us=1_500_000,
            photocells=(9991, 9992),
        ),
    ),
    (
        "tcp://button:7000?protocol=trigger",
        DecoderUrl(
            source="tcp://button:7000", host="button", port=7000, protocol="trigger", status_interval_us=None
        ),
    ),
    (
        "tcp://box?status=none",
        DecoderUrl(source="tcp://box:5403", host="box", port=5403, status_interval_us=None),
    ),
]

BAD = [
    ("", "begins neither with"),
    ("192.168.1.50:5403", "begins neither with"),
    ("http://box", "begins neither with"),
    ("tcp://", "names no host"),
    ("tcp://box:5403/path", "names no host"),
    ("tcp://box:many", "is no address"),
    ("tcp://box:99999", "is no address"),
    ("tcp://[fe80::1", "is no address"),
    ("serial://", "names no port"),
    ("tcp://box?loop", "options look like name=value"),
    ("tcp://box?colour=red", "there is no option 'colour'; there are protocol, loop"),
    ("tcp://box?loop=garage", "write one of start_finish, backup, sector, pit_in, pit_out"),
    ("tcp://box?protocol=p4", "write one of auto, p3, ambrc, ilap, tranx2, trigger"),
    ("tcp://box?loop=backup&loop=sector", "'loop' is there twice"),
    ("tcp://box?baudrate=9600", "are for serial:// lines"),
    ("serial:///dev/ttyS0?baudrate=fast", "write a number such as 9600"),
    ("serial:///dev/ttyS0?rts=maybe", "write on or off"),
    ("tcp://box?crc=lenient", "needs protocol=ambrc"),
    ("tcp://box?status=0", "write seconds, or none"),
    ("tcp://box?name=", "write a name"),
    ("tcp://box?photocell=x", "write transponder numbers"),
]


@pytest.mark.parametrize(("url", "meant"), GOOD)
def test_address_is_read(url: str, meant: DecoderUrl) -> None:
    assert parse(url) == meant


@pytest.mark.parametrize(("url", "said"), BAD)
def test_address_that_cannot_be_understood_is_told_what_to_write(url: str, said: str) -> None:
    with pytest.raises(BadUrl) as refused:
        parse(url)
    assert said in str(refused.value)


def test_source_is_the_same_whatever_the_options() -> None:
    assert parse("tcp://box?loop=sector&name=S1").source == parse("tcp://box:5403").source


def test_every_option_is_tried_here() -> None:
    tried = {name for url, _ in [*GOOD, *BAD] for name in OPTIONS if f"{name}=" in url}
    assert tried == set(OPTIONS)
