"""The policy of the clocks as values: which row holds for a case, and what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.calendar import Calendar, DayAndNight, Delay, OfficeHours
from bot.domain.ids import Level, UnitId


class RowKey(StrEnum):
    """The rows of the table; `A` is also a child's B."""

    URGENT = "urgent"
    A = "A"
    B = "B"
    U = "U"
    C = "C"
    D = "D"


class Counts(StrEnum):
    """Which time a row counts."""

    DAY_AND_NIGHT = "day_and_night"
    UNIT_HOURS = "unit_hours"


@dataclass(frozen=True, slots=True)
class Repeat:
    """What comes after the last stage, for ever.

    Every `first_every` for as long as `first_for`, where these are given, and then `every`.
    """

    every: Delay
    first_every: timedelta | None = None
    first_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One row of the table: delays counted from the start of the clock, None where there is none.

    `national_without_place` stands instead of `national` while the place of an urgent case is not
    known. Both count from the case's first alert.
    """

    key: RowKey
    counts: Counts
    answer_by: Delay
    remind: tuple[Delay, ...]
    national: Delay
    afterwards: Repeat
    on_call: Delay | None = None
    head: Delay | None = None
    second_centre: Delay | None = None
    national_without_place: Delay | None = None

    def calendar(self, hours: Calendar) -> Calendar:
        """What this row counts by, for a unit with these hours."""
        return DayAndNight() if self.counts is Counts.DAY_AND_NIGHT else hours


@dataclass(frozen=True, slots=True)
class Policy:
    """All rows, and the hours by which units are counted; `hours` are those of a unit not named."""

    timezone: str
    hours: OfficeHours
    units: Mapping[UnitId, OfficeHours]
    rows: Mapping[RowKey, ClockRow]

    def row(self, level: Level, *, urgent: bool = False, child: bool = False) -> ClockRow:
        """The row that holds for a case: urgency before level, and a child's B is an A."""
        if urgent:
            return self.rows[RowKey.URGENT]
        if child and level is Level.B:
            return self.rows[RowKey.A]
        return self.rows[RowKey(level.value)]

    def hours_of(self, unit: UnitId) -> OfficeHours:
        """A unit's own hours, else those of all."""
        return self.units.get(unit, self.hours)
