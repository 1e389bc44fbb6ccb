"""Photos and voices at the wire: what Telegram and LINE are given, and what LINE may fetch."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import ClientSession, web
from bot.channels.line.send import LineSender
from bot.channels.telegram.send import TelegramSender
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, MediaKind
from bot.domain.prompt import Message
from bot.ports import Enclosed, Outgoing
from bot.web.enclosures import EnclosurePages
from bot.web.server import serving

from tests.carrying import PUBLIC, carried, offers, slip
from tests.house import House
from tests.relaying import OFFICER, taken
from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn
from tests.test_take_turn import WORKER

pytestmark = pytest.mark.wire

AYE = "6001"
PHOTO = Enclosed(MediaKind.PHOTO, slip(), address=f"{PUBLIC}/enclosed/t.jpg")
VOICE = Enclosed(MediaKind.VOICE, b"ftyp", 2000, f"{PUBLIC}/enclosed/t.m4a")


async def test_telegram_gets_the_bytes_each_time_under_a_name_that_says_nothing() -> None:
    async with TelegramStandIn() as telegram:
        await telegram.person(AYE, "my").opens()
        sender = TelegramSender(telegram.token, api_base_url=telegram.url)
        chat = Chat(Channel.TELEGRAM, AYE)
        shown = Outgoing(chat, Message("Send it?"), str(uuid4()), protected=True, enclosed=PHOTO)
        names = await sender.send([shown])
        assert await sender.send([shown]) == names  # a try again repeats neither
        await sender.send([Outgoing(chat, Message(""), str(uuid4()), enclosed=PHOTO)])
        await sender.send([Outgoing(chat, Message(""), str(uuid4()), enclosed=VOICE)])
        await sender.close()
        first, said, second, heard = telegram.chat(AYE).messages
        assert (first.picture, first.text, first.protected) == (slip(), "", True)
        assert (said.text, second.picture, second.protected) == ("Send it?", slip(), False)
        assert heard.sound == b"ftyp"
        methods = [call.method for call in telegram.calls if call.method.startswith("send")]
        assert methods == ["sendPhoto", "sendMessage", "sendPhoto", "sendVoice"]
        sent = [call.params.get("photo", call.params.get("voice")) for call in telegram.calls]
        files = [each.filename for each in sent if each is not None]
        assert files == ["photo.jpg", "photo.jpg", "voice.m4a"]
        assert telegram.violations == []


async def test_line_is_told_where_to_fetch_them() -> None:
    async with LineStandIn() as line:
        who = line.person("U" + "a" * 32)
        who.follows()
        sender = LineSender(line.token, api_base_url=line.url, public_url=PUBLIC)
        chat = Chat(Channel.LINE, who.id)
        await sender.send([Outgoing(chat, Message("Send it?"), str(uuid4()), enclosed=PHOTO)])
        await sender.send([Outgoing(chat, Message(""), str(uuid4()), enclosed=VOICE)])
        await sender.close()
        photo, said, heard = (each.raw for each in who.messages)
        at = PHOTO.address
        assert photo == {"type": "image", "originalContentUrl": at, "previewImageUrl": at}
        assert said == {"type": "text", "text": "Send it?"}
        at = VOICE.address
        assert heard == {"type": "audio", "originalContentUrl": at, "duration": 2000}
        assert line.violations == []


@asynccontextmanager
async def doors(home: House) -> AsyncIterator[tuple[ClientSession, str]]:
    """A browser, and where the pages are on this machine."""
    application = web.Application()
    application.router.add_routes(EnclosurePages(home.desk).routes())
    async with serving(application, "127.0.0.1", 0) as port, ClientSession() as client:
        yield client, f"http://127.0.0.1:{port}"


@pytest.mark.safety(25)
async def test_what_line_may_fetch_is_there_for_an_hour_behind_an_address_nobody_guesses(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path, Channel.LINE, public_url=PUBLIC) as home, doors(home) as (web_, url):
        await offers(home)
        await home.taps(OFFICER, "📤 Send")
        for _ in range(2):
            await home.taps(WORKER, "🖼 Show the photo", channel=Channel.LINE)
        first, second = carried(home, WORKER, Channel.LINE)
        assert first.address != second.address
        token = first.address.removeprefix(f"{PUBLIC}/enclosed/").removesuffix(".jpg")
        assert len(token) == 43  # 256 bits
        address = first.address.replace(PUBLIC, url)
        async with web_.get(address) as answer:
            assert (answer.status, answer.content_type) == (200, "image/jpeg")
            assert await answer.read() == first.content
            assert answer.headers["Cache-Control"] == "no-store"
            assert "noindex" in answer.headers["X-Robots-Tag"]
        async with web_.get(address, headers={"Range": "bytes=2-9"}) as answer:
            assert (answer.status, await answer.read()) == (206, first.content[2:10])
            assert answer.headers["Content-Range"] == f"bytes 2-9/{len(first.content)}"
        async with web_.get(address, headers={"Range": f"bytes={len(first.content)}-"}) as answer:
            assert answer.status == 416
        wrong = (token[::-1] + ".jpg", f"{token}.m4a", "A" * 43 + ".jpg", "A" * 999 + ".jpg")
        for path in (*(f"/enclosed/{each}" for each in wrong), f"/listen/{token}"):
            async with web_.get(url + path) as answer:
                assert answer.status == 404, path
        await home.passes(hours=1)
        async with web_.get(address) as answer:
            assert answer.status == 404
