"""How often a PIN is looked at: counted by number, by account and for everybody together."""

from datetime import datetime

from bot.domain.ids import Reference
from bot.domain.pin import ACCOUNT_PERIOD, ALL_PERIOD, MOST_OF_ACCOUNT, MOST_OF_ALL
from bot.ports import Work
from bot.usecases.desk import Desk


def may_try(work: Work, number: Reference, account: str, now: datetime) -> bool:
    """Whether a PIN for a number is looked at now; alike for numbers that do not exist.

    Within a unit of work that writes, the counts stay locked: guesses made at the same moment are
    looked at one after the other.
    """
    kinds = (("all", ""), ("account", account), ("number", number))
    tries = [work.worker_pins.tries(kind, name) for kind, name in kinds]
    return all(each.may_try(now) for each in tries)


def count_wrong(desk: Desk, work: Work, number: Reference, account: str, now: datetime) -> None:
    """Count a PIN that opened nothing."""
    everybody = work.worker_pins.tries("all", "").within(now, ALL_PERIOD, MOST_OF_ALL)
    work.worker_pins.count("all", "", everybody)
    own = work.worker_pins.tries("account", account)
    work.worker_pins.count("account", account, own.within(now, ACCOUNT_PERIOD, MOST_OF_ACCOUNT))
    work.worker_pins.count(
        "number", number, work.worker_pins.tries("number", number).on_number(now)
    )
    if not everybody.may_try(now):
        desk.log.event("pin.all_locked")
