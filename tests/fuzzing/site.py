"""The real web application of a house, without a socket."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from bot.channels.line import read as line
from bot.channels.line.authenticate import authenticate as line_believes
from bot.channels.telegram import read as telegram
from bot.channels.telegram.authenticate import authenticate as telegram_believes
from bot.documents.bind import Bindery
from bot.domain.ids import Channel
from bot.domain.incoming import Incoming
from bot.web.case_pages import CasePages
from bot.web.health import Probes
from bot.web.metrics import Metrics
from bot.web.server import build_web
from bot.web.webhooks import Hook, Verdict, Webhooks

from tests.house import House, house

SECRET: Final = "s"
_WAITS: Final = 40


class _Kept(logging.Handler):
    """Keeps the error behind a 500."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        # The server's own words on what is no HTTP: it was answered 400.
        if error is not None and not isinstance(
            error, HttpProcessingError | web.RequestPayloadError
        ):
            self.errors.append(error)


class _Wire(asyncio.Transport):
    """A connection to nobody: keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.said = bytearray()
        self.closed = False

    def write(self, data: Any) -> None:  # noqa: ANN401  any bytes
        self.said += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


@dataclass
class Site:
    """The real web application of a house, without a socket."""

    loop: asyncio.AbstractEventLoop
    stack: AsyncExitStack
    server: web.Server
    kept: _Kept

    async def hears(self, raw: bytes) -> bytes:
        """What is answered to these bytes on a new connection, which then breaks off."""
        talk, wire = self.server(), _Wire()
        talk.connection_made(wire)
        working = talk._task_handler  # noqa: SLF001  nothing else tells when it is done
        assert working is not None
        talk.data_received(raw)
        for turn in range(_WAITS):
            await asyncio.sleep(0 if turn < _WAITS // 2 else 0.0005)
            if wire.closed or working.done() or talk._waiter is not None:  # noqa: SLF001
                break
        talk.connection_lost(None)
        await asyncio.wait({working})
        return bytes(wire.said)


async def _opened(stack: AsyncExitStack) -> web.Server:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="rongthuk-fuzz-")))
    home = await stack.enter_async_context(house(folder))
    runner = web.AppRunner(_application(home), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    assert runner.server is not None
    return runner.server


def _hooks() -> tuple[Hook, ...]:
    """As in `bot/app/channels.py`, without the vendors' libraries, which only send."""

    def of_telegram(headers: Mapping[str, str], _: bytes) -> Verdict:
        return Verdict.of("given", right=telegram_believes(headers, SECRET))

    def of_line(headers: Mapping[str, str], raw: bytes) -> Verdict:
        given = headers.get("X-Line-Signature")
        return Verdict.of(given, right=line_believes(raw, given, SECRET))

    def one(raw: bytes, now: datetime) -> Sequence[Incoming]:
        return (telegram.read_update(raw, now),)

    return (
        Hook(Channel.TELEGRAM, "/webhook/telegram", of_telegram, one, telegram.NotAnEvent),
        Hook(Channel.LINE, "/webhook/line", of_line, line.read_events, line.NotAnEvent),
    )


def _application(home: House) -> web.Application:
    async def take(_: object) -> None: ...

    bindery = Bindery(home.assembly.catalogue, home.desk.around, home.assembly.evidence)
    pages = CasePages(home.desk, bindery, refused_after=timedelta())
    return build_web(
        hooks=_hooks(),
        webhooks=Webhooks(take, home.assembly.clock, home.log, home.counts),
        probes=Probes(home.assembly.store, home.assembly.clock, (Channel.TELEGRAM,)),
        metrics=Metrics(),
        pages=pages.routes(),
    )


@cache
def site() -> Site:
    """One for the whole search."""
    loop, stack, kept = asyncio.new_event_loop(), AsyncExitStack(), _Kept()
    logging.getLogger("aiohttp").addHandler(kept)
    return Site(loop, stack, loop.run_until_complete(_opened(stack)), kept)
