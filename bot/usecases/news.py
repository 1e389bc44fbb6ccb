"""News for groups whose messages cannot be changed: told in the next free reply, never by a push.

On LINE a push to a group counts every member. So the new state of a card waits until somebody of
the group writes or taps, or until an alert or a reminder leaves anyway and takes it along.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.delivery import Owed, OwedKind
from bot.domain.incoming import Incoming
from bot.ports import Sender, Work
from bot.usecases.desk import Desk
from bot.usecases.owing import reply_handle

MOST = 4
"""News in one reply: with the answer to what was tapped they are five messages, LINE's most."""


def drain(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> None:
    """Owe a group the news that wait for it, in the reply to what somebody just did there.

    None to a group that was unlinked meanwhile.
    """
    if not incoming.reply_token or work.directory.unit_of(incoming.chat) is None:
        return
    for owed in newest(work.outbox.held(incoming.chat)):
        work.outbox.dead(owed, "told_in_reply", now)
        key = f"{owed.key}:told:{desk.ids.evidence()}"
        handle = reply_handle(incoming, now)
        work.outbox.owe(replace(owed, key=key, due_at=now, attempts=0, reply=handle))


async def keep(desk: Desk, batch: Sequence[Owed]) -> None:
    """Keep news until somebody of their group does something."""

    def hold(work: Work) -> None:
        for owed in batch:
            work.outbox.hold(owed)

    await desk.store.write(hold)


def newest(held: Sequence[Owed]) -> list[Owed]:
    """The last state of each card, oldest news first, no more than fit."""
    last = {owed.slot: owed for owed in held}
    return sorted(last.values(), key=lambda owed: owed.id)[:MOST]


def is_news(owed: Owed, sender: Sender) -> bool:
    """Whether it is only the new state of a card, on a platform that cannot change messages."""
    return owed.kind is OwedKind.CARD and not sender.edits


def carries_news(owed: Owed, sender: Sender) -> bool:
    """Whether it is paid for anyway, so that the news may leave with it."""
    pushed = owed.kind in (OwedKind.ALERT, OwedKind.REMINDER)
    return pushed and not sender.edits and not owed.target.private
