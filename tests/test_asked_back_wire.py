"""One message taken back at the wire: the platforms' own libraries against stand-ins."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from bot.channels.line.read import read_events
from bot.channels.line.send import LineSender
from bot.channels.simulator.read import Doer, NotAnEvent, read_event
from bot.channels.telegram.read import read_update
from bot.channels.telegram.send import TelegramSender
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, RepliedTo
from bot.usecases.take_turn import take_turn

from tests.house import MONDAY, House, Platform, house
from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn
from tests.stand_ins.telegram_chats import Shown
from tests.stand_ins.telegram_people import Person

pytestmark = pytest.mark.wire

AYE = 6001
SUDA = "U" + "a" * 32
STORY = "the boat is Chok Dee"
GONE, STANDS = "ได้ ลบข้อความนั้นแล้ว", "ข้อความนั้นยังอยู่ในแชตนี้ ช่วยลบที่นี่ด้วย"
KEPT = "If you only delete a message here, we still have it."


@dataclass
class Poller:
    """Brings every update that waits, in order, as polling does."""

    home: House
    telegram: TelegramStandIn
    seen: int = 0

    async def brings(self) -> None:
        for update in await self.telegram.updates.after(self.seen + 1, 100, 0.01) or ():
            self.seen = update["update_id"]
            raw = json.dumps(update).encode()
            await take_turn(self.home.desk, read_update(raw, self.home.now))
            await self.home.settle()

    async def through_the_gate(self, person: Person) -> None:
        for words in ("/start", STORY):
            await person.says(words)
        await self.brings()
        await person.taps("English")
        await self.brings()
        await person.says("yes")
        await self.brings()


def _own(person: Person) -> list[Shown]:
    """What the person wrote and what still stands."""
    return [each for each in person.chat.everything if each.author and not each.deleted]


async def _said(home: House, channel: Channel, account: str) -> str:
    talk = await home.assembly.store.read(lambda work: work.conversations.current(channel, account))
    assert talk is not None
    return str((talk.answers, talk.notes))


@pytest.mark.safety(40)
async def test_on_telegram_both_messages_leave_the_chat_and_the_bots_own_stay(
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC)  # Telegram's stand-in has no other clock
    async with TelegramStandIn() as telegram, house(tmp_path, at=now) as home:
        sender = TelegramSender(telegram.token, api_base_url=telegram.url)
        home.platforms[Channel.TELEGRAM] = cast("Platform", sender)
        aye, poller = telegram.person(AYE, "en"), Poller(home, telegram)
        await poller.through_the_gate(aye)
        await aye.says("delete")
        await poller.brings()
        assert KEPT in aye.last.text
        await aye.replies("delete", aye.last)
        await poller.brings()
        assert "We keep nothing of that message." in aye.last.text
        assert STORY in await _said(home, Channel.TELEGRAM, str(AYE))
        assert [each.text for each in _own(aye)][1] == STORY
        shown = len(aye.messages)
        await aye.replies("delete", _own(aye)[1])
        await poller.brings()
        await sender.close()
        assert "That message is deleted." in aye.last.text
        assert STORY not in await _said(home, Channel.TELEGRAM, str(AYE))
        assert [each.text for each in _own(aye)] == ["/start", "yes", "delete", "delete"]
        assert len(aye.messages) == shown + 1
        (call,) = [each for each in telegram.calls if each.method.startswith("delete")]
        assert (call.method, len(call.params["message_ids"])) == ("deleteMessages", 2)
        assert (telegram.violations, home.log.failures) == ([], [])


@pytest.mark.safety(40)
async def test_on_line_a_quote_with_the_word_does_it_and_the_chat_is_the_workers_own(
    tmp_path: Path,
) -> None:
    async with LineStandIn() as line, house(tmp_path) as home:
        sender = LineSender(line.token, api_base_url=line.url)
        home.platforms[Channel.LINE] = cast("Platform", sender)
        suda = line.person(SUDA)
        suda.follows()
        story = suda.says(STORY)
        await _posts(home, line)
        assert STORY in await _said(home, Channel.LINE, SUDA)
        suda.quotes(story, "delete")
        await _posts(home, line)
        await sender.close()
        assert STORY not in await _said(home, Channel.LINE, SUDA)
        assert suda.last.text.startswith(f"{GONE}\n{STANDS}\n")
        asked = [each.path for each in line.calls if each.method != "GET"]
        assert asked == ["/v2/bot/message/reply"] * 3  # and LINE is asked to delete nothing
        assert (line.violations, home.log.failures) == ([], [])


async def _posts(home: House, line: LineStandIn) -> None:
    """Everything that LINE posted and nobody has read."""
    while line.posts:
        raw, _ = line.posts.pop(0)
        for incoming in read_events(raw, home.now):
            await take_turn(home.desk, incoming)
            await home.settle()


def test_in_the_demonstration_a_message_can_be_answered_too() -> None:
    doer = Doer("worker", Chat(Channel.SIMULATOR, "worker"), "en")
    said: dict[str, object] = {"kind": "text", "text": "delete"}
    assert read_event(said, doer, 2, MONDAY).replied_to is None
    assert read_event({**said, "replies": "e1"}, doer, 2, MONDAY).replied_to == RepliedTo("e1")
    with pytest.raises(NotAnEvent):
        read_event({**said, "replies": 1}, doer, 2, MONDAY)
