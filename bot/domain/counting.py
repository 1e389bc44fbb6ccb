"""What is counted for the reports: each case and referral once, in codes, into sums alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.period import Month

CASES: Final = "cases"
REFERRALS: Final = "referrals"
CENTRE: Final = "centre"
PROVINCE: Final = "province"

OF_CASES: Final = (
    *("channel", "language", "category", "nationality", "sex", "age", "sector", CENTRE, PROVINCE),
    *("people", "reporter", "level", "urgent", "ilo", "finding", "grounds", "police"),
    *("contact", "nrm", "outcome", "aftercare"),
)
OF_REFERRALS: Final = (CENTRE, "agency", "answer", "in_time", "escalated")
SEVERAL: Final = frozenset({"category", "ilo", "nrm"})
"""Of these a case may have several, or none: their numbers do not add up to the cases."""
ANSWER: Final = "answer:"
"""In front of a screening question: who answered it how."""
CROSSED: Final = (
    ("category", "nationality"),
    ("sex", "age"),
    ("age", "level"),
    ("finding", "level"),
    (PROVINCE, CENTRE),
    ("agency", "answer"),
    ("agency", "in_time"),
)
"""What is counted by two things at once. Beside these everything is counted by centre."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A case, or a referral to an agency, as far as it is counted: no name, number or word.

    `of` is `cases` or `referrals`; `values` what it is in each respect; `amounts` are baht and
    persons, `hours` how long something took.
    """

    of: str
    month: Month
    values: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, int] = field(default_factory=dict)
    hours: Mapping[str, float] = field(default_factory=dict)

    @property
    def whose(self) -> str:
        """Whose hours they are: the agency's, or the centre's."""
        return self.values.get("agency", self.values[CENTRE])[0]


def several(line: str) -> bool:
    """Whether one case may count under several values of it."""
    return line in SEVERAL


Cell = tuple[str, str]


@dataclass(slots=True)
class Tally:
    """The sums, by month; as large as there are sorts of cases, however many cases there are."""

    totals: Counter[tuple[str, Month]] = field(default_factory=Counter)
    lines: dict[tuple[str, str], Counter[tuple[Month, str]]] = field(default_factory=dict)
    crosses: dict[tuple[str, str, str], Counter[tuple[Month, Cell]]] = field(default_factory=dict)
    amounts: dict[str, list[tuple[Month, int]]] = field(default_factory=dict)
    hours: dict[str, list[tuple[Month, str, float]]] = field(default_factory=dict)
    agreed: Counter[str] = field(default_factory=Counter)

    def add(self, one: Counted) -> None:
        """Count one more."""
        self.totals[one.of, one.month] += 1
        for line, values in one.values.items():
            counts = self.lines.setdefault((one.of, line), Counter())
            for value in values:
                counts[one.month, value] += 1
        for first, second in self._crossed(one):
            counted = self.crosses.setdefault((one.of, first, second), Counter())
            for a in one.values.get(first, ()):
                for b in one.values.get(second, ()):
                    counted[one.month, (a, b)] += 1
        for name, amount in one.amounts.items():
            self.amounts.setdefault(name, []).append((one.month, amount))
        for name, hours in one.hours.items():
            self.hours.setdefault(name, []).append((one.month, one.whose, hours))

    @staticmethod
    def _crossed(one: Counted) -> Iterator[tuple[str, str]]:
        yield from CROSSED
        for line in one.values:
            if line not in (CENTRE, PROVINCE):
                yield CENTRE, line

    def total(self, of: str, months: Iterable[Month]) -> int:
        """How many there are in these months."""
        return sum(self.totals[of, month] for month in months)

    def line(self, of: str, line: str, months: Iterable[Month]) -> dict[str, int]:
        """How many there are of each value in these months."""
        wanted, found = frozenset(months), Counter[str]()
        for (month, value), number in self.lines.get((of, line), {}).items():
            if month in wanted:
                found[value] += number
        return dict(found)

    def by_month(self, of: str, line: str, months: Iterable[Month]) -> dict[Cell, int]:
        """The same, month by month."""
        wanted = frozenset(months)
        counts = self.lines.get((of, line), Counter[tuple[Month, str]]())
        return {(str(m), value): n for (m, value), n in counts.items() if m in wanted}

    def cross(self, of: str, first: str, second: str, months: Iterable[Month]) -> dict[Cell, int]:
        """How many there are of each pair of values in these months."""
        wanted, found = frozenset(months), Counter[Cell]()
        for (month, cell), number in self.crosses.get((of, first, second), {}).items():
            if month in wanted:
                found[cell] += number
        return dict(found)
