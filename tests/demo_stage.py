"""The demonstration for tests: its stage without a page, and its page on a port."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.app.play import performed
from bot.demo.clock import MovableClock
from bot.demo.server import build_demo
from bot.demo.stage import Stage
from bot.web.case_doors import CaseDoors
from bot.web.server import serving

from tests.house import MONDAY, QuietLog


@asynccontextmanager
async def stage(doors: CaseDoors | None = None, address: str = "") -> AsyncIterator[Stage]:
    clock = MovableClock(MONDAY)
    async with performed(clock, QuietLog(), doors=doors, address=address) as made:
        yield made


def shown(stage: Stage, chat: str) -> list[Mapping[str, Any]]:
    return [each for each in stage.picture(0)["messages"] if each["chat"] == chat]


async def tap(stage: Stage, chat: str, ending: str, account: str = "") -> None:
    """Press the newest button of a chat whose payload ends like this, or begins with it.

    What an officer needs less often stands behind "⋯ More".
    """
    if await _pressed(stage, chat, ending, account):
        return
    await _pressed(stage, chat, "r:rest:", account)
    if not await _pressed(stage, chat, ending, account):
        raise AssertionError(f"no button {ending} in {chat}")


async def _pressed(stage: Stage, chat: str, ending: str, account: str) -> bool:
    for message in reversed(shown(stage, chat)):
        for button in (each for row in message["rows"] for each in row):
            payload = button["payload"]
            if payload.endswith(ending) or payload.startswith(ending):
                event = {"kind": "tap", "payload": payload, "message": message["id"]}
                await stage.hear(account or chat, chat, event)
                return True
    return False


@asynccontextmanager
async def page_at() -> AsyncIterator[str]:
    """The address of a page with everything behind it, on a Monday at ten."""
    async with page_and_stage() as (address, _):
        yield address


@asynccontextmanager
async def page_and_stage() -> AsyncIterator[tuple[str, Stage]]:
    """The same with the stage behind it."""
    stop = asyncio.Event()
    waiting: asyncio.Future[Stage] = asyncio.get_running_loop().create_future()
    doors = CaseDoors()
    async with (
        serving(build_demo(waiting, stop, doors.routes()), "127.0.0.1", 0) as port,
        stage(doors, f"http://127.0.0.1:{port}") as made,
    ):
        waiting.set_result(made)
        try:
            yield f"http://127.0.0.1:{port}", made
        finally:
            stop.set()
