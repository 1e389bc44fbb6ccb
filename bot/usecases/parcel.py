"""What leaves for one chat in one call, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.delivery import Owed
from bot.ports import Outgoing, Sender
from bot.usecases import burst, news
from bot.usecases.desk import Desk
from bot.usecases.outgoing import outgoing

TOKEN_LIFE = timedelta(seconds=50)
"""LINE's reply tokens live about a minute; after this the push is used."""


async def packed(
    desk: Desk, batch: Sequence[Owed], sender: Sender
) -> tuple[Sequence[Owed], Sequence[Outgoing]]:
    """What leaves, and as what: a list is one message, and what is pushed takes news along."""
    if len(batch) > 1 and burst.may_be_listed(batch[0]):
        batch = burst.unplaced(batch)
        ready = [burst.in_one(desk, batch)]
    else:
        ready = [await outgoing(desk, owed) for owed in batch]
    if not news.carries_news(batch[0], sender):
        return batch, ready
    target = batch[0].target
    held = news.newest(await desk.store.read(lambda work: work.outbox.held(target)))
    return [*batch, *held], [*ready, *[await outgoing(desk, each) for each in held]]


def fresh_token(batch: Sequence[Owed], now: datetime) -> str:
    """The newest reply token that still lives and was not tried, or an empty string."""
    for owed in reversed(batch):
        reply = owed.reply
        if reply and reply.token and owed.attempts == 0 and now - reply.heard_at < TOKEN_LIFE:
            return reply.token
    return ""
