"""Where a report's numbers come from: exact ones, or what of them is published."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Protocol

from bot.domain.counting import CENTRE, PROVINCE, Cell, Tally
from bot.domain.period import Month, Period
from bot.domain.publication import HIDDEN, Publication, Shown, calendar_total, calendar_year
from bot.domain.suppression import SMALL

ENOUGH_FOR_A_TENTH: Final = 10
"""So many waits at least for the longest tenth to be published: of fewer it is one of them."""
DOMINANT: Final = 0.15
"""A sum is hidden from which the second largest could tell the largest this closely (p % rule)."""


class Source(Protocol):
    """The numbers of a report; None is a number that is hidden."""

    def total(self, of: str) -> Shown:
        """How many cases, or referrals."""

    def line(self, of: str, line: str) -> dict[str, Shown]:
        """How many of each value."""

    def cross(self, of: str, first: str, second: str) -> Mapping[Cell, Shown] | None:
        """How many of each pair; None where this report has none."""

    def amounts(self, name: str) -> "Sum | None":
        """What came together; None where this report has none."""

    def hours(self, name: str) -> "Mapping[str, Wait] | None":
        """How long it took, by whose it was and, under the empty name, in all; None as above."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many cases told an amount, and all amounts together."""

    cases: Shown
    amount: Shown


@dataclass(frozen=True, slots=True)
class Wait:
    """How many waits there were, and in hours the one in the middle and that of nine in ten."""

    number: Shown
    middle: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class Exact:
    """Everything as it is, for the months and the centre that were counted."""

    tally: Tally
    months: tuple[Month, ...]

    def total(self, of: str) -> Shown:
        """All of them."""
        return self.tally.total(of, self.months)

    def line(self, of: str, line: str) -> dict[str, Shown]:
        """Each as it is."""
        return {**self.tally.line(of, line, self.months)}

    def cross(self, of: str, first: str, second: str) -> Mapping[Cell, Shown]:
        """Each as it is."""
        return {**self.tally.cross(of, first, second, self.months)}

    def amounts(self, name: str) -> Sum:
        """All of them."""
        found = [n for month, n in self.tally.amounts.get(name, ()) if month in self.months]
        return Sum(len(found), sum(found))

    def hours(self, name: str) -> dict[str, Wait]:
        """All of them."""
        return {
            whose: Wait(len(each), _middle(each), _nine_in_ten(each))
            for whose, each in _waits(self.tally, name, self.months).items()
        }


@dataclass(frozen=True, slots=True)
class OfMonth:
    """A month as it is published: one respect at a time."""

    publication: Publication
    month: Month

    def total(self, of: str) -> Shown:
        """Hidden where it is under five."""
        return self.publication.total(of, self.month)

    def line(self, of: str, line: str) -> dict[str, Shown]:
        """As it is published."""
        return {} if line == PROVINCE else self.publication.line(of, line, self.month)

    def cross(self, of: str, first: str, second: str) -> None:  # noqa: ARG002  the port's
        """None in a month: nearly everything in it would be hidden."""
        return

    def amounts(self, name: str) -> None:  # noqa: ARG002  the port's
        """None in a month: the year less the others would tell it."""
        return

    def hours(self, name: str) -> None:  # noqa: ARG002  the port's
        """None in a month, as the amounts."""
        return


@dataclass(frozen=True, slots=True)
class OfYear:
    """A fiscal year as it is published."""

    publication: Publication

    def total(self, of: str) -> Shown:
        """Of the months that are published."""
        return self.publication.total(of)

    def line(self, of: str, line: str) -> dict[str, Shown]:
        """As it is published; a province within its centre alone."""
        return {} if line == PROVINCE else self.publication.line(of, line)

    def cross(self, of: str, first: str, second: str) -> Mapping[Cell, Shown]:
        """As it is published."""
        return self.publication.cross(of, first, second)

    def amounts(self, name: str) -> Sum:
        """Hidden where few told one, or one told nearly all of it."""
        known = self.publication.tally.amounts.get(name, ())
        months = self.publication.months("cases")
        found = sorted((n for month, n in known if month in months), reverse=True)
        if len(found) < SMALL:
            return Sum(HIDDEN if found else 0, HIDDEN if found else 0)
        shown = sum(found[2:]) >= DOMINANT * found[0]
        return Sum(len(found), sum(found) if shown else HIDDEN)

    def hours(self, name: str) -> dict[str, Wait]:
        """In all; a part is shown by its own number in the other tables, not here."""
        months = self.publication.months("cases")
        waits = _waits(self.publication.tally, name, months).get("", [])
        if len(waits) < SMALL:
            return {"": Wait(HIDDEN if waits else 0, None, None)}
        longest = _nine_in_ten(waits) if len(waits) >= ENOUGH_FOR_A_TENTH else None
        return {"": Wait(len(waits), _middle(waits), longest)}


@dataclass(frozen=True, slots=True)
class OfCentre:
    """A centre's fiscal year as it is published: its row of what is counted by centre."""

    publication: Publication
    centre: str

    def total(self, of: str) -> Shown:
        """Hidden where the year hides it; zero where the year has none of it."""
        return self.publication.line(of, CENTRE).get(self.centre, 0)

    def line(self, of: str, line: str) -> dict[str, Shown]:
        """As it is published."""
        if line == CENTRE:
            return {self.centre: self.total(of)}
        pair = (PROVINCE, CENTRE) if line == PROVINCE else (CENTRE, line)
        here = pair.index(CENTRE)
        found = self.publication.cross(of, *pair)
        return {cell[1 - here]: n for cell, n in found.items() if cell[here] == self.centre}

    def cross(self, of: str, first: str, second: str) -> None:  # noqa: ARG002  the port's
        """None for a centre."""
        return

    def amounts(self, name: str) -> None:  # noqa: ARG002  the port's
        """None for a centre."""
        return

    def hours(self, name: str) -> None:  # noqa: ARG002  the port's
        """None for a centre."""
        return


@dataclass(frozen=True, slots=True)
class OfCalendarYear:
    """A calendar year as it is published: its published months added up."""

    year: Period
    parts: Sequence[Publication]

    def total(self, of: str) -> Shown:
        """Of the months that are published."""
        return calendar_total(of, self.year, self.parts)

    def line(self, of: str, line: str) -> dict[str, Shown]:
        """Hidden where one of the months hides it."""
        return {} if line == PROVINCE else calendar_year(of, line, self.year, self.parts)

    def cross(self, of: str, first: str, second: str) -> None:  # noqa: ARG002  the port's
        """None: the months have none."""
        return

    def amounts(self, name: str) -> None:  # noqa: ARG002  the port's
        """None: the months have none."""
        return

    def hours(self, name: str) -> None:  # noqa: ARG002  the port's
        """None: the months have none."""
        return


def _waits(tally: Tally, name: str, months: Iterable[Month]) -> dict[str, list[float]]:
    wanted, found = frozenset(months), dict[str, list[float]]()
    for month, whose, hours in tally.hours.get(name, ()):
        if month in wanted:
            found.setdefault(whose, []).append(hours)
            found.setdefault("", []).append(hours)
    return found


def _middle(hours: Sequence[float]) -> float | None:
    return round(median(hours), 1) if hours else None


def _nine_in_ten(hours: Sequence[float]) -> float | None:
    """The nearest rank: nine in ten did not take longer."""
    return round(sorted(hours)[math.ceil(0.9 * len(hours)) - 1], 1) if hours else None
