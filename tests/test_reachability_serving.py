"""A running service: how long from an alert that cannot arrive to one that has arrived elsewhere.

`-s` prints the figures.
"""

import asyncio
import time
from pathlib import Path

from tests.running import eventually
from tests.serving import LINE_GROUP, Site, site
from tests.walking import ANSWERS, Worker

IN_DANGER = {**ANSWERS, "in_danger_now": "yes", "place_now": '"Samut Sakhon"'}


async def _seconds(where: Site) -> float:
    """From the answer that should alert Samut Sakhon to the card before its neighbour."""
    worker = Worker(where.line.person("U" + "8" * 32), IN_DANGER)
    await worker.opens()
    await worker.until("place_now")
    began = time.monotonic()
    answering = asyncio.create_task(worker.until("for_whom"))
    await eventually(lambda: where.group("samut-prakan").messages, patience=60)
    took = time.monotonic() - began
    await answering
    return took


async def test_a_running_service_routes_around_a_group_that_is_gone(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        where.telegram.chat(-1002).reached = False  # removed, and nobody told the bot
        took = await _seconds(where)
        print(f"routed around {took:.2f} s after the answer")  # noqa: T201
        assert took < 5


async def test_a_running_service_routes_around_a_spent_allowance(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        unlinked = {"channel": "telegram", "chat": "-1002"}
        await where.service.asked("units.unlink", who="t", **unlinked)
        await where.prepare_line_group()
        where.line.limit = 0
        took = await _seconds(where)
        print(f"routed around {took:.2f} s after the answer")  # noqa: T201
        assert took < 5
        assert where.line.group(LINE_GROUP).messages == []
