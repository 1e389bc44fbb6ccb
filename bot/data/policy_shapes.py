"""The policy of the clocks as it stands in a file: what its tables may hold, in which words."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainValidator,
    field_validator,
    model_validator,
)

from bot.domain.calendar import Delay, OfficeHours, Window, WorkingDays
from bot.domain.policy import ClockRow, Counts, Repeat, RowKey

NEVER = "never"
WORKING_DAY = "working_day"
UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
}
DURATION = re.compile(r"([0-9]{1,5}) ?(s|min|h|working_days?)")
WINDOW = re.compile(r"([0-9]{2}):([0-5][0-9]) ?[-–] ?([0-9]{2}):([0-5][0-9])")  # either dash
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def heard(value: object) -> Delay:
    """A delay from its words: "10 s", "15 min", "4 h", "1 working_day"; a `ValueError`."""
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'{value!r} is no duration like "15 min" or "1 working_day"')
    count, unit = int(match[1]), match[2].removesuffix("s") or "s"
    return WorkingDays(count) if unit == WORKING_DAY else count * UNITS[unit]


def said(delay: Delay) -> str:
    """The words of a delay, in the greatest unit that leaves no rest."""
    if isinstance(delay, WorkingDays):
        return f"{delay.count} {WORKING_DAY}" + ("s" if delay.count > 1 else "")
    name, unit = next(
        (name, unit) for name, unit in reversed(UNITS.items()) if delay % unit == timedelta(0)
    )
    return f"{delay // unit} {name}" if delay else "0 min"


def _timed(delay: Delay) -> timedelta:
    if isinstance(delay, timedelta):
        return delay
    raise ValueError("this one is counted in hours, not in working days")


def _some(delay: Delay) -> Delay:
    if delay in (timedelta(0), WorkingDays(0)):
        raise ValueError("a repeat without a pause would never end")
    return delay


def _stage(value: object) -> object:
    return None if value == NEVER else heard(value)


def _window(value: object) -> Window:
    match = WINDOW.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'{value!r} is no window like "08:30-16:30"')
    hours, minutes, to_hours, to_minutes = (int(part) for part in match.groups())
    opens = timedelta(hours=hours, minutes=minutes)
    return Window(opens, timedelta(hours=to_hours, minutes=to_minutes))


def _clock(moment: timedelta) -> str:
    minutes = moment // UNITS["min"]
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day(value: object) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f'{value!r} is no date like "2026-04-16"') from None


DelayWords = Annotated[Delay, PlainValidator(heard)]
PauseWords = Annotated[DelayWords, AfterValidator(_some)]
_Time = Annotated[timedelta, PlainValidator(lambda value: _timed(_some(heard(value))))]
_Stage = Annotated[Delay | None, PlainValidator(_stage)]
_Windows = list[Annotated[Window, PlainValidator(_window)]]


class Shape(BaseModel):
    """A table that holds nothing but what is named."""

    model_config = ConfigDict(extra="forbid")


class _RepeatShape(Shape):
    every: PauseWords
    first_every: _Time | None = None
    first_for: _Time | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.first_every is None) != (self.first_for is None):
            raise ValueError("first_every and first_for stand together or not at all")
        return self


class ClockShape(Shape):
    """A row of the table."""

    counts: Counts
    answer_by: DelayWords
    remind: list[DelayWords]
    national: DelayWords
    afterwards: _RepeatShape
    on_call: _Stage = None
    head: _Stage = None
    second_centre: _Stage = None
    national_without_place: _Stage = None

    def row(self, key: RowKey) -> ClockRow:
        """The row as a value."""
        again = self.afterwards
        return ClockRow(
            key=key,
            counts=self.counts,
            answer_by=self.answer_by,
            remind=tuple(self.remind),
            national=self.national,
            afterwards=Repeat(again.every, again.first_every, again.first_for),
            on_call=self.on_call,
            head=self.head,
            second_centre=self.second_centre,
            national_without_place=self.national_without_place,
        )

    @classmethod
    def of(cls, row: ClockRow) -> dict[str, Any]:
        """A row with its durations in words, without the stages that it does not have."""
        fields = (name for name in cls.model_fields if name not in ("counts", "afterwards"))
        return {
            "counts": row.counts.value,
            **in_words(row, fields),
            "afterwards": in_words(row.afterwards, _RepeatShape.model_fields),
        }


class HoursShape(Shape):
    """A week's windows and the days off; what a unit does not say holds as for everybody."""

    mon: _Windows | None = None
    tue: _Windows | None = None
    wed: _Windows | None = None
    thu: _Windows | None = None
    fri: _Windows | None = None
    sat: _Windows | None = None
    sun: _Windows | None = None
    days_off: list[Annotated[date, PlainValidator(_day)]] = []

    @field_validator(*DAYS)
    @classmethod
    def _in_order(cls, windows: list[Window] | None) -> list[Window] | None:
        if windows:
            OfficeHours((tuple(windows), *[()] * (len(DAYS) - 1)))
        return windows

    def hours(self, everybody: OfficeHours | None) -> OfficeHours:
        """The hours as a value, laid over everybody's; a `ValueError` if no day is left open."""
        week: list[tuple[Window, ...]] = []
        for number, day in enumerate(DAYS):
            windows: list[Window] | None = getattr(self, day)
            below = everybody.week[number] if everybody else ()
            week.append(below if windows is None else tuple(windows))
        days_off = everybody.days_off if everybody else frozenset()
        return OfficeHours(tuple(week), days_off | frozenset(self.days_off))

    @classmethod
    def of(cls, hours: OfficeHours) -> dict[str, Any]:
        """A whole week in words."""
        week = {
            day: [f"{_clock(each.opens)}-{_clock(each.closes)}" for each in windows]
            for day, windows in zip(DAYS, hours.week, strict=True)
        }
        return {**week, "days_off": [day.isoformat() for day in sorted(hours.days_off)]}


def in_words(value: object, names: Iterable[str]) -> dict[str, Any]:
    """Those of a value's delays that it has, in words."""
    delays = {name: getattr(value, name) for name in names}
    return {
        name: [said(each) for each in delay] if isinstance(delay, tuple) else said(delay)
        for name, delay in delays.items()
        if delay is not None
    }
