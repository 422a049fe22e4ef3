"""One table for every protocol: bytes on the wire, and the event they mean, both ways.

Captured frames come from public recordings of real decoders, except where their name says otherwise;
made ones are built by `decoders.frames`, which shares no code with the package.
"""

import msgspec

from decoders.frames import p3_frame, text_line
from livetiming_decoders.ambrc import Ambrc, Make
from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    ErrorReport,
    Passing,
    Request,
    Resend,
    SessionReport,
    Status,
    Unknown,
    UnknownField,
    Version,
)
from livetiming_decoders.ilap import ILap
from livetiming_decoders.p3 import P3
from livetiming_decoders.protocol import WireProtocol
from livetiming_decoders.tranx2 import Tranx2


class Case(msgspec.Struct, frozen=True):
    """A frame and its event. Not `canonical`: read so, but written in another order or version."""

    protocol: WireProtocol
    name: str
    wire: bytes
    event: AnyEvent
    canonical: bool = True

    @property
    def id(self) -> str:
        """For the list of tests."""
        return f"{self.protocol.name}-{self.name.replace(' ', '-')}"


def _extra(**fields: bytes) -> tuple[UnknownField, ...]:
    """Unknown fields by number: ``_extra(f2=...)``."""
    return tuple(UnknownField(id=int(name[1:]), value=value) for name, value in fields.items())


def _hex(text: str) -> bytes:
    return bytes.fromhex(text)


def _line(text: str) -> bytes:
    """A text line written with blanks for TABs."""
    return b"\x01" + text.replace(" ", "\t").encode() + b"\r\n"


_P3 = P3()
_AMB = Ambrc(make=Make.AMB)
_VOSTOK = Ambrc(make=Make.VOSTOK)
_ILAP = ILap()
_TRANX2 = Tranx2()
_OPENSTINT = int.from_bytes(b"OPNS", "little")

P3_CAPTURED = [
    Case(
        _P3,
        "passing of an RC decoder",
        _hex(
            "8e0233009ec700000100010448bc010003041d582c000408e805bfc4a41b0500"
            "05026a00060232000802000081 04930f02008f"
        ),
        Passing(
            decoder=0x20F93,
            number=113736,
            transponder=2906141,
            decoder_time_us=1437769372993000,
            strength=106,
            hits=50,
            flags=0,
        ),
    ),
    Case(
        _P3,
        "passing with an escape in its time",
        _hex(
            "8e023300eb1d0000010001049d0900000304e4d23600040810798dafe4f2ce0400"
            "05025f0006022e00080200008104be1304008f"
        ),
        Passing(
            decoder=267198,
            number=2461,
            transponder=3592932,
            decoder_time_us=1353442518858000,
            strength=95,
            hits=46,
            flags=0,
        ),
    ),
    Case(
        _P3,
        "passing with a raw 8A in its time",
        _hex(
            "8e023300cf02000001000104b29b0100030427fc70000408e819e6bd8a750400"
            "0502330006021000080200008104fc0504008f"
        ),
        Passing(
            decoder=263676,
            number=105394,
            transponder=7404583,
            decoder_time_us=1255138658753000,
            strength=51,
            hits=16,
            flags=0,
        ),
    ),
    Case(
        _P3,
        "passing of protocol version 1 with its clock never set",
        _hex(
            "8e0136003833000001000104110000000304377747000502450006026c00"
            "020101080200000408400d72a9000000008104540202008f"
        ),
        Passing(
            decoder=131668,
            number=17,
            transponder=4683575,
            decoder_time_us=2_842_824_000,
            strength=69,
            hits=108,
            flags=0,
            unknown_fields=_extra(f2=b"\x01"),
        ),
        canonical=False,
    ),
    Case(
        _P3,
        "status of an RC decoder",
        _hex("8e021f003d270000020001021b00070221000c017a0601008104fc0504008f"),
        Status(decoder=263676, noise=27, temperature_c=33, input_voltage_dv=122, gps=0),
    ),
    Case(
        _P3,
        "status with an escape in its CRC",
        _hex("8e021f00ca8daf0000020001021e00070225000c01780601008104930f02008f"),
        Status(decoder=0x20F93, noise=30, temperature_c=37, input_voltage_dv=120, gps=0),
    ),
    Case(
        _P3,
        "status of a ProChip decoder",
        _hex("8e021f0018c30000020001023b0007020a000601010a01008104d0000c008f"),
        Status(decoder=0x0C00D0, noise=59, temperature_c=10, gps=1, satellites=0),
    ),
    Case(
        _P3,
        "status of an emulator that escapes 8B too",
        _hex("8e021f00298dab0000020001023c00060100070200000c013281044f504e538f"),
        Status(decoder=_OPENSTINT, noise=60, gps=0, temperature_c=0, input_voltage_dv=50),
        canonical=False,
    ),
    Case(
        _P3,
        "undocumented record 001C",
        _hex("8e021b000b8dae00001c0001086171a759d7df5a378104171d04008f"),
        Unknown(decoder=0x41D17, record=0x1C, unknown_fields=_extra(f1=_hex("6171a759d7df5a37"))),
    ),
    Case(
        _P3,
        "request for the clock with version and length 0",
        _hex("8e0000005beb000024000100040005008f"),
        Request(record="clock"),
        canonical=False,
    ),
    Case(
        _P3,
        "clock of an emulator",
        _hex("8e022900df49000024000108f6665b0000000000040200000508f6665b000000000081044f504e538f"),
        ClockReport(decoder=_OPENSTINT, decoder_time_us=5990134, flags=0, utc_time_us=5990134),
    ),
    Case(
        _P3,
        "version of an emulator",
        _hex(
            "8e023800b8740000030001011002094f70656e5374696e740303342e34040400000000"
            "080800000000000000000a02000081044f504e538f"
        ),
        Version(
            decoder=_OPENSTINT,
            decoder_type=16,
            description="OpenStint",
            version="4.4",
            release=0,
            registration=bytes(8),
            build_number=0,
        ),
    ),
]

