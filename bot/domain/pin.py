"""A PIN that opens an intake from another phone, and how fast it may be guessed.

The calculation behind these numbers stands in docs/security.md, "Guessing a PIN".
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Self

from bot.domain.ids import ConversationId, Reference
from bot.domain.reference import DIGITS as NUMBER_DIGITS
from bot.domain.text import digits

PIN_DIGITS = 10
POSSIBLE_PINS = 8_800_000_000
"""At least so many PINs of these digits are not refused as easy (docs/security.md counts them)."""
POSSIBLE_NUMBERS = int("9" * NUMBER_DIGITS) + 1
WAITS = (
    timedelta(),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(hours=1),
)
"""How long a number rests after the first, second ... wrong PIN; after these it is locked."""
LOCK = timedelta(hours=48)
"""The first lock; each further wrong PIN doubles it."""
LONGEST_LOCK = timedelta(days=30)
MOST_OF_ACCOUNT = 10
ACCOUNT_PERIOD = timedelta(hours=24)
MOST_OF_ALL = 60
ALL_PERIOD = timedelta(hours=1)
"""Wrong tries of one account, and of everybody together, within a period."""
FORGOTTEN_AFTER = timedelta(days=90)
"""A count is forgotten so long after its last wrong try; longer than any lock."""
_TYPED = re.compile(r"[0-9 .\-]+")
_CENTURIES = (*range(1900, 2101), *range(2443, 2644))
"""Years as people write them, Buddhist ones too."""
_FEW = 2
_DATE = 8


@dataclass(frozen=True, slots=True)
class Pin:
    """What opens a number: the PIN's Argon2id hash with its salt, and the intake it opens."""

    number: Reference
    conversation: ConversationId
    hashed: str
    at: datetime


def read_pin(text: str) -> str:
    """The PIN somebody typed, in ASCII digits; empty where it is none."""
    typed = digits(text).strip()
    found = re.sub("[^0-9]", "", typed)
    return found if _TYPED.fullmatch(typed) and len(found) == PIN_DIGITS else ""


def is_easy(pin: str) -> bool:
    """Whether others would try it early: phone numbers, few digits, rows, repeated halves, dates.

    Ten digits that begin with 0 are most often somebody's phone number: no PIN does.
    """
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    half = len(pin) // 2
    plain = pin.startswith("0") or len(set(pin)) <= _FEW or len(steps) == 1
    return plain or pin[:half] == pin[half:] or _has_date(pin)


def _has_date(pin: str) -> bool:
    """Whether a date of eight digits stands anywhere in it: two more are soon tried."""
    return any(_is_date(pin[at : at + _DATE]) for at in range(len(pin) - _DATE + 1))


def _is_date(eight: str) -> bool:
    forms = ((eight[4:], eight[2:4], eight[:2]), (eight[4:], eight[:2], eight[2:4]))
    return any(_is_day(*form) for form in (*forms, (eight[:4], eight[4:6], eight[6:])))


def _is_day(year: str, month: str, day: str) -> bool:
    if int(year) not in _CENTURIES:
        return False
    try:
        date(2000, int(month), int(day))  # a leap year: the 29th of February is a date
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries on one number: `wrong` in all, none counts before `until`."""

    wrong: int = 0
    since: datetime | None = None
    until: datetime | None = None

    def may_try(self, now: datetime) -> bool:
        """Whether a PIN is looked at at all; if not, the right one is refused like a wrong one."""
        return self.until is None or now >= self.until

    def on_number(self, now: datetime) -> Self:
        """After a wrong PIN for a number: an ever longer wait, then an ever longer lock."""
        wrong = self.wrong + 1
        return replace(self, wrong=wrong, since=now, until=now + wait_after(wrong))

    def within(self, now: datetime, period: timedelta, most: int) -> Self:
        """After a wrong PIN where only so many count within a period."""
        fresh = self.since is None or now - self.since >= period
        since, wrong = (now, 1) if fresh or self.since is None else (self.since, self.wrong + 1)
        return replace(
            self, wrong=wrong, since=since, until=since + period if wrong >= most else None
        )


def wait_after(wrong: int) -> timedelta:
    """How long a number rests after so many wrong PINs."""
    if wrong <= len(WAITS):
        return WAITS[wrong - 1]
    doublings = min(wrong - len(WAITS) - 1, 8)
    return min(LOCK * (1 << doublings), LONGEST_LOCK)


def most_on_number(period: timedelta) -> int:
    """The most wrong PINs that are looked at for one number within a period, however tried."""
    tried, at = 0, timedelta()
    while at <= period:
        tried += 1
        at += wait_after(tried)
    return tried


def most_of_all(period: timedelta) -> int:
    """The most wrong PINs that are looked at in all within a period, for whichever numbers."""
    return (period // ALL_PERIOD + 1) * MOST_OF_ALL


def chance_of_one(numbers_with_pin: int) -> float:
    """How likely one guess opens anything, where the number has to be guessed as well."""
    return numbers_with_pin / POSSIBLE_NUMBERS / POSSIBLE_PINS
