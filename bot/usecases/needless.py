"""Which of the messages owed to one chat need not leave any more, because later ones say it all."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.delivery import Owed, OwedKind
from bot.ports import Work

REMEMBERED = 10_000
SOON = timedelta(seconds=1)
"""How long the change of a card waits for the alert itself."""
LATE = timedelta(seconds=20)
"""From then on it is asked whether a referral still waits before it is spoken of."""


class Shown:
    """The newest state of each card that left from here: an older one must not cover it.

    An edit may be put off while a later one, the answer to a tap, leaves at once.
    """

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._newest: OrderedDict[tuple[str, str, str], int] = OrderedDict()

    def covers(self, owed: Owed) -> bool:
        """Whether something newer stands in its place already."""
        return _is_card(owed) and owed.id < self._newest.get(_place(owed), 0)

    def sent(self, owed: Owed) -> None:
        """Remember what left."""
        if _is_card(owed):
            self._newest[_place(owed)] = max(owed.id, self._newest.pop(_place(owed), 0))
            if len(self._newest) > REMEMBERED:
                self._newest.popitem(last=False)


def superseded(number: int, batch: Sequence[Owed]) -> bool:
    """Whether another message of the same batch, all for one chat, makes this one needless.

    A question that is asked again; an edit of a card that is edited again; a reminder of what
    another reminds of later (after an outage one is enough).
    """
    owed = batch[number]
    last = max((n for n, each in enumerate(batch) if each.asks), default=-1)
    if number < last and _says_nothing_more(owed, batch[last]):
        return True
    later = [each for each in batch if each.id > owed.id and each.referral == owed.referral]
    if _is_card(owed) and owed.edits:
        return any(each.edits and each.slot == owed.slot for each in later)
    reminds = owed.kind is OwedKind.REMINDER and owed.referral is not None
    return reminds and any(each.kind is OwedKind.REMINDER for each in later)


def may_be_over(owed: Owed, now: datetime) -> bool:
    """Whether it asks a group to take a case that somebody may have taken in the meantime."""
    asks = owed.kind in (OwedKind.ALERT, OwedKind.REMINDER) and owed.referral is not None
    return asks and (owed.attempts > 0 or now - owed.due_at > LATE)


def is_over(work: Work, owed: Owed) -> bool:
    """Whether the referral it is about waits for nobody any more."""
    referral = work.casework.referral(owed.referral) if owed.referral else None
    return referral is None or not referral.state.is_open


def may_be_early(owed: Owed) -> bool:
    """Whether it changes a card."""
    return _is_card(owed) and owed.edits


def is_early(work: Work, owed: Owed) -> bool:
    """Whether the alert that it changes is just on its way: it would come as a second card."""
    placed = work.outbox.placed(owed.target, owed.slot)
    return not placed and work.outbox.follows_alert(owed)


def _says_nothing_more(owed: Owed, later: Owed) -> bool:
    """Whether a question is asked again by a later message that says all else it says, too."""
    said = owed.prompt.lines
    alone = len(said) <= 1 or all(line in later.prompt.lines for line in said)
    return owed.asks and not owed.edits and alone


def _is_card(owed: Owed) -> bool:
    return bool(owed.slot) and owed.referral is not None and owed.kind is not OwedKind.REMINDER


def _place(owed: Owed) -> tuple[str, str, str]:
    return owed.target.channel, owed.target.id, owed.slot