P3_MADE = [
    Case(_P3, "request for the clock", _hex("8e0211004e4e000024000100040005008f"), Request(record="clock")),
    Case(_P3, "request for the version", _hex("8e020d009b3b0000030001008f"), Request(record="version")),
    Case(
        _P3,
        "request for the session",
        p3_frame(0x15, [(1, b""), (2, b""), (3, b""), (4, b"")]),
        Request(record="session"),
    ),
    Case(
        _P3,
        "request to resend two passings",
        _hex("8e021700112f0000040001042d31000002042e3100008f"),
        Resend(from_number=12589, until_number=12590),
    ),
    Case(
        _P3,
        "gate passing without strength and hits",
        p3_frame(1, [(1, _hex("05000000")), (3, _hex("07270000")), (4, bytes(8)), (0x81, _hex("d0000c00"))]),
        Passing(decoder=0x0C00D0, number=5, transponder=9991, decoder_time_us=0),
    ),
    Case(
        _P3,
        "ProChip passing with all that is known",
        p3_frame(
            1,
            [
                (0x01, _hex("9d220000")),
                (0x03, _hex("aa720100")),
                (0x04, _hex("75b60e008f500500")),
                (0x05, _hex("4c00")),
                (0x06, _hex("0200")),
                (0x08, _hex("0000")),
                (0x0A, b"FL-94890"),
                (0x0E, _hex("01000000")),
                (0x0F, _hex("02")),
                (0x10, _hex("75b60e008f500500")),
                (0x13, _hex("04000000")),
                (0x14, _hex("03")),
                (0x30, _hex("24")),
                (0x31, _hex("7d")),
                (0x81, _hex("d0000c00")),
            ],
        ),
        Passing(
            decoder=0x0C00D0,
            number=8861,
            transponder=94890,
            decoder_time_us=0x0005508F000EB675,
            strength=76,
            hits=2,
            flags=0,
            transponder_code="FL-94890",
            user_flag=1,
            driver_id=2,
            utc_time_us=0x0005508F000EB675,
            rtc_id=4,
            sport=3,
            voltage_dv=36,
            temperature_c=25,
        ),
    ),
    Case(
        _P3,
        "passing with fields nobody knows",
        p3_frame(1, [(3, _hex("01")), (4, _hex("02")), (0x77, b"\x8d\x8e\x8f"), (0x83, _hex("09000000"))]),
        Passing(
            transponder=1,
            decoder_time_us=2,
            unknown_fields=_extra(f119=b"\x8d\x8e\x8f", f131=_hex("09000000")),
        ),
        canonical=False,
    ),
    Case(
        _P3,
        "session",
        p3_frame(
            0x15,
            [
                (2, _hex("00e1f55e")),
                (3, _hex("00000000")),
                (4, _hex("24310000")),
                (1, _hex("07000000")),
                (0x81, _hex("04030201")),
            ],
        ),
        SessionReport(
            decoder=0x01020304,
            start_s=0x5EF5E100,
            first_number=0,
            last_number=0x3124,
            unknown_fields=_extra(f1=_hex("07000000")),
        ),
    ),
    Case(
        _P3,
        "error",
        p3_frame(0xFFFF, [(1, _hex("0400")), (2, b"TOR Unknown"), (0x81, _hex("04030201"))]),
        ErrorReport(decoder=0x01020304, code=4, description="TOR Unknown"),
    ),
    Case(_P3, "record without fields", p3_frame(0x18, []), Unknown(record=0x18)),
    Case(
        _P3,
        "passing without a transponder",
        p3_frame(1, [(1, _hex("05000000")), (4, bytes(8)), (0x81, _hex("04030201"))]),
        Unknown(decoder=0x01020304, record=1, unknown_fields=_extra(f1=_hex("05000000"), f4=bytes(8))),
    ),
]

