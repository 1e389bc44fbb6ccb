"""`demo`: the very same application on one machine, with a page instead of platforms."""

import asyncio
import errno
import signal
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Final

from bot.app.dice import now
from bot.demo.clock import MovableClock, first_day
from bot.demo.server import build_demo
from bot.demo.stage import Stage
from bot.ports import Log
from bot.web.case_doors import CaseDoors
from bot.web.logs import install
from bot.web.server import serving

HOST: Final = "127.0.0.1"
MORE_PORTS: Final = 20
"""Where the port is taken, so many after it are tried."""


def _say(words: str) -> None:
    """Print at once: whoever reads a pipe waits for the address."""
    print(words, flush=True)  # noqa: T201  it is what the command prints


async def demo(
    port: int,
    *,
    browser: bool,
    stop: asyncio.Event | None = None,
    announce: Callable[[str], None] = _say,
) -> None:
    """Show everything on a page of this machine until `stop` is set, or until the terminal says so.

    Where `port` is taken the next free one is used; 0 takes any. `OSError` where none is free.
    Nothing is left behind.
    """
    log = install()
    stop = stop or _told_to_stop()
    stage: asyncio.Future[Stage] = asyncio.get_running_loop().create_future()
    doors = CaseDoors()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(_listening(port, stage, stop, doors))
        other = port and f":{port}/" not in address
        note = f"port {port} is taken, so it took another; " if other else ""
        end = "Ctrl-C ends it; nothing leaves this machine"
        announce(f"The demonstration is at {address} ({note}{end})")
        prepared = await asyncio.to_thread(_prepared, log, doors, address)
        stage.set_result(await stack.enter_async_context(prepared))
        if browser:
            await asyncio.to_thread(webbrowser.open, address)
        await stop.wait()


def _prepared(log: Log, doors: CaseDoors, address: str) -> AbstractAsyncContextManager[Stage]:
    """The stage, about to be set; what takes long to import is imported here."""
    from bot.app.play import performed
    from bot.data.policy import thai_holidays

    clock = MovableClock(first_day(now(), thai_holidays))
    return performed(clock, log, doors=doors, address=address.rstrip("/"))


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@asynccontextmanager
async def _listening(
    port: int, stage: "asyncio.Future[Stage]", stop: asyncio.Event, doors: CaseDoors
) -> AsyncIterator[str]:
    """The page's address, as long as the context lasts: on this port, or the next that is free."""
    async with AsyncExitStack() as stack:
        for candidate in range(port, port + MORE_PORTS if port else 1):
            try:
                listening = serving(build_demo(stage, stop, doors.routes()), HOST, candidate)
                taken = await stack.enter_async_context(listening)
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
        else:
            raise OSError(errno.EADDRINUSE, f"no port from {port} on is free")
        try:
            yield f"http://{HOST}:{taken}/"
        finally:
            stop.set()
