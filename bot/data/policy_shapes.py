"""The policy of the clocks as it stands in a file: what its tables may hold, in which words."""

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

from bot.data import policy_words as words
from bot.domain.calendar import Delay, OfficeHours, Window
from bot.domain.policy import ClockRow, Counts, Repeat, RowKey, SecondRow

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DelayWords = Annotated[Delay, PlainValidator(words.heard)]
PauseWords = Annotated[DelayWords, AfterValidator(words.some)]
_Time = Annotated[
    timedelta, PlainValidator(lambda value: words.timed(words.some(words.heard(value))))
]
_Stage = Annotated[Delay | None, PlainValidator(words.stage)]
_Windows = list[Annotated[Window, PlainValidator(words.window)]]


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


class SecondShape(Shape):
    """A row of the second clock."""

    counts: Counts
    remind: PauseWords
    head: PauseWords
    back: PauseWords
    next_step: PauseWords

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for sooner, later in ((self.remind, self.head), (self.head, self.back)):
            # Hours and working days cannot be told apart in length without a calendar.
            if type(sooner) is type(later) and words.length(later) < words.length(sooner):
                raise ValueError("remind comes first, then head, then back")
        return self

    def row(self, key: RowKey) -> SecondRow:
        """The row as a value."""
        return SecondRow(key, self.counts, self.remind, self.head, self.back, self.next_step)

    @classmethod
    def of(cls, row: SecondRow) -> dict[str, Any]:
        """A row with its durations in words."""
        return {
            "counts": row.counts.value,
            **in_words(row, (name for name in cls.model_fields if name != "counts")),
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
    days_off: list[Annotated[date, PlainValidator(words.day)]] = []

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
            day: [f"{words.clock(each.opens)}-{words.clock(each.closes)}" for each in windows]
            for day, windows in zip(DAYS, hours.week, strict=True)
        }
        return {**week, "days_off": [day.isoformat() for day in sorted(hours.days_off)]}


def in_words(value: object, names: Iterable[str]) -> dict[str, Any]:
    """Those of a value's delays that it has, in words."""
    delays = {name: getattr(value, name) for name in names}
    return {
        name: [words.said(each) for each in delay]
        if isinstance(delay, tuple)
        else words.said(delay)
        for name, delay in delays.items()
        if delay is not None
    }
