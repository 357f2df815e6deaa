"""Whose turn it is: one request at a time a host, with a pause between two, whoever asks."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Turns:
    """The hosts that are asked, each in turn. `pause_s` stands between the end of a request and the next one."""

    def __init__(self, pause_s: float) -> None:
        self.pause_s = pause_s
        self._locks: dict[str, asyncio.Lock] = {}
        self._free_at: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def slow_down(self, host: str, pause_s: float) -> None:
        """A host that asks for a longer pause (`Crawl-delay`, an interface's terms of use) gets it."""
        self._pauses[host] = max(pause_s, self._pauses.get(host, 0.0))

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[None]:
        """Waits for the turn, and keeps it as long as the context lasts."""
        async with self._locks.setdefault(host, asyncio.Lock()):
            wait = self._free_at.get(host, 0.0) - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + max(self.pause_s, self._pauses.get(host, 0.0))
