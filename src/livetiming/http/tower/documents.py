"""Bodies of the officials' HTTP interface. The live half is `livetiming.publish.tower.messages`.

Every request but those marked * needs a login: the cookie that the starred ones set. POST, PUT, DELETE and
the websocket need an `Origin` that is the address asked. What goes wrong is told by a `Problem`: 400 the
request makes no sense, 401 no login, 403 not in this role or from this page, 404 not there, 409 refused
(`Refused`), 429 too many attempts, 503 nothing can be saved.

=======  =========================================  ==========================================================
GET      ``/api/welcome`` *                         `Welcome`
POST     ``/api/setup`` *                           `Setup` -> `Me`: the first account
POST     ``/api/login`` *                           `Login` -> `Me`
POST     ``/api/pair`` *                            `Pair` -> `Me`: what the QR code's page sends
GET      ``/api/me``                                `Me`
POST     ``/api/logout``                            ends this login
PUT      ``/api/me/password``                       `NewPassword`

POST     ``/api/commands``                          `Order` -> `Accepted`, `Preview`; 409, 503 `Refused`

GET      ``/api/tower``                             `TowerSnapshot`
WS       ``/tower/live``                            `AnyTowerMessage`
GET      ``/api/sessions/{id}/standings``           `StandingsDocument`; ``?at_n=`` at a journal number,
                                                    ``?at_track_us=`` the running order at an instant
GET      ``/api/sessions/{id}/explain/{row}``       `Explanation`
GET      ``/api/sessions/{id}/passings``            `PassingsDocument`; ``?entry= &from_track_us= &limit=``
GET      ``/api/sessions/{id}/decisions``           `DecisionsDocument`
GET      ``/api/sessions/{id}/proposals``           `ProposalsDocument`
GET      ``/api/sessions/{id}/hand-score``          `HandScoreDocument`: the charts against the loop
GET      ``/api/sessions/{id}/restart``             `RestartDocument`; ``?at_track_us=``, and as often as
                                                    needed ``&involved=ENTRY:causer``
GET      ``/api/journal``                           `JournalDocument`; ``?after= &limit= &passings=false``

GET      ``/api/accounts``                          `Account` list; this and the next two for administrators
PUT      ``/api/accounts/{name}``                   `AccountChange` -> `Account`
DELETE   ``/api/accounts/{name}``                   with all its logins
GET      ``/api/logins``                            `LoginInfo` list; this to the end for the tower
DELETE   ``/api/logins/{id}``                       shuts a device out, at once
GET      ``/api/pairings``                          `Pairing` list: codes that wait to be used
POST     ``/api/pairings``                          `PairingOrder` -> `NewPairing`, with the QR code
DELETE   ``/api/pairings/{id}``                     the code is worth nothing any more
=======  =========================================  ==========================================================

The TypeScript types in ``web/src/lib/tower-api.ts`` are generated from this module.
"""

from typing import Annotated

import msgspec

from livetiming.commands import Accepted, AnyCommand, Preview, Refused
from livetiming.facts import Authority
from livetiming.lapchart import HandChange, Verdict
from livetiming.officials.roles import Role
from livetiming.publish.messages import Row, Session
from livetiming.publish.tower.messages import DecisionInfo, MissedRead, PassingInfo, TowerSnapshot
from livetiming.rulings import AnyRuling, Involvement
from livetiming.scoring.explain import AnyReason

__all__ = [
    "Accepted",
    "Account",
    "AccountChange",
    "AnyCommand",
    "AnyReason",
    "AnyRuling",
    "DecisionsDocument",
    "Explanation",
    "HandDisagreement",
    "HandScoreDocument",
    "JournalDocument",
    "Login",
    "LoginInfo",
    "Me",
    "NewPairing",
    "NewPassword",
    "Order",
    "Pair",
    "Pairing",
    "PairingOrder",
    "PassingsDocument",
    "Preview",
    "Problem",
    "ProposalsDocument",
    "Refused",
    "RestartDocument",
    "Setup",
    "StandingsDocument",
    "TowerSnapshot",
    "Welcome",
]

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Password = Annotated[str, msgspec.Meta(min_length=8, max_length=200)]
Key = Annotated[str, msgspec.Meta(min_length=8, max_length=100)]
Text = Annotated[str, msgspec.Meta(max_length=500)]


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what is answered."""


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of what is asked."""


# ---------------------------------------------------------------------------------------------- officials


class Problem(Body, frozen=True, kw_only=True):
    """Why a request was not carried out, for people. `retry_s`: when to try again."""

    why: str
    retry_s: int | None = None


class Welcome(Body, frozen=True, kw_only=True):
    """What may be known without a login. `setup`: there is no account yet; make one with the code that the
    server printed when it started."""

    setup: bool
    software: str


class Setup(Request, frozen=True, kw_only=True):
    """Make the first account, an administrator's."""

    code: Text
    name: Name
    password: Password


class Login(Request, frozen=True, kw_only=True):
    """Log in with an account."""

    name: Name
    password: Text


class Pair(Request, frozen=True, kw_only=True):
    """Turn the code of a QR code into a login; it works once. The QR code opens ``/#pair=CODE``."""

    code: Text


class NewPassword(Request, frozen=True, kw_only=True):
    """Change one's own password; all other logins of the account end."""

    old: Text
    new: Password


