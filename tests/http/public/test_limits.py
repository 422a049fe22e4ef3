"""Who is let in when it gets crowded."""

import pytest

from livetiming.http.public.limits import Door, Limits


def door(connections_max: int = 100, per_address_max: int = 100) -> Door:
    return Door(Limits(connections_max=connections_max, per_address_max=per_address_max))


def test_the_house_has_an_end() -> None:
    full = door(connections_max=2)
    assert [full.admit(host) for host in ("10.0.0.1", "10.0.0.2", "10.0.0.3")] == [True, True, False]
    full.leave("10.0.0.1")
    assert full.admit("10.0.0.3")


def test_one_address_cannot_take_every_place() -> None:
    shared = door(per_address_max=2)
    assert [shared.admit("10.0.0.1") for _ in range(3)] == [True, True, False]
    assert shared.admit("10.0.0.2")
    shared.leave("10.0.0.1")
    assert shared.admit("10.0.0.1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:0:1::5", "2001:db8:0:1:ffff::9"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("fe80::1%eth0", "fe80::2%eth0"),
        ("", ""),
    ],
    ids=["one network of IPv6", "IPv4 on an IPv6 socket", "link-local", "gone before it was asked"],
)
def test_addresses_of_one_visitor_count_together(one: str, other: str) -> None:
    shared = door(per_address_max=1)
    assert shared.admit(one)
    assert not shared.admit(other)
    shared.leave(other)
    assert shared.admit(one)


def test_networks_of_different_visitors_count_apart() -> None:
    shared = door(per_address_max=1)
    assert shared.admit("2001:db8:0:1::5")
    assert shared.admit("2001:db8:0:2::5")


def test_a_crowd_behind_one_address_fits() -> None:
    assert Limits().per_address_max >= 2_000
    assert Limits().connections_max >= 2 * Limits().per_address_max
