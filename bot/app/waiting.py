"""Waiting for something, but not for ever."""

import asyncio
import contextlib
from datetime import timedelta


async def within(event: asyncio.Event, patience: timedelta) -> bool:
    """Whether it happens before patience ends."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), patience.total_seconds())
    return event.is_set()
