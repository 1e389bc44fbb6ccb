"""A worker who answers a message of their own with a word, and what is left of it."""

from datetime import timedelta

from bot.domain.ids import Channel
from bot.domain.incoming import RepliedTo
from bot.ports import Work

from tests.agencies import WORKER
from tests.house import House

TELEGRAM, LINE = Channel.TELEGRAM, Channel.LINE


async def answers(
    home: House,
    message: str,
    word: str = "delete",
    *,
    channel: Channel = TELEGRAM,
    own: bool = True,
    ago: timedelta = timedelta(),
) -> None:
    """The platform's own gesture; LINE tells neither whose the message is nor how old."""
    told = channel is TELEGRAM
    to = RepliedTo(message, own, home.now - ago) if told else RepliedTo(message)
    await home.says(WORKER, word, channel=channel, replied_to=to, message=f"word-{message}")


async def left(home: House, channel: Channel = TELEGRAM) -> str:
    """All that is kept of the worker's conversation, the states of its files included."""

    def body(work: Work) -> str:
        talk = work.conversations.current(channel, WORKER)
        assert talk is not None
        files = work.conversations.evidence_of(talk.id)
        return str((talk.notes, talk.answers, [(each.message, each.state.value) for each in files]))

    return await home.assembly.store.read(body)


def shown(home: House, channel: Channel = TELEGRAM) -> str:
    """What stands last on the worker's screen."""
    return home.screen(WORKER, channel).last.text
