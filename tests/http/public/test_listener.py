"""Where the public app listens, and what it says when it cannot."""

import socket

import pytest

from livetiming.errors import AddressInUse, BadUrl, LivetimingError
from livetiming.http.public.listener import (
    UNACKNOWLEDGED_MS_MAX,
    UNSENT_BYTES_MAX,
    bind_listener,
    parse_address,
)


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("timing.local:80", ("timing.local", 80)),
        ("[::1]:8080", ("::1", 8080)),
        (":8080", ("", 8080)),
        ("*:8080", ("*", 8080)),
    ],
)
def test_an_address_is_a_host_and_a_port(listen: str, expected: tuple[str, int]) -> None:
    assert parse_address(listen) == expected


@pytest.mark.parametrize(
    "listen", ["8080", "", "localhost", "localhost:", "localhost:http", "a:65536", "::1:80"]
)
def test_what_is_no_address_is_refused(listen: str) -> None:
    with pytest.raises(BadUrl, match="HOST:PORT"):
        bind_listener(listen)


def test_a_port_in_use_is_one_clear_line() -> None:
    with bind_listener("127.0.0.1:0") as first:
        port = first.getsockname()[1]
        with pytest.raises(AddressInUse, match=f"^another program already listens at 127.0.0.1:{port}$"):
            bind_listener(f"127.0.0.1:{port}")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(LivetimingError, match=r"no address to listen at 192\.0\.2\.1:0"):
        bind_listener("192.0.2.1:0")


@pytest.mark.parametrize("host", ["", "*"])
def test_everywhere_is_both_kinds_of_address(host: str) -> None:
    with bind_listener(f"{host}:0") as listener:
        port = listener.getsockname()[1]
        hosts = ["127.0.0.1", "::1"] if socket.has_dualstack_ipv6() else ["127.0.0.1"]
        for one in hosts:
            socket.create_connection((one, port)).close()


@pytest.mark.skipif(not hasattr(socket, "TCP_NOTSENT_LOWAT"), reason="not of this system")
def test_an_accepted_connection_inherits_what_keeps_it_up_to_date() -> None:
    with bind_listener("127.0.0.1:0") as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT) == UNSENT_BYTES_MAX
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == UNACKNOWLEDGED_MS_MAX
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
