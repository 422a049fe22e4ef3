"""Commands over HTTP: carried out, previewed, refused; by whom, and by nobody else.

Every command there is is tried without a login and in every role, so that a new one cannot be forgotten.
"""

from typing import get_args

import msgspec
import pytest

from livetiming import commands, facts
from livetiming.commands import AnyCommand
from livetiming.engine import NOT_SAVED
from livetiming.officials.roles import RELAYED, Role, may
from livetiming.rulings import DockedPlaces, Warned
from support.tower_rig import TowerRig, track

COMMANDS: tuple[type[AnyCommand], ...] = get_args(AnyCommand)


def sample(command: type[AnyCommand]) -> dict[str, object]:
    """A command of this type as JSON, with something in every field that must be given."""
    values: dict[str, object] = {"command": command.__struct_config__.tag}
    for field in msgspec.structs.fields(command):
        if field.required:
            values[field.encode_name] = _value(msgspec.inspect.type_info(field.type))
    msgspec.convert(values, command)
    return values


def _value(shape: msgspec.inspect.Type) -> object:
    match shape:
        case msgspec.inspect.StrType():
            return "x"
        case msgspec.inspect.IntType():
            return 1
        case msgspec.inspect.EnumType(cls=cls):
            return next(iter(cls)).value
        case msgspec.inspect.UnionType(types=types):
            return (
                None
                if any(isinstance(each, msgspec.inspect.NoneType) for each in types)
                else _value(types[0])
            )
        case msgspec.inspect.VarTupleType():
            return []
        case msgspec.inspect.StructType(tag_field=tag_field, tag=tag, fields=fields):
            own = {field.encode_name: _value(field.type) for field in fields if field.required}
            return own if tag_field is None else own | {tag_field: tag}
    raise AssertionError(f"no sample of {shape}")


def order(command: AnyCommand | dict[str, object], key: str = "a random key", **more: object) -> bytes:
    """The body of an order."""
    return msgspec.json.encode({"key": key, "command": command} | more)


@pytest.mark.parametrize("command", COMMANDS)
async def test_nobody_commands_without_a_login(rig: TowerRig, command: type[AnyCommand]) -> None:
    async with rig.browser() as browser:
        answer = await browser.post("/api/commands", content=order(sample(command)))
    assert (answer.status_code, answer.json()) == (401, {"why": "Log in first."})
    assert rig.engine.evidence.n == 1


@pytest.mark.parametrize("role", Role)
async def test_every_command_is_for_the_roles_that_the_table_names(rig: TowerRig, role: Role) -> None:
    async with rig.browser(role) as browser:
        for number, command in enumerate(COMMANDS):
            body = order(sample(command), key=f"a random key {number}", by_radio_from="Dirk")
            answer = await browser.post("/api/commands", content=body)
            if may(role, command):
                assert answer.status_code in {200, 409}, (command, answer.text)
            else:
                assert answer.status_code == 403, (command, answer.text)
                assert role.value in answer.json()["why"]


async def test_a_command_is_recorded_with_who_when_and_why(rig: TowerRig) -> None:
    await rig.race(5, "7")
    dirk = await rig.let_in(Role.DIRECTOR, "Dirk Director")
    command = commands.Rule(session="race", entry="e7", ruling=DockedPlaces(places=2), clause="600.1")
    async with rig.browser(dirk) as browser:
        answer = await browser.post("/api/commands", content=order(command, why="jumped the start"))
    assert answer.status_code == 200
    decision = rig.engine.evidence.decisions[answer.json()["n"]]
    assert isinstance(decision, facts.Ruled)
    assert decision.by == facts.Authority(
        who="Dirk Director",
        role="director",
        why="jumped the start",
        at_wall_us=rig.clock.wall_us(),
    )


async def test_the_same_key_twice_is_one_command(rig: TowerRig) -> None:
    await rig.race(5, "7")
    command = commands.InsertPassing(session="race", entry="e7", track_us=track(40))
    async with rig.browser(Role.OPERATOR) as browser:
        first = await browser.post("/api/commands", content=order(command))
        again = await browser.post("/api/commands", content=order(command))
    assert first.json() == again.json() == {"answer": "accepted", "n": rig.engine.evidence.n}


async def test_a_refusal_says_what_to_do(rig: TowerRig) -> None:
    async with rig.browser(Role.OPERATOR) as browser:
        answer = await browser.post("/api/commands", content=order(commands.OpenSession(session="nowhere")))
    assert answer.status_code == 409
    assert answer.json()["answer"] == "refused"
    assert "plan it first" in answer.json()["why"]


