"""Backups that make themselves: after each session, to a second file."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from livetiming.errors import StoreError
from livetiming.journal.backup import backup

log = logging.getLogger(__name__)


class BackupAfterSessions:
    """Backs a store up by itself whenever another session has been closed.

    `closed` says how many sessions have been; `look` is called after each commit.
    """

    def __init__(self, closed: Callable[[], int], store: Path, target: Path) -> None:
        self._closed = closed
        self._store = store
        self._target = target
        self._seen = closed()
        self._task: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Start a backup if a session has been closed since the last."""
        if self._closed() > self._seen and (self._task is None or self._task.done()):
            self._seen = self._closed()
            self._task = asyncio.get_running_loop().create_task(self._back_up(), name="backup")

    async def finish(self) -> None:
        """Wait for a backup that is being made."""
        if self._task is not None:
            await self._task

    async def _back_up(self) -> None:
        try:
            facts = await asyncio.to_thread(backup, self._store, self._target)
        except StoreError as error:
            log.error("NO BACKUP: %s", error)  # noqa: TRY400 - one line for the operator
        else:
            log.info("%d facts backed up to %s", facts, self._target)
