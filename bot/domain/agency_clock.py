"""The clock of a referral to an agency: who is told when, until somebody there answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby, islice, takewhile

from bot.domain.calendar import Calendar, DayAndNight, Delay, after
from bot.domain.rows import Counts, RowKey

NEVER_MORE_THAN = 1000
"""Repeats that are looked ahead; far beyond any case's life."""


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One row of the table, counted from the moment the referral was sent.

    `tell` is when the referring officer is told, `afterwards` how often they are told again once
    `national` has been.
    """

    key: RowKey
    counts: Counts
    answer_by: Delay
    remind: tuple[Delay, ...]
    tell: Delay
    national: Delay
    afterwards: Delay

    def calendar(self, hours: Calendar) -> Calendar:
        """What this row counts by, for a sending unit with these hours."""
        return DayAndNight() if self.counts is Counts.DAY_AND_NIGHT else hours


class Towards(StrEnum):
    """Who is written to; reminders of an agency without a group go to the referring officer."""

    AGENCY = "agency"
    SENDER = "sender"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class AgencyStage:
    """One message that falls due. Keys never change: `remind.1`, `tell`, `national`, `repeat.1`."""

    key: str
    at: datetime
    towards: Towards


@dataclass(frozen=True, slots=True)
class AgencyClock:
    """All that decides when something is due; `by_group`: the agency has a group of its own."""

    row: AgencyRow
    hours: Calendar
    sent_at: datetime
    by_group: bool

    @property
    def answer_by(self) -> datetime:
        """When the agency should have answered."""
        return self._at(self.row.answer_by)

    def due(self, done: frozenset[str], now: datetime) -> tuple[tuple[AgencyStage, ...], ...]:
        """What is due, grouped by who is told: one message a group, its last stage words it.

        However long nothing ran, nobody gets two; the caller adds all keys to `done`.
        """
        past = takewhile(lambda stage: stage.at <= now, self._coming())
        return _by_target(stage for stage in past if stage.key not in done)

    def next_due(self, done: frozenset[str]) -> datetime | None:
        """When something is next due, in the past where it already is."""
        return next((stage.at for stage in self._coming() if stage.key not in done), None)

    def timeline(self, count: int) -> tuple[tuple[AgencyStage, ...], ...]:
        """The first messages if nobody answers, as `due` groups them at each of their moments."""
        moments = (tuple(group) for _, group in groupby(self._coming(), key=lambda each: each.at))
        return tuple(islice((each for group in moments for each in _by_target(group)), count))

    def _at(self, delay: Delay) -> datetime:
        return after(self.row.calendar(self.hours), self.sent_at, delay)

    def _fixed(self) -> Iterator[AgencyStage]:
        nearest = Towards.AGENCY if self.by_group else Towards.SENDER
        for number, delay in enumerate(self.row.remind, 1):
            yield AgencyStage(f"remind.{number}", self._at(delay), nearest)
        yield AgencyStage("tell", self._at(self.row.tell), Towards.SENDER)
        yield AgencyStage("national", self._at(self.row.national), Towards.NATIONAL)

    def _coming(self) -> Iterator[AgencyStage]:
        """All stages in order of time; the repeats go on."""
        yield from sorted(self._fixed(), key=lambda stage: stage.at)
        at = self._at(self.row.national)
        for number in range(1, NEVER_MORE_THAN):
            at = after(self.row.calendar(self.hours), at, self.row.afterwards)
            yield AgencyStage(f"repeat.{number}", at, Towards.SENDER)


def _by_target(stages: Iterable[AgencyStage]) -> tuple[tuple[AgencyStage, ...], ...]:
    found: dict[Towards, list[AgencyStage]] = {}
    for stage in stages:
        found.setdefault(stage.towards, []).append(stage)
    return tuple(tuple(each) for each in found.values())
