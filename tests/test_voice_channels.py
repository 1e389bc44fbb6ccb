"""Recorded voices at the wire: what Telegram and LINE are given, and what LINE may fetch."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import ClientSession, web
from bot.app.uploads import MarkedUploads
from bot.channels.line.send import LineSender
from bot.channels.telegram.send import TelegramSender
from bot.channels.telegram.voice import InMemory
from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import Chat
from bot.domain.prompt import Message, WordedButton
from bot.domain.recording import Sound
from bot.ports import Outgoing
from bot.recordings.sound import as_m4a, length_of
from bot.web.server import serving
from bot.web.voices import voice_route

from tests.house import house
from tests.running import eventually
from tests.serving import OFFICER, Site, site
from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn
from tests.tones import tone

pytestmark = pytest.mark.wire

AYE = "6001"
NAME = "0123456789abcdef" * 2
DECIDE = Message("Keep it?", ((WordedButton("Keep", "r:voice_take:abcdefgh:keep"),),))


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    path = tmp_path / f"{NAME}.m4a"
    path.write_bytes(as_m4a(tone(2)))
    return Sound(NAME, LanguageCode("my"), 2000, path)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as stand_in:
        await stand_in.person(AYE, "my").opens()
        yield stand_in
        assert stand_in.violations == []


def to_aye(sound: Sound, message: Message = Message("")) -> Outgoing:  # noqa: B008  it is frozen
    return Outgoing(Chat(Channel.TELEGRAM, AYE), message, str(uuid4()), sound=sound)


def uploaded(telegram: TelegramStandIn) -> list[bool]:
    """Of each voice sent: whether its bytes were."""
    given = [call.params for call in telegram.calls if call.method in ("sendVoice", "sendAudio")]
    return [not isinstance(each.get("voice", each.get("audio")), str) for each in given]


async def test_telegram_gets_the_bytes_once_and_its_own_reference_afterwards(
    telegram: TelegramStandIn, sound: Sound, tmp_path: Path
) -> None:
    async with house(tmp_path) as home:
        kept = MarkedUploads(home.assembly.store, "telegram.1")
        for _ in range(2):  # as two processes, one after the other
            sender = TelegramSender(telegram.token, api_base_url=telegram.url, uploads=kept)
            await sender.send([to_aye(sound)])
            await sender.close()
        assert uploaded(telegram) == [True, False]
        assert await MarkedUploads(home.assembly.store, "telegram.2").known(NAME) == ""
    heard = [each.sound for each in telegram.chat(AYE).messages]
    assert heard == [sound.path.read_bytes()] * 2


async def test_a_reference_that_telegram_no_longer_takes_is_replaced(
    telegram: TelegramStandIn, sound: Sound
) -> None:
    kept = InMemory()
    await kept.keep(NAME, "AwACAgUAAxkBAAI-of-another-bot")
    sender = TelegramSender(telegram.token, api_base_url=telegram.url, uploads=kept)
    await sender.send([to_aye(sound)])
    await sender.send([to_aye(sound)])
    await sender.close()
    assert uploaded(telegram) == [False, True, False]


async def test_whoever_takes_no_voice_messages_on_telegram_gets_a_file_of_sound(
    telegram: TelegramStandIn, sound: Sound
) -> None:
    telegram.chat(AYE).hears_no_voices = True
    sender = TelegramSender(telegram.token, api_base_url=telegram.url)
    await sender.send([to_aye(sound)])
    await sender.close()
    assert telegram.calls[-1].method == "sendAudio"
    assert telegram.chat(AYE).last.sound == sound.path.read_bytes()


async def test_words_and_buttons_follow_their_sound_and_a_try_again_repeats_neither(
    telegram: TelegramStandIn, sound: Sound
) -> None:
    sender = TelegramSender(telegram.token, api_base_url=telegram.url)
    outgoing = to_aye(sound, DECIDE)
    names = await sender.send([outgoing])
    assert await sender.send([outgoing]) == names
    await sender.close()
    heard, said = telegram.chat(AYE).messages
    assert (heard.text, said.text) == ("", "Keep it?")
    assert [button.label for button in said.buttons] == ["Keep"]


@pytest.mark.parametrize("public", ["https://intake.example.org", ""])
async def test_line_is_told_where_the_sound_is_and_how_long(sound: Sound, public: str) -> None:
    async with LineStandIn() as line:
        who = line.person("U" + "a" * 32)
        who.follows()
        sender = LineSender(line.token, api_base_url=line.url, public_url=public)
        chat = Chat(Channel.LINE, who.id)
        await sender.send([Outgoing(chat, DECIDE, str(uuid4()), sound=sound)])
        await sender.send([Outgoing(chat, Message(""), str(uuid4()), sound=sound)])
        await sender.close()
        audio = {
            "type": "audio",
            "originalContentUrl": f"{public}/voice/my/{NAME}.m4a",
            "duration": 2000,
        }
        shown = [each.raw for each in who.messages]
        if public:
            assert [shown[0], shown[2]] == [audio, audio]
        assert [each["type"] for each in shown if each["type"] != "audio"] == ["flex"]
        assert line.violations == []


async def test_the_web_gives_out_what_was_made_and_nothing_else(sound: Sound) -> None:
    application = web.Application()
    known = {("my", NAME): sound.path}
    application.router.add_routes([voice_route(lambda *asked: known.get(asked))])
    async with serving(application, "127.0.0.1", 0) as port, ClientSession() as client:
        address = f"http://127.0.0.1:{port}/voice"
        async with client.get(f"{address}/my/{NAME}.m4a") as answer:
            assert answer.status == 200
            assert await answer.read() == sound.path.read_bytes()
            assert answer.content_type == "audio/mp4"
            assert "immutable" in answer.headers["Cache-Control"]
        for path in ("", "/my", "/my/", f"/th/{NAME}.m4a", "/my/..%2f..%2fsecret.m4a"):
            async with client.get(address + path) as answer:
                assert answer.status == 404


async def test_from_an_officers_voice_message_to_a_workers_ear_on_both_platforms(
    tmp_path: Path,
) -> None:
    """The running service, over HTTP, killed between the recording and its being kept."""
    async with site(tmp_path) as where:
        await _records(where, tmp_path / "var" / "voice" / "en" / "ask.safe_to_talk.json")
        aye = where.telegram.person("6002", "en")
        await aye.opens()
        await eventually(lambda: aye.messages, 5)
        await aye.taps("English")
        await eventually(lambda: "🔊" in str(aye.last.markup), 5)
        await aye.taps("🔊 Listen")
        await eventually(lambda: aye.last.sound, 5)
        heard, length = await _heard_on_line(where)
        assert heard == aye.last.sound
        assert length_of(heard) == length
        where.unharmed()


async def _records(where: Site, label: Path) -> None:
    officer = where.telegram.person(OFFICER)
    await officer.opens()
    await officer.says("/record ask.safe_to_talk en")
    await eventually(lambda: officer.messages and "ask.safe_to_talk" in officer.last.text, 5)
    await officer.sends_voice(tone(2))
    await eventually(lambda: officer.last.buttons, 10)
    assert officer.messages[-2].sound
    await where.service.kill()
    await where.service.start()
    await officer.taps(payload=officer.last.buttons[0].payload)
    await eventually(label.exists, 10)


async def _heard_on_line(where: Site) -> tuple[bytes, timedelta]:
    """What LINE would play, fetched from where it is told to, and its length as it was told."""
    ma = where.line.person("U" + "b" * 32)
    ma.follows()
    ma.says("hello")
    await eventually(lambda: ma.messages and "English" in ma.last.buttons, 5)
    ma.taps("English")
    await eventually(lambda: any("🔊" in each for each in ma.last.buttons), 5)
    ma.taps("🔊")
    await eventually(lambda: ma.last.raw["type"] == "audio", 5)
    audio = ma.last.raw
    assert ma.last.by == "reply"
    async with ClientSession() as client, client.get(audio["originalContentUrl"]) as answer:
        return await answer.read(), timedelta(milliseconds=audio["duration"])
