"""The months that a report is about: one, a Thai fiscal year, or a calendar year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Final

from bot.domain.text import digits
from bot.domain.typed_date import BUDDHIST, FIRST_BUDDHIST_YEAR

OCTOBER: Final = 10
"""The fiscal year begins on 1 October (Budget Procedures Act B.E. 2561, s.4)."""
_MONTHS: Final = 12
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR: Final = re.compile(r"\d{4}")
_TWO_YEARS: Final = re.compile(r"(\d{4})/(\d{2}|\d{4})")


class NoPeriodError(ValueError):
    """What was typed names no period, or more than one; the message says how to write it."""


class Sort(StrEnum):
    """What sort of period."""

    MONTH = "month"
    FISCAL_YEAR = "fiscal_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the common calendar."""

    year: int
    number: int

    def __str__(self) -> str:
        """As it is written: 2026-11."""
        return f"{self.year:04}-{self.number:02}"

    def starts(self, zone: tzinfo) -> datetime:
        """Its first moment there."""
        return datetime(self.year, self.number, 1, tzinfo=zone)

    @property
    def after(self) -> "Month":
        """The next one."""
        last = self.number == _MONTHS
        return Month(self.year + last, 1 if last else self.number + 1)

    @property
    def fiscal(self) -> "Month":
        """The October with which its fiscal year begins."""
        return Month(self.year - (self.number < OCTOBER), OCTOBER)


@dataclass(frozen=True, slots=True)
class Period:
    """Months in a row."""

    sort: Sort
    first: Month

    @property
    def months(self) -> tuple[Month, ...]:
        """Each month, in order."""
        return tuple(_from(self.first, 1 if self.sort is Sort.MONTH else _MONTHS))

    @property
    def name(self) -> str:
        """As it is written by both calendars: `fiscal year 2570 (2026/27)`."""
        year = self.first.year
        if self.sort is Sort.MONTH:
            return f"{self.first} ({year + BUDDHIST}-{self.first.number:02} B.E.)"
        if self.sort is Sort.FISCAL_YEAR:
            return f"fiscal year {year + 1 + BUDDHIST} ({year}/{(year + 1) % 100:02})"
        return f"{year} ({year + BUDDHIST} B.E.)"

    @property
    def file_name(self) -> str:
        """The same as a part of a file's name."""
        if self.sort is Sort.FISCAL_YEAR:
            return f"fiscal-{self.first.year + 1 + BUDDHIST}"
        return str(self.first) if self.sort is Sort.MONTH else str(self.first.year)

    def lasts(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Its first moment, and the first after it."""
        return self.first.starts(zone), self.months[-1].after.starts(zone)

    @property
    def fiscal_years(self) -> "tuple[Period, ...]":
        """The fiscal years that its months lie in."""
        found = dict.fromkeys(month.fiscal for month in self.months)
        return tuple(Period(Sort.FISCAL_YEAR, each) for each in found)


def read_month(text: str) -> Period:
    """`2026-11` or `2569-11`; raises `NoPeriodError`."""
    found = _MONTH.fullmatch(digits(text).strip())
    if found is None or not 1 <= int(found[2]) <= _MONTHS:
        raise NoPeriodError("a month is written 2026-11, or 2569-11 by the Buddhist calendar")
    return Period(Sort.MONTH, Month(_common(int(found[1])), int(found[2])))


def read_year(text: str) -> Period:
    """`2026` or `2569`; raises `NoPeriodError`."""
    typed = digits(text).strip()
    if not _YEAR.fullmatch(typed):
        raise NoPeriodError("a year is written 2026, or 2569 by the Buddhist calendar")
    return Period(Sort.YEAR, Month(_common(int(typed)), 1))


def read_fiscal_year(text: str) -> Period:
    """`2570` as Thai offices name it, by the year in which it ends; `2026/27` or `2569/70`.

    Raises `NoPeriodError`, for a single common year too: 2027 would be read in two ways.
    """
    typed = digits(text).strip()
    if found := _TWO_YEARS.fullmatch(typed):
        first, second = int(found[1]), found[2]
        if str(first + 1).endswith(second):
            return _fiscal(_common(first))
    elif _YEAR.fullmatch(typed) and int(typed) >= FIRST_BUDDHIST_YEAR:
        return _fiscal(_common(int(typed)) - 1)
    raise NoPeriodError(
        "a fiscal year (October to September) is written 2570, the Buddhist year in which it ends,"
        " or by both its years: 2026/27, 2569/70"
    )


def month_of(at: datetime, zone: tzinfo) -> Month:
    """The month of a moment there."""
    there = at.astimezone(zone)
    return Month(there.year, there.month)


def _fiscal(year: int) -> Period:
    return Period(Sort.FISCAL_YEAR, Month(year, OCTOBER))


def _common(year: int) -> int:
    common = year - BUDDHIST if year >= FIRST_BUDDHIST_YEAR else year
    if not 1900 <= common <= 2200:  # noqa: PLR2004  no datetime is asked for beyond
        raise NoPeriodError(f"{year} is no year of a report")
    return common


def _from(first: Month, number: int) -> Iterator[Month]:
    month = first
    for _ in range(number):
        yield month
        month = month.after
