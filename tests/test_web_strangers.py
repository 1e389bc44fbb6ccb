"""Strangers over HTTP: connections that say nothing, refusals without end, what is not for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from bot.cli.checkup.platforms import guessable
from bot.config import Config
from bot.config.tree import Telegram
from bot.domain.ids import Channel
from bot.web.connections import Connections
from bot.web.enclosures import PLACES, EnclosurePages
from bot.web.health import Probes
from bot.web.metrics import Metrics
from bot.web.server import build_web, serving
from bot.web.webhooks import Webhooks

from tests.house import House, house
from tests.offices import NOW, KeptLog, KeptMeter, broken_office
from tests.test_web import LINE, line_body

SOON = timedelta(seconds=0.3)
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


@dataclass
class Site:
    """The application with its webhook, and what it logged."""

    port: int
    log: KeptLog
    meter: KeptMeter
    open: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def connects(self, words: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.open.append(writer)
        writer.write(words)
        await writer.drain()
        return reader, writer

    async def leaves(self) -> None:
        """Every connection closed from here."""
        for writer in self.open:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def site(most: int = 8, head_within: timedelta = SOON) -> AsyncIterator[Site]:
    office = broken_office()
    log, meter = KeptLog(), KeptMeter()

    async def take(_: object) -> None: ...

    application = build_web(
        hooks=[LINE],
        webhooks=Webhooks(take, lambda: NOW, log, meter),
        probes=Probes(office.store, office.clock, [Channel.LINE]),
        metrics=Metrics(),
    )
    known = Connections(most=most, head_within=head_within)
    async with serving(application, "127.0.0.1", 0, known) as port:
        built = Site(port, log, meter)
        yield built
        await built.leaves()


async def _ends(reader: asyncio.StreamReader) -> bytes:
    """Everything until it is closed; that it stays open, where it does."""
    try:
        async with asyncio.timeout(3):
            return await reader.read()
    except ConnectionResetError:
        return b""
    except TimeoutError:
        return b"it stays open"


async def test_a_connection_that_never_asks_anything_ends() -> None:
    async with site() as where:
        silent, _ = await where.connects(b"")
        half, _ = await where.connects(HEAD)
        assert (await _ends(silent), await _ends(half)) == (b"", b"")


async def test_an_answered_connection_may_wait_for_its_next_request() -> None:
    async with site() as where:
        reader, writer = await where.connects(HEAD + b"\r\n")
        await reader.readuntil(b"}")
        await asyncio.sleep(SOON.total_seconds() * 1.5)
        writer.write(HEAD + b"\r\n")
        assert b"alive" in await reader.readuntil(b"}")


async def test_many_that_stand_there_make_room_for_one_that_asks() -> None:
    async with site(most=3, head_within=timedelta(minutes=1)) as where:
        first = await where.connects(HEAD)
        for _ in range(2):
            await where.connects(HEAD)
        reader, _ = await where.connects(HEAD + b"\r\n")
        assert b"alive" in await reader.readuntil(b"}")
        assert await _ends(first[0]) == b""


async def test_refusals_are_counted_and_only_some_of_them_logged() -> None:
    async with site() as where, ClientSession() as client:
        for _ in range(40):
            async with client.post(f"{where.url}/webhook/line", data=line_body(1)) as answer:
                assert answer.status == 401
        assert len(where.meter.seen) == 40
        assert where.log.names.count("webhook.refused") == 30


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_the_figures_are_for_this_machine_alone(header: str) -> None:
    async with site() as where, ClientSession() as client:
        async with client.get(f"{where.url}/metrics") as here:
            assert here.status == 200
        async with client.get(f"{where.url}/metrics", headers={header: "203.0.113.5"}) as passed_on:
            assert passed_on.status == 404
            assert "aiohttp" not in passed_on.headers["Server"]
            assert passed_on.headers["X-Content-Type-Options"] == "nosniff"


class _Counting:
    """A store that is slow, and knows how many look into it at once."""

    def __init__(self, home: House) -> None:
        self.now = self.most = self.looks = 0
        self._store = home.assembly.store

    async def read(self, _: object) -> None:
        self.looks += 1
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1


async def test_guesses_at_addresses_leave_room_for_everybody_else(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        counting = _Counting(home)
        object.__setattr__(home.desk, "store", counting)
        application = web.Application()
        application.add_routes(EnclosurePages(home.desk).routes())
        async with serving(application, "127.0.0.1", 0) as port, ClientSession() as client:
            url = f"http://127.0.0.1:{port}"

            async def asks(path: str) -> int:
                async with client.get(url + path) as answer:
                    return answer.status

            found = await asyncio.gather(*(asks(f"/enclosed/t{n}.jpg") for n in range(12)))
            found += await asyncio.gather(*(asks(f"/listen/t{n}") for n in range(12)))
            assert (set(found), counting.most) == ({404}, PLACES)
            counting.looks = 0
            for _ in range(130):
                await asks("/enclosed/same.jpg")
            assert counting.looks == 120


@pytest.mark.parametrize(("secret", "weak"), [("telegram", True), ("k3XbQ9vT2mLw8sRz", False)])
def test_the_doctor_knows_a_secret_that_may_be_guessed(secret: str, *, weak: bool) -> None:
    telegram = Telegram(enabled=True, token="1:a", mode="webhook", webhook_secret=secret)
    assert guessable(Config(telegram=telegram)) is weak
