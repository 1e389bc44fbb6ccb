"""What of the counts is published: what stays hidden is the same whatever is printed, and when.

Three sorts of reports are published, and their numbers are sums of one another:

* a month: how many of each value, one respect at a time (a *line*);
* a fiscal year: the same, and two respects at once (a *cross*);
* a centre's fiscal year: one row of the crosses with the centre.

So what is hidden in them is decided together. A month's line is made safe by itself, and with the
months before it where the year would give them away. The year's line is made safe with all its
months' lines beside it. A cross is made safe within the year's two lines: where a number of a line
is hidden, everything that adds up to it is hidden too, and the rest is safe even from somebody who
knew that number. Nothing depends on which of these was printed before.

A month with fewer than five cases, more than none, is not published and is left out of its year:
its number could be had by subtraction.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.domain.counting import PROVINCE, Cell, Tally
from bot.domain.grids import Side, cross_grid, line_grid, month_grid, whole
from bot.domain.period import Month, Period, Sort
from bot.domain.suppression import TOTAL, Place, is_small, suppress

HIDDEN: Final = None
"""In the place of a number that is not shown."""
Shown = int | None
INDICATORS: Final = "ilo"
YES: Final = "yes"
K = TypeVar("K")


@dataclass(slots=True)
class Publication:
    """The published numbers of a fiscal year.

    `questions` names for each ILO indicator the lines of the questions that it is made of.
    """

    tally: Tally
    year: Period
    questions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _in_months: dict[tuple[str, str, Month], frozenset[str]] = field(default_factory=dict)
    _in_years: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def months(self, of: str) -> tuple[Month, ...]:
        """The months that count: not those of which even the number of cases is hidden."""
        totals = self.tally.totals
        return tuple(each for each in self.year.months if not is_small(totals[of, each]))

    def left_out(self, of: str) -> tuple[Month, ...]:
        """The others."""
        kept = self.months(of)
        return tuple(each for each in self.year.months if each not in kept)

    def total(self, of: str, month: Month | None = None) -> Shown:
        """How many there are in a month, or in all months that count."""
        if month is None:
            return self.tally.total(of, self.months(of))
        return self.tally.total(of, [month]) if month in self.months(of) else HIDDEN

    def line(self, of: str, line: str, month: Month | None = None) -> dict[str, Shown]:
        """How many of each value, in a month or in the year."""
        if month is None:
            numbers = self.tally.line(of, line, self.months(of))
            return _covered(numbers, self._hidden_in_year(of, line))
        numbers = self.tally.line(of, line, [month])
        if month not in self.months(of):
            return dict.fromkeys(numbers, HIDDEN)
        return _covered(numbers, self._hidden_in_month(of, line, month))

    def cross(self, of: str, first: str, second: str) -> dict[Cell, Shown]:
        """How many of each pair of values, in the year."""
        one, other = self._side(of, first), self._side(of, second)
        counted = self.tally.cross(of, first, second, self.months(of))
        grid = cross_grid(counted, one, other)
        numbers = {place: n for place, n in grid.values.items() if TOTAL not in place}
        found = suppress(grid)
        gone = numbers.keys() if found.exposed else found.hidden & numbers.keys()
        return _covered(numbers, gone)

    def _side(self, of: str, line: str) -> Side:
        numbers = self.tally.line(of, line, self.months(of))
        # Centres follow from provinces: two lines of them would be two views of one.
        nested = line == PROVINCE
        hidden = numbers.keys() if nested else self._hidden_in_year(of, line)
        return Side(line, numbers, hidden, nested)

    def _hidden_in_month(self, of: str, line: str, month: Month) -> frozenset[str]:
        """Hidden for itself; and what earlier months hide, where the year would give it away."""
        key = (of, line, month)
        if key not in self._in_months:
            own = self._hidden_in_one(of, line, month)
            self._in_months[key] = own | self._hidden_for_earlier(of, line, month, own)
        return self._in_months[key]

    def _hidden_in_one(self, of: str, line: str, month: Month) -> frozenset[str]:
        cells = self.tally.by_month(of, line, [month])
        given = {(str(month), value) for value in self._with_answers(of, line, month)}
        found = suppress(month_grid(cells, line, given))
        return frozenset(value for _, value in (cells if found.exposed else found.hidden))

    def _hidden_for_earlier(
        self, of: str, line: str, month: Month, own: frozenset[str]
    ) -> frozenset[str]:
        """As if the year's sums so far were shown; of this month more may be hidden."""
        months = [each for each in self.months(of) if each <= month]
        cells = whole(self.tally.by_month(of, line, months))
        hidden = self._hidden_until(of, line, months[:-1])
        hidden |= {(str(month), value) for value in own}
        free = {cell for cell in cells if cell[0] == str(month)} - hidden
        found = suppress(line_grid(cells, line, free, hidden))
        return frozenset(value for row, value in found.hidden if row == str(month))

    def _hidden_until(self, of: str, line: str, months: Sequence[Month]) -> set[Place]:
        return {
            (str(each), value) for each in months for value in self._hidden_in_month(of, line, each)
        }

    def _hidden_in_year(self, of: str, line: str) -> frozenset[str]:
        """Of the sums, with all months beside them; all of them where less is not enough."""
        if (of, line) not in self._in_years:
            months = self.months(of)
            cells = whole(self.tally.by_month(of, line, months))
            sums = {(TOTAL, value) for _, value in cells}
            given = {(TOTAL, value) for value in self._with_answers(of, line, None)}
            hidden = self._hidden_until(of, line, months) | given
            found = suppress(line_grid(cells, line, sums - given, hidden))
            kept = sums if found.exposed else found.hidden & sums
            self._in_years[of, line] = frozenset(value for _, value in kept)
        return self._in_years[of, line]

    def _with_answers(self, of: str, line: str, month: Month | None) -> frozenset[str]:
        """The indicators of which a question's yes is hidden: it would say as much."""
        if line != INDICATORS:
            return frozenset()
        return frozenset(
            indicator
            for indicator, questions in self.questions.items()
            if any(YES in self._hidden(of, each, month) for each in questions)
        )

    def _hidden(self, of: str, line: str, month: Month | None) -> frozenset[str]:
        if month is None:
            return self._hidden_in_year(of, line)
        return self._hidden_in_month(of, line, month)


def calendar_year(
    of: str, line: str, year: Period, parts: Sequence[Publication]
) -> dict[str, Shown]:
    """A calendar year as the sum of its months: what one of them hides is hidden in it too.

    It overlaps with two fiscal years, and could be subtracted from them. Made of nothing but
    published numbers it tells nothing that they do not.
    """
    found: dict[str, Shown] = {}
    for part, month in _published(of, year, parts):
        for value, number in part.line(of, line, month).items():
            before = found.get(value, 0)
            both = number is not None and before is not None
            found[value] = before + number if both else HIDDEN  # type: ignore[operator]
    return found


def calendar_total(of: str, year: Period, parts: Sequence[Publication]) -> int:
    """How many there are in the months of a calendar year that are published."""
    return sum(part.total(of, month) or 0 for part, month in _published(of, year, parts))


def _published(
    of: str, year: Period, parts: Sequence[Publication]
) -> list[tuple[Publication, Month]]:
    return [
        (part, month)
        for part in parts
        for month in part.months(of)
        if month in year.months and part.year.sort is Sort.FISCAL_YEAR
    ]


def _covered(numbers: Mapping[K, int], hidden: Collection[K]) -> dict[K, Shown]:
    """With what is hidden, be it that there is none of it."""
    return {**numbers, **dict.fromkeys(hidden, HIDDEN)}