async def test_a_preview_changes_nothing_and_a_stale_command_is_refused(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    await rig.hear({"7": [1, 60], "8": [2, 61]})
    docked = commands.Rule(session="race", entry="e7", ruling=DockedPlaces(places=1))
    credit = commands.InsertPassing(session="race", entry="e8", track_us=track(31))
    before = rig.engine.evidence.n
    async with rig.browser(Role.DIRECTOR) as director, rig.browser(Role.OPERATOR) as operator:
        preview = (await operator.post("/api/commands", content=order(credit, dry_run=True))).json()
        assert preview["answer"] == "preview"
        assert [(row["row"], row["laps_before"], row["laps_after"]) for row in preview["rows"]] == [
            ("e8", 1, 2),
            ("e7", 1, 1),
        ]
        assert rig.engine.evidence.n == before
        assert (await director.post("/api/commands", content=order(docked, key="docked by one"))).is_success
        seen = {"seen_decision": preview["last_decision"]}
        stale = await operator.post("/api/commands", content=order(credit, **seen))
        assert (stale.status_code, stale.json()["stale"]) == (409, True)


async def test_undoing_needs_the_role_that_could_have_decided(rig: TowerRig) -> None:
    await rig.race(5, "7")
    flag = rig.engine.evidence.last_decision("race")
    assigned = await rig.do(commands.AssignTransponder(transponder=5, entry="e7"))
    async with rig.browser(Role.GRID) as grid, rig.browser(Role.DIRECTOR) as director:
        refused = await grid.post("/api/commands", content=order(commands.WithdrawDecision(decision=flag)))
        assert refused.status_code == 403
        own = order(commands.WithdrawDecision(decision=assigned))
        assert (await director.post("/api/commands", content=own)).status_code == 403
        assert (await grid.post("/api/commands", content=own)).status_code == 200
        withdrawn = order(commands.WithdrawDecision(decision=assigned), key="another key")
        assert (await grid.post("/api/commands", content=withdrawn)).status_code == 409


@pytest.mark.parametrize("command", RELAYED[Role.OPERATOR], ids=lambda command: str(command.__name__))
async def test_an_operator_names_whose_ruling_it_is(rig: TowerRig, command: type[AnyCommand]) -> None:
    async with rig.browser(Role.OPERATOR) as browser:
        refused = await browser.post("/api/commands", content=order(sample(command)))
        assert (refused.status_code, "by_radio_from" in refused.json()["why"]) == (403, True)


async def test_a_ruling_by_radio_is_recorded_with_both_names(rig: TowerRig) -> None:
    await rig.race(5, "7")
    command = commands.Rule(session="race", entry="e7", ruling=Warned())
    async with rig.browser(await rig.let_in(Role.OPERATOR, "Ola")) as browser:
        answer = await browser.post("/api/commands", content=order(command, by_radio_from="Dirk Director"))
    by = rig.engine.evidence.decisions[answer.json()["n"]].by
    assert (by.who, by.by_radio_from) == ("Ola", "Dirk Director")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "data"),
        (b"[1", "truncated"),
        (order({"command": "fly"}), "fly"),
        (order({"command": "show_flag"}), "session"),
        (order(commands.CloseSession(session="x")).replace(b'"key"', b'"kex"'), "kex"),
        (order(commands.CloseSession(session="x"), key="short"), "key"),
        (order(commands.RescheduleLaps(session="x", laps=2**53)), "too large"),
        (order({"command": "reschedule_laps", "session": "x", "laps": 10**30}), ""),
        (order(commands.CloseSession(session="x" * 501)), "500 characters"),
        (order(commands.CloseSession(session="x"), why="x" * 501), "why"),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused_with_the_reason(
    rig: TowerRig, body: bytes, why: str
) -> None:
    async with rig.browser(Role.ADMINISTRATOR) as browser:
        answer = await browser.post("/api/commands", content=body)
    assert answer.status_code == 400, answer.text
    assert why in answer.json()["why"]


async def test_a_body_that_no_order_needs_is_not_read(rig: TowerRig) -> None:
    async with rig.browser(Role.ADMINISTRATOR) as browser:
        answer = await browser.post("/api/commands", content=b" " * 300_000)
    assert answer.status_code == 413


async def test_a_full_disk_is_told_and_shown(rig: TowerRig) -> None:
    await rig.race(5, "7")
    await rig.journal.connection.execute("PRAGMA query_only = 1")
    async with rig.browser(Role.DIRECTOR) as browser:
        command = commands.Rule(session="race", entry="e7", ruling=Warned())
        refused = await browser.post("/api/commands", content=order(command))
        assert (refused.status_code, refused.json()["why"]) == (503, NOT_SAVED)
        state = (await browser.get("/api/tower")).json()["state"]
        assert state["store"]["saved"] is False
    await rig.journal.connection.execute("PRAGMA query_only = 0")
