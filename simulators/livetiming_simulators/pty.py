"""A simulated decoder on a serial line: a pseudo-terminal that can be plugged and unplugged."""

import asyncio
import os
import select
import tty
from pathlib import Path

from livetiming_simulators.listening import UNREAD_BYTES_MAX, CannotListen, Host

LOOK_AFTER_S = 0.02
"""How often to see whether somebody has opened the line; the kernel does not tell."""

PLUG_BACK_AFTER_S = 1.0
"""How long a lost line stays unplugged."""

READ_BYTES = 4096


class PtyListener:
    """Offers ``pty:`` (prints its own path) or ``pty:/path`` (also a link there, kept through replugs).

    Whoever opens the path is the one client; while nobody has it open, what the decoder says is
    lost, as on a real line.
    """

    def __init__(self, url: str) -> None:
        scheme, _, path = url.partition(":")
        if scheme != "pty":
            raise CannotListen(f"bad address {url!r}; use pty: or pty:/path/of/link")
        self._link = Path(path) if path else None
        self._host: Host | None = None
        self._master: int | None = None
        self._client: int | None = None
        self._unread = bytearray()
        self._watch: asyncio.Task[None] | None = None
        self._plug_back: asyncio.TimerHandle | None = None
        self.plugged = asyncio.Event()
        self.path = ""
        """The terminal's own path; another one after each replug."""

    async def open(self, host: Host) -> str:
        """Plug in; returns ``pty:`` with the path to open. Raises `CannotListen`."""
        if self._link is not None and self._link.exists() and not self._link.is_symlink():
            raise CannotListen(f"{self._link} exists and is no link; name another path")
        self._host = host
        try:
            self.plug()
        except OSError as error:
            raise CannotListen(f"cannot offer {self._link or 'a terminal'}: {error.strerror}") from None
        self._watch = asyncio.create_task(self._look_for_client(), name="pty watch")
        return f"pty:{self._link or self.path}"

    async def close(self) -> None:
        """Unplug for good."""
        if self._watch is not None:
            self._watch.cancel()
        self.unplug()

    def plug(self) -> None:
        """Connect the line; nothing happens if it is connected."""
        if self._master is not None:
            return
        self._cancel_plug_back()
        master, slave = os.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)
        os.set_blocking(master, False)
        self._master = master
        if self._link is not None:
            fresh = self._link.with_name(f"{self._link.name}.{os.getpid()}")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(self.path)
            fresh.replace(self._link)
        self.plugged.set()

    def unplug(self) -> None:
        """Pull the plug: whoever has the line open reads its end."""
        self._cancel_plug_back()
        if self._master is None:
            return
        self._let_go()
        os.close(self._master)
        self._master = None
        self.plugged.clear()
        if self._link is not None:
            self._link.unlink(missing_ok=True)

    def write(self, data: bytes) -> bool:
        """Hand over bytes, kept until the client reads; false once it has left too much unread."""
        self._unread += data
        self._flush()
        return len(self._unread) <= UNREAD_BYTES_MAX

    def hang_up(self) -> None:
        """The line is lost: unplug, and plug back a little later."""
        self.unplug()
        loop = asyncio.get_running_loop()
        self._plug_back = loop.call_later(PLUG_BACK_AFTER_S, self.plug)

    async def _look_for_client(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if self._master is not None and self._host is not None:
                listening = self._listening(self._master)
                if listening and self._client is None:
                    self._client = self._host.attach(self)
                    loop.add_reader(self._master, self._read)
                elif not listening:
                    self._let_go()
            await asyncio.sleep(LOOK_AFTER_S)

    def _read(self) -> None:
        if self._master is None or self._host is None or self._client is None:
            return
        try:
            data = os.read(self._master, READ_BYTES)
        except BlockingIOError:
            return
        except OSError:  # EIO: the client has closed the line
            self._let_go()
            return
        self._host.received(self._client, data)

    def _flush(self) -> None:
        """Write what the terminal takes; the rest when it takes more."""
        if self._master is None or self._client is None:
            return
        loop = asyncio.get_running_loop()
        try:
            written = os.write(self._master, self._unread) if self._unread else 0
        except BlockingIOError:
            written = 0
        del self._unread[:written]
        if self._unread:
            loop.add_writer(self._master, self._flush)
        else:
            loop.remove_writer(self._master)

    def _let_go(self) -> None:
        """The client is gone."""
        if self._client is not None and self._master is not None and self._host is not None:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._master)
            loop.remove_writer(self._master)
            self._unread.clear()
            client, self._client = self._client, None
            self._host.detach(client)

    def _cancel_plug_back(self) -> None:
        if self._plug_back is not None:
            self._plug_back.cancel()
            self._plug_back = None

    @staticmethod
    def _listening(master: int) -> bool:
        poll = select.poll()
        poll.register(master, 0)
        return not any(event & select.POLLHUP for _, event in poll.poll(0))
