"""A taken case before an officer who writes to the worker, on either platform."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.domain.conversation import Answer, Conversation
from bot.domain.ids import Channel, QuestionId
from bot.domain.incoming import Chat
from bot.domain.relay import RelayMessage
from bot.ports import Work

from tests.house import House, house
from tests.test_take_turn import CONSENT, WORKER, presses

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
OFFICER = "77"
OPENING = "Hello. I hope you are well today. Here is a short message for you."
ASKED = "What is the name of your boss or workplace?"


@asynccontextmanager
async def taken(
    folder: Path,
    channel: Channel = Channel.TELEGRAM,
    *,
    screened: bool = True,
    public_url: str = "",
) -> AsyncIterator[House]:
    """A filed case that Khun Nok of Samut Sakhon has taken; `screened`: the intake is stopped."""
    change = lambda desk: replace(desk, public_url=public_url)  # noqa: E731
    async with house(folder, change=change) as home:
        for unit, chat in (("samut-sakhon", "-100"), ("national", "-200"), ("operator", "-300")):
            await home.group(unit, chat)
        await home.officer("samut-sakhon", OFFICER, "Khun Nok")
        await home.officer("tak", "79", "Khun Dao")
        await home.says(WORKER, "hello", channel=channel)
        await presses(home, *CONSENT, "category:skip", channel=channel)
        await home.says(WORKER, "no pay for three months", channel=channel)
        await home.says(WORKER, "Mahachai", channel=channel)
        await presses(home, "may_write:yes", channel=channel)
        if screened:
            await home.says(WORKER, "stop", channel=channel)
            await presses(home, "stop:send", channel=channel)
        else:
            await home.passes(minutes=16)
        await home.taps(OFFICER, "✋ Take the case", chat=GROUP)
        yield home
        assert home.log.failures == []


async def proposes(home: House, phrase: str) -> None:
    """The officer looks at a ready sentence."""
    write = home.screen(OFFICER).button("💬 Write to them")
    await home.taps(OFFICER, write)
    group = home.desk.around.phrases.named[phrase].group
    await home.taps(OFFICER, f":g.{group}")
    await home.taps(OFFICER, f":p.{phrase}")


async def sends(home: House, phrase: str) -> None:
    """The officer sends a ready sentence: both taps."""
    await proposes(home, phrase)
    await home.taps(OFFICER, "📤 Send")


async def writes(home: House, words: str, way: str = "own.language") -> None:
    """The officer types own words, which are shown once more."""
    await home.taps(OFFICER, home.screen(OFFICER).button("💬 Write to them"))
    await home.taps(OFFICER, ":own")
    await home.taps(OFFICER, f":{way}")
    await home.says(OFFICER, words)


async def messages(home: House) -> list[RelayMessage]:
    """Everything that stands in the talk of all cases."""
    return await home.assembly.store.read(
        lambda work: [
            message
            for row in work.casework.rows()
            for message in work.messages.of_case(row.reference)
        ]
    )


async def becomes(home: House, channel: Channel = Channel.TELEGRAM, **changes: object) -> None:
    """The worker's conversation as it would be after something that needs many turns."""

    def change(work: Work) -> None:
        known = work.conversations.current(channel, WORKER)
        assert known is not None
        work.conversations.save(replace(known, **changes), None)  # type: ignore[arg-type]

    await home.assembly.store.write(change)


def answering(conversation: Conversation, **values: str) -> tuple[Answer, ...]:
    """The answers with some given, or given anew."""
    kept = [each for each in conversation.answers if each.question not in values]
    new = [
        Answer(QuestionId(name), (value,), conversation.heard_at, words="mango" * (value == "told"))
        for name, value in values.items()
        if value
    ]
    return (*kept, *new)


def seen(home: House, who: str = WORKER, channel: Channel = Channel.TELEGRAM) -> list[str]:
    """What a chat shows, message by message."""
    return [message.text for _, message in home.screen(who, channel).messages]
