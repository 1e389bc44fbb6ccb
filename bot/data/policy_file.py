"""The whole file of the policy: its tables, and the rows of a referral to an agency."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator

from bot.data import policy_words as words
from bot.data.policy_shapes import (
    ClockShape,
    DelayWords,
    HoursShape,
    PauseWords,
    SecondShape,
    Shape,
    in_words,
)
from bot.domain.agency_clock import AgencyRow
from bot.domain.ids import Level
from bot.domain.policy import ClockRow, Counts, RowKey, SecondRow
from bot.domain.retention import Retention


class LevelsShape(Shape):
    """All rows of the table."""

    urgent: ClockShape
    A: ClockShape
    B: ClockShape
    U: ClockShape
    C: ClockShape
    D: ClockShape

    def rows(self) -> dict[RowKey, ClockRow]:
        """The rows as values."""
        return {key: getattr(self, key.value).row(key) for key in RowKey}


class TakenShape(Shape):
    """All rows of the second clock."""

    urgent: SecondShape
    A: SecondShape
    B: SecondShape
    U: SecondShape
    C: SecondShape
    D: SecondShape

    def rows(self) -> dict[RowKey, SecondRow]:
        """The rows as values."""
        return {key: getattr(self, key.value).row(key) for key in RowKey}


class DigestShape(Shape):
    """When the daily digest leaves."""

    at: Annotated[timedelta, PlainValidator(words.time_of_day)]


class AgencyClockShape(Shape):
    """A row of the table of a referral to an agency."""

    counts: Counts
    answer_by: DelayWords
    remind: list[DelayWords]
    tell: DelayWords
    national: DelayWords
    afterwards: PauseWords

    def row(self, key: RowKey) -> AgencyRow:
        """The row as a value."""
        fields = {**dict(self), "remind": tuple(self.remind)}
        return AgencyRow(key=key, **fields)

    @classmethod
    def of(cls, row: AgencyRow) -> dict[str, Any]:
        """A row with its durations in words."""
        fields = (name for name in cls.model_fields if name != "counts")
        return {"counts": row.counts.value, **in_words(row, fields)}


class AgencyLevelsShape(Shape):
    """All rows of that table."""

    urgent: AgencyClockShape
    A: AgencyClockShape
    B: AgencyClockShape
    U: AgencyClockShape
    C: AgencyClockShape
    D: AgencyClockShape

    def rows(self) -> dict[RowKey, AgencyRow]:
        """The rows as values."""
        return {key: getattr(self, key.value).row(key) for key in RowKey}


Years = Annotated[int, Field(ge=1, le=100)]


class RetentionShape(Shape):
    """How many years a case is kept after its end, and how long a confirmed wish waits."""

    A: Years
    B: Years
    U: Years
    C: Years
    D: Years
    wish_waits: Annotated[
        timedelta, PlainValidator(lambda value: words.timed(words.some(words.heard(value))))
    ]

    def value(self) -> Retention:
        """The table as a value."""
        return Retention({level: getattr(self, level.value) for level in Level}, self.wish_waits)

    @classmethod
    def of(cls, retention: Retention) -> dict[str, Any]:
        """The table in words."""
        years = {level.value: number for level, number in retention.years.items()}
        return {**years, "wish_waits": words.said(retention.wish_waits)}


class PolicyShape(Shape):
    """The whole file."""

    timezone: Annotated[str, AfterValidator(words.zone)]
    hours: HoursShape
    levels: LevelsShape
    taken: TakenShape
    digest: DigestShape
    agency: AgencyLevelsShape
    retention: RetentionShape
    units: dict[str, HoursShape] = Field(default_factory=dict)
