"""A worker with a case who asks for a copy, and a browser for the page behind its link."""

import re
from dataclasses import replace

from bot.domain.conversation import Answer
from bot.domain.ids import Channel, QuestionId
from bot.domain.prompt import Message
from bot.ports import Work

from tests.agencies import WORKER
from tests.house import House

LINK = re.compile(r"https?://\S+/page/\S+")
WORD = "mango tree"


async def answers(
    home: House, question: str, *, words: str = "", value: str = "told", channel: Channel
) -> None:
    """As if the worker had answered this before."""

    def body(work: Work) -> None:
        talk = work.conversations.current(channel, WORKER)
        assert talk is not None
        answer = Answer(QuestionId(question), (value,), home.now, words, wording="Asked so.")
        talk = replace(talk, answers=(*talk.answers, answer))
        work.conversations.save(talk, talk.filed_due_at)

    await home.assembly.store.write(body)


async def asks(home: House, channel: Channel = Channel.TELEGRAM, who: str = WORKER) -> Message:
    """The typed word; what stands on the screen then."""
    await home.says(who, "copy", channel=channel)
    return home.screen(who, channel).last


async def reads(home: House, channel: Channel = Channel.TELEGRAM, who: str = WORKER) -> list[str]:
    """The copy in the chat to its last open page; the texts shown."""
    await asks(home, channel, who)
    before = len(home.screen(who, channel).messages)
    await home.taps(who, "copy:read", channel=channel)
    while "➡ Next page" in str(home.screen(who, channel).last.rows):
        await home.taps(who, "➡ Next page", channel=channel)
    return [message.text for _, message in home.screen(who, channel).messages[before:]]


async def links(home: House, channel: Channel = Channel.TELEGRAM, who: str = WORKER) -> str:
    """The path of a new one-time link."""
    await asks(home, channel, who)
    await home.taps(who, "copy:file", channel=channel)
    assert "Whoever opens this phone" in home.screen(who, channel).last.text
    before = len(home.screen(who, channel).messages)
    await home.taps(who, "copy_file:yes", channel=channel)
    shown = [message.text for _, message in home.screen(who, channel).messages[before:]]
    found = LINK.search("\n".join(shown))
    assert found is not None, shown
    return found[0].partition("127.0.0.1:1")[2]
