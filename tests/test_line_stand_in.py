"""The played LINE: events come signed, alone or together, and again where nobody took them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, web
from bot.channels.line.authenticate import authenticate
from bot.channels.line.read import read_events
from bot.channels.line.send import LineSender
from bot.domain.incoming import Incoming, Joined, Location, Opened, Sticker, Tap, Text, Unsent
from bot.domain.prompt import Message, WordedButton
from bot.ports import Outgoing

from tests.stand_ins.line import LineStandIn
from tests.stand_ins.line_schema import faults

_KEY = "123e4567-e89b-12d3-a456-426614174000"
_NOW = datetime(2026, 11, 22, tzinfo=UTC)


class _Bot:
    """Answers every text and tap with what it understood; fails as often as it is told."""

    def __init__(self, line: LineStandIn) -> None:
        self.line = line
        self.heard: list[Incoming] = []
        self.failures = 0

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        assert authenticate(raw, request.headers["x-line-signature"], self.line.secret)
        if self.failures:
            self.failures -= 1
            return web.Response(status=503)
        self.heard += (found := read_events(raw, _NOW))
        sender = LineSender(self.line.token, api_base_url=self.line.url)
        for each in found:
            rows = ((WordedButton("ဟုတ်ကဲ့", "yes"),),)
            text = f"heard {type(each.content).__name__}"
            if isinstance(each.content, Text | Tap):
                owed = Outgoing(each.chat, Message(text, rows, location="📍"), _KEY)
                await sender.send([owed], reply_token=each.reply_token)
        await sender.close()
        return web.Response()


@asynccontextmanager
async def _serving(line: LineStandIn) -> AsyncIterator[_Bot]:
    bot = _Bot(line)
    app = web.Application()
    app.router.add_post("/line", bot.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    line.webhook = f"http://{host}:{port}/line"
    yield bot
    await line.delivered()
    await runner.cleanup()


@pytest.fixture
async def line() -> AsyncIterator[LineStandIn]:
    async with LineStandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


async def test_a_person_and_the_bot_talk(line: LineStandIn) -> None:
    async with _serving(line):
        worker = line.person("U1")
        worker.says("สวัสดี")
        await line.wait_for(lambda: worker.messages)
        assert worker.last.quick == ("📍",)
        worker.taps("ဟုတ်")
        await line.wait_for(lambda: len(worker.messages) == 2)
    assert worker.chat.texts == ["heard Text", "heard Tap"]
    assert line.answers == [200, 200]


async def test_everything_people_do_is_told_as_line_tells_it(line: LineStandIn) -> None:
    async with _serving(line) as bot:
        worker, group = line.person("U1"), line.group("C1")
        worker.opens()
        worker.shares(13.7, 100.5, "Bangkok")
        photo = worker.sends_photo(album="a1")
        worker.sends_voice()
        worker.sends_video()
        worker.sends_document()
        worker.sends_sticker()
        worker.unsends(photo)
        worker.blocks()
        worker.unblocks()
        group.adds_bot()
        group.member("U2", withheld=True).says("รับเรื่อง")
        group.removes_bot()
        await line.delivered()
    kinds = [type(each.content) for each in bot.heard]
    assert {Opened, Location, Sticker, Unsent, Joined, Text} < set(kinds)
    assert len(kinds) == len(line.posts) == 13
    assert [each for raw, _ in line.posts for each in _described(raw)] == []
    assert line.answers == [200] * 13


async def test_several_events_come_in_one_post(line: LineStandIn) -> None:
    async with _serving(line) as bot:
        with line.batch():
            line.person("U1").says("one")
            line.person("U2").says("two")
        await line.delivered()
    assert len(line.posts) == 1
    assert [each.account for each in bot.heard] == ["U1", "U2"]


async def test_what_was_not_taken_comes_again_under_the_same_name(line: LineStandIn) -> None:
    line.redelivers = True
    async with _serving(line) as bot:
        bot.failures = 2
        line.person("U1").says("help")
        await line.delivered()
    assert line.answers == [503, 503, 200]
    assert [each.content for each in bot.heard] == [Text("help")]
    assert len({read_events(raw, _NOW)[0].event for raw, _ in line.posts}) == 1


async def test_what_line_would_refuse_is_noticed(line: LineStandIn) -> None:
    message = {"type": "text", "text": "ก" * 5001}
    headers = {"Authorization": f"Bearer {line.token}", "X-Line-Retry-Key": _KEY}
    async with (
        ClientSession(headers=headers) as session,
        session.post(
            line.url + "/v2/bot/message/push", json={"to": "U1", "messages": [message]}
        ) as answer,
    ):
        assert answer.status == 400
    assert line.violations == ["text: more than 5000 units"]
    line.violations.clear()


def _described(raw: bytes) -> list[str]:

    return faults("CallbackRequest", json.loads(raw), spec="webhook")
