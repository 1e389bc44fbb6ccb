"""A one-time code that somebody wrote: looked up no faster than it may be guessed."""

from datetime import datetime

from bot.domain.incoming import Incoming
from bot.domain.invitation import ACCOUNT_PERIOD, ALL_PERIOD, MOST_OF_ACCOUNT, MOST_OF_ALL
from bot.domain.unit import Code
from bot.ports import Work
from bot.usecases.desk import Desk

_ALL = ("code.all", "")


def redeem(desk: Desk, work: Work, incoming: Incoming, code: str, now: datetime) -> Code | None:
    """What the code is for, once; None where there is none, or too many wrong ones were tried.

    While a limit is reached nothing is looked up, and a right code is refused like a wrong one.
    """
    own = ("code.account", f"{incoming.chat.channel}:{incoming.account or incoming.chat.id}")
    of_all, of_own = work.worker_pins.tries(*_ALL), work.worker_pins.tries(*own)
    if not (of_all.may_try(now) and of_own.may_try(now)):
        return None
    found = work.directory.redeem(code, now)
    if found is None:
        of_all = of_all.within(now, ALL_PERIOD, MOST_OF_ALL)
        work.worker_pins.count(*_ALL, of_all)
        work.worker_pins.count(*own, of_own.within(now, ACCOUNT_PERIOD, MOST_OF_ACCOUNT))
        if not of_all.may_try(now):
            desk.log.event("code.all_locked")
    return found
