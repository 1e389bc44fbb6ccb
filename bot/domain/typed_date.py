"""A day as an officer types it: with or without the year, Buddhist or common, in any digits."""

import re
from datetime import date, timedelta

from bot.domain.text import digits

BUDDHIST = 543
"""Years by which the Buddhist calendar of Thailand is ahead."""
FIRST_BUDDHIST_YEAR = 2400
"""A year from here on is meant by the Buddhist calendar."""
FARTHEST = timedelta(days=366)
"""A next step later than this is a slip of the finger."""
WITHOUT_YEAR = timedelta(days=183)
"""A day without a year that would come later than this was meant for the past."""

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")


def read_coming_day(text: str, today: date) -> date | None:
    """The day meant, today or later and within a year; None where it cannot be one.

    `25/12` is the next one, `25/12/2569` and `25/12/69` are Buddhist years, `2026-12-25` and
    `25/12/2026` common ones.
    """
    typed = digits(text).strip()
    if found := _YEAR_FIRST.fullmatch(typed):
        candidates = [_day(_common(int(found[1])), found[2], found[3])]
    elif found := _DAY_FIRST.fullmatch(typed):
        candidates = [_day(year, found[2], found[1]) for year in _years(found[3], today)]
    else:
        return None
    farthest = today + (FARTHEST if found[3] else WITHOUT_YEAR)
    coming = [day for day in candidates if day is not None and today <= day <= farthest]
    return min(coming, default=None)


def _years(typed: str | None, today: date) -> tuple[int, ...]:
    """The years that may be meant; of two digits both calendars', of none this and the next."""
    if typed is None:
        return today.year, today.year + 1
    if len(typed) == len("2569"):
        return (_common(int(typed)),)
    return 2000 + int(typed), 2500 + int(typed) - BUDDHIST


def _common(year: int) -> int:
    return year - BUDDHIST if year >= FIRST_BUDDHIST_YEAR else year


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
