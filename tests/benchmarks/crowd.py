"""A crowd of spectators in one process: ``crowd.py PORT SPECTATORS CHANGES``.

Light, so that it is the server that is measured: plain sockets, one epoll, and a reader that knows
just enough of websockets. Prints ``ready`` when everybody has got a snapshot, and after CHANGES
changes one JSON object: for each number how many spectators got it, and when the last of them did,
on the machine's monotonic clock in nanoseconds.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter

REQUEST = (
    b"GET /live HTTP/1.1\r\nHost: lt\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Spectator:
    """One connection, and what of its bytes is not read yet."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(REQUEST)
        self.socket.setblocking(False)
        self.unread = b""
        self.upgraded = False

    def messages(self) -> list[bytes]:
        """The payloads that have come in whole since the last call."""
        received = self.socket.recv(32_768)
        if not received:
            raise ConnectionError("the server hung up")
        self.unread += received
        if not self.upgraded:
            head, blank, rest = self.unread.partition(b"\r\n\r\n")
            if not blank:
                return []
            assert head.startswith(b"HTTP/1.1 101"), head
            self.unread, self.upgraded = rest, True
        return self._payloads()

    def _payloads(self) -> list[bytes]:
        payloads = []
        while len(self.unread) >= 2:
            start, size = 2, self.unread[1]
            if size == 126:
                start, size = 4, int.from_bytes(self.unread[2:4], "big")
            elif size == 127:
                start, size = 10, int.from_bytes(self.unread[2:10], "big")
            if len(self.unread) < start + size:
                break
            payloads.append(self.unread[start : start + size])
            self.unread = self.unread[start + size :]
        return payloads


def main(port: int, spectators: int, changes: int) -> None:
    """Watch until everybody has seen all changes."""
    selector = selectors.DefaultSelector()
    for _ in range(spectators):
        spectator = Spectator(port)
        selector.register(spectator.socket, selectors.EVENT_READ, spectator)
    snapshots = 0
    seen: Counter[int] = Counter()
    last_ns: dict[int, int] = {}
    while seen.total() < spectators * changes:
        for key, _ in selector.select():
            for payload in key.data.messages():
                if payload.startswith(b'{"type":"change"'):
                    number = int(payload[payload.index(b'"to":') + 5 :].partition(b",")[0])
                    seen[number] += 1
                    last_ns[number] = time.monotonic_ns()
                elif payload.startswith(b'{"type":"snapshot"'):
                    snapshots += 1
                    if snapshots == spectators:
                        print("ready", flush=True)
    print(json.dumps({"seen": seen, "last_ns": last_ns, "snapshots": snapshots}), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
