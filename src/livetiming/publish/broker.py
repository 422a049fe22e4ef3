"""Where an MQTT broker is, as one line that an operator can type."""

from urllib.parse import unquote, urlsplit

import msgspec

from livetiming.errors import BadUrl


class Broker(msgspec.Struct, frozen=True, kw_only=True):
    """Where the broker is. Made by `parse_broker`."""

    host: str
    port: int
    username: str | None
    password: str | None
    prefix: str


def parse_broker(url: str) -> Broker:
    """Read ``mqtt://[user:password@]host[:port][/prefix]``. Raises `BadUrl`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadUrl(f"{url!r} is no broker's address ({error}); write mqtt://host:1883/prefix.") from None
    prefix = parts.path.strip("/") or "livetiming"
    if parts.scheme != "mqtt" or not parts.hostname or "#" in url or "+" in prefix:
        raise BadUrl(f"{url!r} is no broker's address; write mqtt://host:1883/prefix.")
    return Broker(
        host=parts.hostname,
        port=port or 1883,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        prefix=prefix,
    )
