"""A day as somebody types it: with or without the year, Buddhist or common, in any digits."""

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

LONGEST_AGO = timedelta(days=20 * 366)
"""An accident longer ago than this is a slip of the finger."""

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")


def read_coming_day(text: str, today: date) -> date | None:
    """The day meant, today or later and within a year; None where it cannot be one.

    `25/12` is the next one, `25/12/2569` and `25/12/69` are Buddhist years, `2026-12-25` and
    `25/12/2026` common ones.
    """
    candidates, dated = _meant(text, (today.year, today.year + 1))
    farthest = today + (FARTHEST if dated else WITHOUT_YEAR)
    return min((day for day in candidates if today <= day <= farthest), default=None)


def read_past_day(text: str, today: date) -> date | None:
    """The day meant, today or earlier and within twenty years; None where it cannot be one.

    Written as for `read_coming_day`; without a year it is the last one.
    """
    candidates, _ = _meant(text, (today.year, today.year - 1))
    return max((day for day in candidates if today - LONGEST_AGO <= day <= today), default=None)


def _meant(text: str, unsaid: tuple[int, ...]) -> tuple[list[date], bool]:
    """The days that may be meant, and whether a year was typed; `unsaid` are those if not."""
    typed = digits(text).strip()
    if found := _YEAR_FIRST.fullmatch(typed):
        days = [_day(_common(int(found[1])), found[2], found[3])]
    elif found := _DAY_FIRST.fullmatch(typed):
        days = [_day(year, found[2], found[1]) for year in _years(found[3], unsaid)]
    else:
        return [], False
    return [day for day in days if day is not None], bool(found[3])


def _years(typed: str | None, unsaid: tuple[int, ...]) -> tuple[int, ...]:
    """The years that may be meant; of two digits both calendars'."""
    if typed is None:
        return unsaid
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