AMBRC = [
    Case(
        _AMB,
        "status of an AMB RC decoder",
        _line("# 20 0 72 0 x6B89"),
        Status(decoder=20, number=0, noise=72, unknown_fields=_extra(f4=b"0")),
    ),
    Case(
        _AMB,
        "passing of an AMB RC decoder",
        _line("@ 20 2 8533156 596.126 400 163 2 x14F5"),
        Passing(
            decoder=20,
            number=2,
            transponder=8533156,
            decoder_time_us=596_126_000,
            hits=400,
            strength=163,
            flags=2,
        ),
    ),
    Case(
        _AMB,
        "passing at a time without its trailing zero",
        _line("@ 20 27 3885036 688.41 70 103 2 x4C27"),
        Passing(
            decoder=20,
            number=27,
            transponder=3885036,
            decoder_time_us=688_410_000,
            hits=70,
            strength=103,
            flags=2,
        ),
    ),
    Case(
        _AMB,
        "passing at a full second",
        text_line("@ 20 28 3885036 689 70 103 2"),
        Passing(
            decoder=20,
            number=28,
            transponder=3885036,
            decoder_time_us=689_000_000,
            hits=70,
            strength=103,
            flags=2,
        ),
    ),
    Case(
        _VOSTOK,
        "status of a Vostok decoder",
        _line("# 101 1378 0 x53D2"),
        Status(decoder=101, number=1378, noise=0),
    ),
    Case(
        _VOSTOK,
        "passing of a Vostok decoder",
        _line("@ 101 1381 8110984 2438.000 146 40 2 x3DD3"),
        Passing(
            decoder=101,
            number=1381,
            transponder=8110984,
            decoder_time_us=2_438_000_000,
            hits=146,
            strength=40,
            flags=2,
        ),
    ),
    Case(
        _VOSTOK,
        "passing with a zero first in its CRC",
        _line("@ 101 1394 8110984 2460.125 145 40 2 x0751"),
        Passing(
            decoder=101,
            number=1394,
            transponder=8110984,
            decoder_time_us=2_460_125_000,
            hits=145,
            strength=40,
            flags=2,
        ),
    ),
    Case(
        _AMB,
        "record of unknown type",
        _line("$ 40 3 5 28800 xF9EB"),
        Unknown(record="$", unknown_fields=_extra(f1=b"40", f2=b"3", f3=b"5", f4=b"28800")),
    ),
    Case(
        _AMB,
        "passing whose transponder is no number",
        text_line("@ 20 27 AB 688.41"),
        Unknown(record="@", unknown_fields=_extra(f1=b"20", f2=b"27", f3=b"AB", f4=b"688.41")),
    ),
]

ILAP = [
    Case(_ILAP, "opening command", _hex("0125 0d0a"), Request(record="open")),
    Case(
        _ILAP,
        "answer to the opening command",
        _hex("0125 09323034 0930 0930 0d0a"),
        Version(decoder=204, unknown_fields=_extra(f2=b"0", f3=b"0")),
    ),
    Case(
        _ILAP,
        "passing",
        _hex("0140 09323034 0933343536373839 093332342e363230 0d0a"),
        Passing(decoder=204, transponder=3456789, decoder_time_us=324_620_000),
    ),
    Case(
        _ILAP,
        "passing in the first minute",
        _hex("0140 09323034 0937323531333138 09342e343438 0d0a"),
        Passing(decoder=204, transponder=7251318, decoder_time_us=4_448_000),
    ),
    Case(
        _ILAP,
        "passing without its trailing zero",
        _line("@ 204 3456789 324.62"),
        Passing(decoder=204, transponder=3456789, decoder_time_us=324_620_000),
        canonical=False,
    ),
]

TRANX2 = [
    Case(_TRANX2, "status", b"#0970\r\n", Status(decoder=9, noise=0x70)),
    Case(_TRANX2, "status of an RC decoder", b"#690F\r\n", Status(decoder=0x69, noise=15)),
    Case(
        _TRANX2,
        "passing",
        b"$09000235BF3436E021358700\r\n",
        Passing(decoder=9, transponder=144831, decoder_time_us=876_011_553_000, hits=53, strength=135),
    ),
    Case(
        _TRANX2,
        "passing of an RC decoder",
        b"$6900111145018551552D9C00\r\n",
        Passing(decoder=0x69, transponder=1118533, decoder_time_us=25_514_325_000, hits=45, strength=156),
    ),
    Case(
        _TRANX2,
        "passing in small letters with LF alone",
        b"$09000235bf3436e021358700\n",
        Passing(decoder=9, transponder=144831, decoder_time_us=876_011_553_000, hits=53, strength=135),
        canonical=False,
    ),
    Case(
        _TRANX2,
        "passing with digits that were always zero",
        b"$09010235BF3436E0213587FF\r\n",
        Passing(
            decoder=9,
            transponder=144831,
            decoder_time_us=876_011_553_000,
            hits=53,
            strength=135,
            unknown_fields=_extra(f2=b"\x01", f7=b"\xff"),
        ),
    ),
]

CASES = [*P3_CAPTURED, *P3_MADE, *AMBRC, *ILAP, *TRANX2]
