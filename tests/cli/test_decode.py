"""`livetiming decode`: what it prints of a recording, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from decoders.cases import AMBRC, CASES, ILAP, P3_CAPTURED, P3_MADE, TRANX2, Case
from livetiming.cli.decode import BLOCK_BYTES, decode

PASSING, STATUS = P3_CAPTURED[0], P3_CAPTURED[4]


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(decode, arguments, input=stdin)


def objects(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_passing_is_one_object_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "loop.bin").write_bytes(PASSING.wire)
    result = run(str(tmp_path / "loop.bin"))
    assert result.stdout == (
        '{"kind":"passing","decoder":135059,"number":113736,"transponder":2906141,'
        '"decoder_time_us":1437769372993000,"strength":106,"hits":50,"flags":0}\n'
    )
    assert result.stderr == "p3: 1 passing\n"


def test_records_come_in_stream_order_with_what_is_damaged() -> None:
    damaged = PASSING.wire[:4] + b"\0\0" + PASSING.wire[6:]
    result = run("-", stdin=b"noise" + STATUS.wire + damaged + P3_CAPTURED[8].wire)
    assert objects(result) == [
        {"kind": "malformed", "reason": "bytes outside any frame", "bytes": b"noise".hex()},
        {
            "kind": "status",
            "decoder": 263676,
            "noise": 27,
            "gps": 0,
            "temperature_c": 33,
            "input_voltage_dv": 122,
        },
        {
            "kind": "malformed",
            "reason": "CRC 0000 in the header, C79E by computation",
            "bytes": damaged.hex(),
        },
        {
            "kind": "unknown",
            "decoder": 269591,
            "record": 28,
            "unknown_fields": [{"id": 1, "value": "6171a759d7df5a37"}],
        },
    ]
    assert result.stderr == "p3: 2 malformed, 1 status, 1 unknown\n"


def test_absent_fields_are_left_out_and_binary_ones_are_hexadecimal() -> None:
    version, gate = P3_CAPTURED[11], P3_MADE[4]
    assert objects(run("-", stdin=version.wire + gate.wire)) == [
        {
            "kind": "version",
            "decoder": 1397641295,
            "decoder_type": 16,
            "description": "OpenStint",
            "version": "4.4",
            "release": 0,
            "registration": "0000000000000000",
            "build_number": 0,
        },
        {"kind": "passing", "decoder": 786640, "number": 5, "transponder": 9991, "decoder_time_us": 0},
    ]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_every_kind_of_record_can_be_shown(case: Case) -> None:
    (shown,) = objects(run("--protocol", case.protocol.name, "-", stdin=case.wire))
    assert shown["kind"] == case.event.__struct_config__.tag


@pytest.mark.parametrize(
    ("protocol", "text"),
    [
        ("p3", f"# two frames\n{PASSING.wire.hex().upper()}\n{STATUS.wire.hex()}  # status\n"),
        (
            "ambrc",
            "# a comment\n^A#^I20^I0^I72^I0^Ix6B89\n^A@^I20^I2^I8533156^I596.126^I400^I163^I2^Ix14F5\n",
        ),
        ("ilap", "^A@^I204^I3456789^I324.620\n^A%^I204^I0^I0\n"),
        ("tranx2", "# a forum\n#0970\n$09000235BF3436E021358700\n"),
    ],
)
def test_notations_and_protocols_are_found_out(protocol: str, text: str) -> None:
    result = run("-", stdin=text.encode())
    assert len(objects(result)) == 2
    assert "malformed" not in result.stdout
    assert result.stderr.startswith(f"{protocol}: ")


def test_protocol_asked_for_is_the_one_that_reads() -> None:
    as_tranx2 = objects(run("--protocol", "tranx2", "-", stdin=AMBRC[0].wire))
    assert {shown["kind"] for shown in as_tranx2} == {"malformed"}
    (shown,) = objects(run("--protocol", "ilap", "-", stdin=ILAP[2].wire))
    assert shown["kind"] == "passing"


def test_protocol_nobody_knows_is_a_usage_error() -> None:
    assert run("--protocol", "morse", "-").exit_code == 2


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing\n"])
def test_nothing_to_read_is_no_error(data: bytes) -> None:
    assert run("-", stdin=data).exit_code == 0


def test_rubbish_is_no_error() -> None:
    result = run("-", stdin=bytes(range(0x80)) * 100)
    assert {shown["kind"] for shown in objects(result)} == {"malformed"}
    assert result.stderr.startswith("no known protocol: ")


def test_file_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    result = run(str(tmp_path / "gone.bin"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"Error: {tmp_path / 'gone.bin'}: No such file or directory\n"


def test_folder_is_told_in_one_line(tmp_path: Path) -> None:
    result = run(str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr == f"Error: {tmp_path}: Is a directory\n"


def test_large_file_is_read_in_blocks(tmp_path: Path) -> None:
    frames = TRANX2[2].wire * (3 * BLOCK_BYTES // len(TRANX2[2].wire))
    (tmp_path / "season.txt").write_bytes(frames)
    result = run(str(tmp_path / "season.txt"))
    assert len(objects(result)) == len(frames) // len(TRANX2[2].wire)


def test_live_stream_is_shown_as_it_comes() -> None:
    command = [sys.executable, "-c", "from livetiming.cli.decode import decode; decode()", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as shown:
        assert shown.stdin is not None
        assert shown.stdout is not None
        for case in (STATUS, PASSING, STATUS):
            shown.stdin.write(case.wire)
            assert json.loads(shown.stdout.readline())["kind"] == case.event.__struct_config__.tag
        shown.stdin.close()
        assert shown.wait() == 0


def test_recording_of_a_real_decoder(shared_dir: Path) -> None:
    result = run(str(shared_dir / "captures" / "p3_amb-rc_2019_short.hex"))
    assert len(objects(result)) == 371
    assert result.stderr == "p3: 83 passing, 288 status\n"
