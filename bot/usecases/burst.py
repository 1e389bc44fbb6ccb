"""When many cases wait for one group: the urgent ones alone and first, the others in lists."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.delivery import Owed, OwedKind
from bot.flows.burst import Asking, listed, number_of
from bot.ports import Outgoing
from bot.usecases.desk import Desk
from bot.usecases.outgoing import NAMESPACE
from bot.usecases.pace import ALERT_MINUTE, GROUP_MINUTE, LISTED_MINUTE

MOST = 25
"""Cases in one list: it is still read, and every platform carries its buttons."""
BURST = 5
"""So many at once are a burst."""
BUSY = 6
"""Messages within the last minute from which on two make a list, and a single one waits a moment
for others. What is left of the minute belongs to what is urgent."""
GATHER = timedelta(seconds=3)
"""How long it waits; an alert is to leave within 5 s."""


def may_be_listed(owed: Owed) -> bool:
    """Whether it asks a group to take a case that is not urgent."""
    asks = owed.kind in (OwedKind.ALERT, OwedKind.REMINDER) and owed.priority >= 0
    return asks and not owed.target.private and owed.referral is not None and _has_number(owed)


def _has_number(owed: Owed) -> bool:
    return bool(number_of(owed.prompt))


def most_in_a_minute(owed: Owed) -> int:
    """How many messages a group may have got within a minute for this one to leave."""
    if may_be_listed(owed):
        return LISTED_MINUTE
    urgent = owed.kind is OwedKind.ALERT or owed.priority < 0
    return ALERT_MINUTE if urgent else GROUP_MINUTE


def together(waiting: Sequence[Owed], sent: int) -> list[Owed]:
    """What leaves in one list with the first that waits; empty where it leaves alone.

    `sent` is how many messages the group got within the last minute.
    """
    first = waiting[0]
    if not may_be_listed(first):
        return []
    like = [each for each in waiting if each.kind is first.kind and may_be_listed(each)]
    enough = BURST if sent < BUSY else 2
    return like[:MOST] if len(like) >= enough else []


def gathering(waiting: Sequence[Owed], sent: int) -> list[Owed]:
    """What waits a moment for others because its group has been written to a lot."""
    young = [each for each in waiting if may_be_listed(each) and each.attempts == 0]
    return young if sent >= BUSY and len(young) < BURST else []


def in_one(desk: Desk, batch: Sequence[Owed]) -> Outgoing:
    """A list as one message; the same list has the same retry key."""
    asking: list[Asking] = [(e.prompt, e.referral) for e in batch if e.referral is not None]
    first = batch[0]
    prompt = listed(asking, remind=first.kind is OwedKind.REMINDER)
    key = str(uuid.uuid5(NAMESPACE, "|".join(each.key for each in batch)))
    message = desk.voice.word(prompt, first.language)
    return Outgoing(first.target, message, key, protected=True, language=first.language)


def unplaced(batch: Sequence[Owed]) -> list[Owed]:
    """As they are recorded once the list has left: it is no card of theirs, and never edited."""
    return [replace(each, slot="") for each in batch]
