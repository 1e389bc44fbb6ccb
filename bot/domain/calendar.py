"""Office hours: which time counts for a unit, and when a counted time has passed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Protocol

ZERO = timedelta(0)
DAY = timedelta(days=1)
DAYS_IN_A_WEEK = 7
LONGEST_REST = 400
"""Days without an opening after which a calendar is taken for one that never opens."""

Holidays = Callable[[int], frozenset[date]]
"""The public and substitution holidays of a year."""
Span = tuple[datetime, datetime]


class NeverOpen(ValueError):  # noqa: N818  it says what is wrong with the hours
    """A calendar has no opening in more than a year: its hours or days off are wrong."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A duration in working days: the same counted position, so many working days later."""

    count: int


Delay = timedelta | WorkingDays


class Calendar(Protocol):
    """Which time counts.

    All datetimes are aware; results are UTC. `start <= end` and durations of zero or more are
    expected; anything else is a `ValueError`.
    """

    def is_open(self, at: datetime) -> bool:
        """Whether time counts from `at` on; False at the very moment of closing."""

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself while open, else the next moment of opening."""

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """How much counted time lies between the two."""

    def add_counted(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest moment at which `duration` of counted time has passed since `start`.

        What comes to exactly the end of a window is due at closing time, not at the next opening.
        A duration of zero is the next opening.
        """

    def add_working_days(self, start: datetime, count: int) -> datetime:
        """The same counted position, `count` working days later (see `OfficeCalendar`)."""

    def working_days(self, start: datetime, end: datetime) -> int:
        """The greatest count for which `add_working_days(start, count)` is not after `end`."""


def after(calendar: Calendar, start: datetime, delay: Delay) -> datetime:
    """The moment at which the delay, in counted time or in working days, has passed."""
    if isinstance(delay, WorkingDays):
        return calendar.add_working_days(start, delay.count)
    return calendar.add_counted(start, delay)


@dataclass(frozen=True, slots=True)
class DayAndNight:
    """Every moment counts; a working day is 24 hours."""

    def is_open(self, at: datetime) -> bool:  # noqa: ARG002  the calendar's signature
        """Always."""
        return True

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself."""
        return _utc(at)

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """The time between the two."""
        return _ordered(start, end)

    def add_counted(self, start: datetime, duration: timedelta) -> datetime:
        """The sum."""
        return _utc(start) + _not_negative(duration)

    def add_working_days(self, start: datetime, count: int) -> datetime:
        """So many times 24 hours later."""
        return self.add_counted(start, count * DAY)

    def working_days(self, start: datetime, end: datetime) -> int:
        """Whole days between the two."""
        return self.counted(start, end) // DAY


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of a day, both ends counted from local midnight; it may end with the day."""

    opens: timedelta
    closes: timedelta

    def __post_init__(self) -> None:
        if not ZERO <= self.opens < self.closes <= DAY:
            raise ValueError("a window opens before it closes, within one day")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """A unit's windows from Monday to Sunday, in order and apart, and its own days off."""

    week: tuple[tuple[Window, ...], ...]
    days_off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_IN_A_WEEK or not any(self.week):
            raise ValueError("a week has seven days, at least one of them with a window")
        for windows in self.week:
            if any(second.opens < first.closes for first, second in pairwise(windows)):
                raise ValueError("the windows of a day are in order and do not overlap")


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """Counts the office hours of a unit, in its time zone, without holidays and days off.

    A working day is a date with a window that is neither. A count of working days keeps the
    position within the day: what has counted for 3 hours since that day's opening is due when the
    later day has counted 3 hours, or at its closing where that day is shorter. A start outside the
    hours stands at the next opening; one exactly at a closing stands there.
    """

    hours: OfficeHours
    zone: tzinfo
    holidays: Holidays

    def is_open(self, at: datetime) -> bool:
        """Whether time counts from `at` on; False at the very moment of closing."""
        return any(opens <= at < closes for opens, closes in self._spans(self._day(at)))

    def at_on_working_day(self, time_of_day: timedelta, now: datetime) -> datetime:
        """The next working day's moment at that local time, later than `now`."""
        day = self._day(now)
        while True:
            day = self._next_working_day(day)
            at = _utc(datetime.combine(day, time(), self.zone) + time_of_day)
            if at > now:
                return at
            day += DAY

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself while open, else the next opening; `NeverOpen` if there is none."""
        opens, _ = next(self._spans_from(at))
        return max(opens, _utc(at))

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between the two."""
        _ordered(start, end)
        total, day, last = ZERO, self._day(start), self._day(end)
        while day <= last:
            for opens, closes in self._spans(day):
                total += max(ZERO, min(closes, end) - max(opens, start))
            day += DAY
        return total

    def add_counted(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest moment at which so much office time has passed; closing time included."""
        left = _not_negative(duration)
        for opens, closes in self._spans_from(start):
            begins = max(opens, _utc(start))
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise AssertionError("spans have no end")  # pragma: no cover

    def add_working_days(self, start: datetime, count: int) -> datetime:
        """The same counted position so many working days later, at the latest at its closing."""
        if count < 0:
            raise ValueError("a count of working days is not negative")
        day, position = self._position(start)
        for _ in range(count):
            day = self._next_working_day(day + DAY)
        spans = self._spans(day)
        if position == ZERO:
            return spans[0][0]
        for opens, closes in spans:
            if position <= closes - opens:
                return opens + position
            position -= closes - opens
        return spans[-1][1]

    def working_days(self, start: datetime, end: datetime) -> int:
        """How many whole working days have passed; 0 before the first."""
        _ordered(start, end)
        day, last = self._position(start)[0], self._day(end)
        count = sum(1 for later in _days(day + DAY, last) if self._spans(later))
        if count and self.add_working_days(start, count) > end:
            count -= 1
        return count

    def _position(self, start: datetime) -> tuple[date, timedelta]:
        """The working day on which a start stands, and how much of that day has counted."""
        day = self._day(start)
        if not any(opens <= start <= closes for opens, closes in self._spans(day)):
            start = self.next_opening(start)
            day = self._day(start)
        passed = (max(ZERO, min(closes, start) - opens) for opens, closes in self._spans(day))
        return day, sum(passed, ZERO)

    def _spans_from(self, at: datetime) -> Iterator[Span]:
        """The stretches of open time that end after `at`, without end."""
        day = self._day(at)
        while True:
            day = self._next_working_day(day)
            yield from (span for span in self._spans(day) if span[1] > at)
            day += DAY

    def _next_working_day(self, day: date) -> date:
        for later in _days(day, day + LONGEST_REST * DAY):
            if self._spans(later):
                return later
        raise NeverOpen(f"no opening within {LONGEST_REST} days of {day}")

    def _spans(self, day: date) -> tuple[Span, ...]:
        windows = self.hours.week[day.weekday()]
        if not windows or day in self.hours.days_off or day in self.holidays(day.year):
            return ()
        midnight = datetime.combine(day, time(), self.zone)
        return tuple((_utc(midnight + w.opens), _utc(midnight + w.closes)) for w in windows)

    def _day(self, at: datetime) -> date:
        _utc(at)
        return at.astimezone(self.zone).date()


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone is no moment")
    return at.astimezone(UTC)


def _ordered(start: datetime, end: datetime) -> timedelta:
    if _utc(end) < _utc(start):
        raise ValueError("the end is before the start")
    return end - start


def _not_negative(duration: timedelta) -> timedelta:
    if duration < ZERO:
        raise ValueError("a duration is not negative")
    return duration