class Me(Body, frozen=True, kw_only=True):
    """Who is logged in here. `may` has the tags of the commands that the role may give, `relays` those of
    them that need `Order.by_radio_from`."""

    who: str
    role: Role
    device: bool = False
    """Paired by a QR code, without an account."""
    expires_wall_us: int
    may: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()


class Account(Body, frozen=True, kw_only=True):
    """Somebody who can log in with a password."""

    name: str
    role: Role


class AccountChange(Request, frozen=True, kw_only=True):
    """Make an account, or change its role or password; without a password it keeps the one it has."""

    role: Role
    password: Password | None = None


class LoginInfo(Body, frozen=True, kw_only=True):
    """A device that is logged in. `mine`: the one that asks."""

    id: str
    who: str
    role: Role
    device: bool = False
    since_wall_us: int
    expires_wall_us: int
    mine: bool = False


class PairingOrder(Request, frozen=True, kw_only=True):
    """Let a device act as `role` under `name` ("Grid tablet")."""

    name: Name
    role: Role


class Pairing(Body, frozen=True, kw_only=True):
    """A QR code that waits to be used."""

    id: str
    name: str
    role: Role
    expires_wall_us: int


class NewPairing(Body, frozen=True, kw_only=True):
    """A new code: the address that the tablet opens, and the same as a picture for an ``<img>``."""

    pairing: Pairing
    url: str
    qr: str
    """A ``data:`` address of an SVG picture."""


# ----------------------------------------------------------------------------------------------- commands


class Order(Request, frozen=True, kw_only=True):
    """A command. `key` makes sending it twice harmless: a new random one for each decision of a person.

    `dry_run` asks for a `Preview`; `seen_decision` is its `last_decision` when the command is then sent, and
    a command that is out of date is refused as `stale`. `by_radio_from` names whose ruling it is.
    """

    key: Key
    command: AnyCommand
    why: Text | None = None
    by_radio_from: Name | None = None
    dry_run: bool = False
    seen_decision: int | None = None


# -------------------------------------------------------------------------------------------------- reads


class Document(Body, frozen=True, kw_only=True):
    """Base of what is read; `n` is the journal number that it was made from."""

    n: int


class StandingsDocument(Document, frozen=True, kw_only=True):
    """A session's standings: now, at a journal number, or as the running order at an instant.

    `lapped` has, for the running order, the karts that were lapped and by how many laps (GEN-4).
    """

    session: Session
    rows: tuple[Row, ...]
    at_track_us: int | None = None
    lapped: dict[str, int] = {}


class Told(Body, frozen=True, kw_only=True):
    """A reason with its facts, and the same in words."""

    reason: AnyReason
    words: str


class Explanation(Document, frozen=True, kw_only=True):
    """Why a row stands where it does."""

    session: str
    row: str
    reasons: tuple[Told, ...]


class PassingsDocument(Document, frozen=True, kw_only=True):
    """A session's passings in the order of time. `next_track_us`: there are more, from there on."""

    session: str
    passings: tuple[PassingInfo, ...]
    next_track_us: int | None = None


class DecisionsDocument(Document, frozen=True, kw_only=True):
    """The decisions in force about a session."""

    session: str
    decisions: tuple[DecisionInfo, ...]


class ProposalsDocument(Document, frozen=True, kw_only=True):
    """Reads that a session seems to have missed."""

    session: str
    proposals: tuple[MissedRead, ...]


class HandDisagreement(Body, frozen=True, kw_only=True):
    """A point on which the scorers' charts and the loop differ, both versions in words. `key` is what
    `ResolveDisagreement` names; `verdict` is the one that holds, by fact `n`, if it has been resolved."""

    key: str
    entry: str | None = None
    lap: int | None = None
    changes_laps: bool
    hand: str
    loop: str
    cause: str
    suggestion: str
    suggested: Verdict
    verdict: Verdict | None = None
    n: int | None = None


class HandScoreDocument(Document, frozen=True, kw_only=True):
    """What scorers wrote against what the loop heard. `changes` is the difference report: what the hand
    score would change, or has changed when it is signed by fact `signed_n`."""

    session: str
    disagreements: tuple[HandDisagreement, ...]
    changes: tuple[HandChange, ...]
    signed_n: int | None = None


class RestartPlace(Body, frozen=True, kw_only=True):
    """A place in the lineup, and why. `involvement` is what was asked for the kart."""

    place: int
    entry: str
    number: str
    name: str
    laps: int
    lapped: int = 0
    why: str
    involvement: Involvement | None = None


class RestartDocument(Document, frozen=True, kw_only=True):
    """The restart lineup as the rules have it, for a stop at `at_track_us`; nothing is published.

    `complete`: nobody had scored a lap, so the race starts anew. `out` are entries that do not restart.
    """

    session: str
    at_track_us: int
    single_file: bool
    complete: bool
    places: tuple[RestartPlace, ...]
    out: tuple[str, ...] = ()


class JournalEntry(Body, frozen=True, kw_only=True):
    """A fact: what it is about, and itself as it was recorded. `at_wall_us` is the time of day, where it is
    known; `by` and `words` are there for what officials did."""

    n: int
    kind: str
    """The tag of the fact: ``passing_heard``, ``flag_shown``, …"""
    at_wall_us: int | None = None
    by: Authority | None = None
    words: str | None = None
    fact: msgspec.Raw


class JournalDocument(Document, frozen=True, kw_only=True):
    """Facts in the order of their numbers; go on with ``after`` = `next_after` while it is there."""

    facts: tuple[JournalEntry, ...]
    next_after: int | None = None
