"""The real web application of a house with two cases, without a socket."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from bot.channels.line import read as line
from bot.channels.line.authenticate import authenticate as line_believes
from bot.channels.telegram import read as telegram
from bot.channels.telegram.authenticate import authenticate as telegram_believes
from bot.documents.bind import Bindery, Form
from bot.documents.worded_file import worded
from bot.domain.audit import AuditEntry
from bot.domain.ids import Channel, EvidenceId, LanguageCode
from bot.domain.incoming import Incoming
from bot.flows.case_file import Papers
from bot.flows.case_file_whole import case_file
from bot.usecases.desk import Desk
from bot.web.case_doors import CaseDoors
from bot.web.case_pages import CasePages
from bot.web.enclosures import EnclosurePages
from bot.web.health import Probes
from bot.web.metrics import Metrics
from bot.web.server import build_web
from bot.web.webhooks import Hook, Verdict, Webhooks
from storage.evidence import EvidenceFiles

from tests.fuzzing.passing import PassingStore
from tests.fuzzing.two_cases import TwoCases, two_cases
from tests.house import House

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


class _AtOnce(ThreadPoolExecutor):
    """Does what a thread would do without one: nothing is under way when the server waits."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:  # noqa: ANN401  as threads do
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **more))
        except BaseException as error:  # noqa: BLE001  it rises where it is waited for
            done.set_exception(error)
        return done


class _Watched(EvidenceFiles):
    """Keeps which sealed files were opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.opened: set[str] = set()

    async def open(self, evidence: EvidenceId, key: str) -> bytes:
        self.opened.add(evidence)
        return await super().open(evidence, key)


class _Plain(Bindery):
    """Binds no document: its words as they are, in which can be looked for what must not be."""

    async def bind(self, papers: Papers, form: Form, language: LanguageCode) -> bytes:
        file = case_file(papers, self.around)
        photos = [await self._bytes(each.evidence) for each in file.photos]
        return f"{form} {len(photos)} {worded(file, self.voice, language)}".encode()


@dataclass
class Site:
    """The real web application; `doors` have new pages behind them for each input."""

    loop: asyncio.AbstractEventLoop
    stack: AsyncExitStack
    kept: _Kept
    cases: TwoCases
    desk: Desk
    store: PassingStore
    files: _Watched
    doors: CaseDoors
    bindery: Bindery
    server: web.Server

    async def hears(self, raw: bytes) -> bytes:
        """What is answered to these bytes on a new connection, which then breaks off."""
        # Whoever asked too often before is not known to new pages.
        self.doors.lead_to(CasePages(self.desk, self.bindery, refused_after=timedelta()))
        talk, wire = self.server(), _Wire()
        talk.connection_made(wire)
        working = talk._task_handler  # noqa: SLF001  nothing else tells when it is done
        assert working is not None
        talk.data_received(raw)
        for turn in range(_WAITS):
            await asyncio.sleep(0 if turn < _WAITS - 5 else 0.0005)
            if wire.closed or working.done() or talk._waiter is not None:  # noqa: SLF001
                break
        talk.connection_lost(None)
        await asyncio.wait({working})
        return bytes(wire.said)

    def entries(self, since: int) -> list[AuditEntry]:
        """What was written into the log since it had so many entries."""
        if self.store.looks() == since:
            return []
        found: Sequence[AuditEntry] = self.store.carry_out(lambda work: work.audit.entries())
        return [*found[since:]]


async def _opened(stack: AsyncExitStack, kept: _Kept) -> Site:
    cases = await two_cases(stack)
    home = cases.home
    store, files = PassingStore(home), _Watched(home.assembly.config.evidence_dir)
    desk = replace(home.desk, store=store, files=files)
    doors = CaseDoors()
    runner = web.AppRunner(_application(home, desk, doors), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    assert runner.server is not None
    bindery = _Plain(home.assembly.catalogue, desk.around, files)
    loop = asyncio.get_running_loop()
    return Site(loop, stack, kept, cases, desk, store, files, doors, bindery, runner.server)


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


def _application(home: House, desk: Desk, doors: CaseDoors) -> web.Application:
    async def take(_: object) -> None: ...

    return build_web(
        hooks=_hooks(),
        webhooks=Webhooks(take, home.assembly.clock, home.log, home.counts),
        probes=Probes(desk.store, home.assembly.clock, (Channel.TELEGRAM,)),
        metrics=Metrics(),
        pages=(*doors.routes(), *EnclosurePages(desk).routes()),
    )


@cache
def site() -> Site:
    """One for the whole search."""
    loop, stack, kept = asyncio.new_event_loop(), AsyncExitStack(), _Kept()
    logging.getLogger("aiohttp").addHandler(kept)
    opened = loop.run_until_complete(_opened(stack, kept))
    loop.set_default_executor(_AtOnce(1))
    return opened
