"""Keep an event that a bug stopped, and give the person what helps all the same."""

from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.delivery import OwedKind
from bot.domain.incoming import Incoming, PinTyped
from bot.domain.prompt import Line, Prompt
from bot.flows.language import of_profile
from bot.ports import StoreDown, Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_worker, reply_handle


def new_conversation(desk: Desk, incoming: Incoming, now: datetime) -> Conversation:
    """An empty conversation with whoever wrote."""
    return Conversation(
        desk.ids.conversation(),
        incoming.chat,
        incoming.account,
        of_profile(incoming, desk.around.languages),
        started_at=now,
        heard_at=now,
    )


async def stick(desk: Desk, incoming: Incoming, now: datetime) -> None:
    """Keep the event, and give the person what helps without any of our own machinery.

    A typed PIN is not kept: it is typed again.

    Where even the conversation cannot be read, without it: an event that rises here would be
    brought again for ever, and hold up everybody's messages behind it.
    """
    try:
        await desk.store.write(lambda work: _stuck(desk, work, incoming, now))
    except StoreDown:
        raise
    except Exception as error:  # noqa: BLE001  see above
        desk.log.failure("turn.unreadable", error, channel=incoming.chat.channel)
        await desk.store.write(lambda work: _stuck(desk, work, incoming, now, known=False))


def _stuck(
    desk: Desk, work: Work, incoming: Incoming, now: datetime, *, known: bool = True
) -> None:
    if isinstance(incoming.content, PinTyped):
        work.inbox.accept(incoming.chat.channel, incoming.event, b"", now)
        work.inbox.done(incoming.chat.channel, incoming.event)
    else:
        whose = incoming.account if incoming.chat.private else ""
        channel, raw, said = incoming.chat.channel, incoming.raw, incoming.message
        work.inbox.stick(channel, incoming.event, raw, now, account=whose, message=said)
    if not incoming.chat.private or not incoming.account:
        return
    conversation = None
    if known:
        conversation = work.conversations.current(incoming.chat.channel, incoming.account)
    conversation = conversation or new_conversation(desk, incoming, now)
    owe_worker(
        work,
        conversation,
        Prompt((Line("stuck.sorry"), Line("stuck.numbers"))),
        key=f"stuck:{desk.ids.evidence()}",
        kind=OwedKind.REPLY,
        now=now,
        reply=reply_handle(incoming, now),
    )
