"""The policy of the clocks as values: which row holds for a case, and what stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.agency_clock import AgencyRow
from bot.domain.calendar import Calendar, DayAndNight, Delay, OfficeHours
from bot.domain.ids import Level, UnitId
from bot.domain.retention import Retention
from bot.domain.rows import Counts, RowKey

__all__ = ["ClockRow", "Counts", "Policy", "Repeat", "RowKey"]


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
class SecondRow:
    """One row of the second clock, of a case that somebody took.

    The delays count from the taking, or from the date of a next step. `next_step` is when
    something is next to be done after an entry, unless the officer chose a date; it counts in the
    unit's hours whatever the row counts.
    """

    key: RowKey
    counts: Counts
    remind: Delay
    head: Delay
    back: Delay
    next_step: Delay

    def calendar(self, hours: Calendar) -> Calendar:
        """What this row counts by, for a unit with these hours."""
        return DayAndNight() if self.counts is Counts.DAY_AND_NIGHT else hours


@dataclass(frozen=True, slots=True)
class Policy:
    """All rows, and the hours by which units are counted; `hours` are those of a unit not named.

    `digest_at` is when the daily digest leaves, counted from local midnight. `taken` are the rows
    of the second clock, `agency` those of a referral to an agency, counted in the hours of the unit
    that sends.
    """

    timezone: str
    hours: OfficeHours
    units: Mapping[UnitId, OfficeHours]
    rows: Mapping[RowKey, ClockRow]
    taken: Mapping[RowKey, SecondRow]
    digest_at: timedelta = timedelta(hours=8, minutes=30)
    agency: Mapping[RowKey, AgencyRow] = field(default_factory=dict)
    retention: Retention = field(default_factory=Retention)

    def row(self, level: Level, *, urgent: bool = False, child: bool = False) -> ClockRow:
        """The row that holds for a case: urgency before level, and a child's B is an A."""
        return self.rows[row_key(level, urgent=urgent, child=child)]

    def second_row(self, level: Level, *, urgent: bool = False, child: bool = False) -> SecondRow:
        """The row of the second clock, found in the same way."""
        return self.taken[row_key(level, urgent=urgent, child=child)]

    def agency_row(self, level: Level, *, urgent: bool = False, child: bool = False) -> AgencyRow:
        """The row that holds for a case that is referred to an agency."""
        return self.agency[row_key(level, urgent=urgent, child=child)]

    def hours_of(self, unit: UnitId) -> OfficeHours:
        """A unit's own hours, else those of all."""
        return self.units.get(unit, self.hours)


def row_key(level: Level, *, urgent: bool, child: bool) -> RowKey:
    """Which row holds: urgency before level, and a child's B is an A."""
    if urgent:
        return RowKey.URGENT
    if child and level is Level.B:
        return RowKey.A
    return RowKey(level.value)
