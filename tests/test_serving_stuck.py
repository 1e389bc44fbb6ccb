"""A bug in a turn: the worker gets the emergency numbers, the chat goes on, nothing is lost."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.channels.telegram.read import read_update
from bot.domain.ids import Channel, LanguageCode
from bot.domain.prompt import Message, Prompt
from bot.ports import EventOutcome, Voice
from bot.usecases.desk import Desk
from bot.usecases.take_stuck import take_stuck
from bot.usecases.take_turn import take_turn

from tests.house import House, house

UNLUCKY, LUCKY = "9001", "9002"
THAI = LanguageCode("th")


class Spoilt(Voice):
    """A voice that cannot put a question in Thai."""

    def __init__(self, whole: Voice) -> None:
        self._whole = whole

    def word(self, prompt: Prompt, language: LanguageCode) -> Message:
        if language == THAI and prompt.question is not None:
            raise LookupError("ZORBLAX cannot be worded")
        return self._whole.word(prompt, language)

    def languages(self) -> Sequence[LanguageCode]:
        return self._whole.languages()


def spoilt(desk: Desk) -> Desk:
    return replace(desk, voice=Spoilt(desk.voice))


def update(number: int, who: str, text: str, language: str) -> bytes:
    sender = {"id": int(who), "is_bot": False, "first_name": "A", "language_code": language}
    chat = {"id": int(who), "type": "private"}
    message = {"message_id": number, "date": 1_795_000_000, "from": sender, "chat": chat}
    return json.dumps({"update_id": number, "message": {**message, "text": text}}).encode()


async def brings(home: House, *updates: bytes) -> None:
    for raw in updates:
        home.moment[0] += timedelta(seconds=1)
        await take_turn(home.desk, read_update(raw, home.now))
        await home.settle()


async def test_what_a_bug_stopped_gets_the_numbers_and_is_taken_after_the_next_start(
    tmp_path: Path,
) -> None:
    first = update(1, UNLUCKY, "They hit my friend yesterday", "th")
    second = update(2, UNLUCKY, "We need a place to sleep", "th")
    async with house(tmp_path, change=spoilt) as home:
        await brings(home, first, update(3, LUCKY, "Hello", "en"), second, first)
        assert home.counts.outcomes == [
            EventOutcome.STUCK,
            EventOutcome.NEW,
            EventOutcome.STUCK,
            EventOutcome.REPEATED,
        ]
        texts = [message.text for _, message in home.screen(UNLUCKY).messages]
        assert len(texts) == 2
        assert all("191" in text and "1300" in text for text in texts)
        assert home.screen(LUCKY).last.rows
        assert all("ZORBLAX" not in str(fields) for _, fields in home.log.events)
        assert await take_stuck(home.desk, {Channel.TELEGRAM: read_update}) == 0

    async with house(tmp_path) as home:
        assert await take_stuck(home.desk, {Channel.TELEGRAM: read_update}) == 2
        await home.settle()
        assert home.screen(UNLUCKY).last.rows
        assert await home.assembly.store.read(lambda work: work.inbox.stuck(10)) == []
        known = await home.assembly.store.read(
            lambda work: work.conversations.current(Channel.TELEGRAM, UNLUCKY)
        )
        assert known is not None
        assert [note.text for note in known.notes] == [
            "They hit my friend yesterday",
            "We need a place to sleep",
        ]
        await brings(home, second)
        assert home.counts.outcomes == [EventOutcome.REPEATED]
