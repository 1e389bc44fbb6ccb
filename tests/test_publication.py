"""Months, years and centres that are published do not give away what one of them hides."""

import random

import pytest
from bot.domain.counting import CASES, CENTRE, Counted, Tally, several
from bot.domain.period import read_fiscal_year
from bot.domain.publication import Publication
from bot.domain.suppression import POSSIBLE

from tests.attack import Known, Name

YEAR = read_fiscal_year("2570")
LINES = {
    "category": ("pay", "papers", "hurt"),
    "nationality": ("myanmar", "laos", "vietnam"),
    CENTRE: ("tak", "ranong", "rayong"),
}
CROSSES = (("category", "nationality"), (CENTRE, "category"), (CENTRE, "nationality"))


def counted(seed: int, cases: int, months: int = 3) -> Tally:
    """A year in whose first months a few cases came, unevenly."""
    dice, tally = random.Random(seed), Tally()  # noqa: S311  cases are no secrets here

    def one(line: str) -> str:
        return LINES[line][int(dice.random() ** 2 * 3)]

    for _ in range(cases):
        month = YEAR.months[int(dice.random() * months)]
        categories = {one("category") for _ in range(dice.randint(0, 2))}
        values = {
            "category": tuple(categories),
            "nationality": (one("nationality"),),
            CENTRE: (one(CENTRE),),
        }
        tally.add(Counted(CASES, month, values))
    return tally


def everything(tally: Tally) -> Known:
    """All that is published of a year: its months, its own lines and crosses, its centres."""
    of, known = Publication(tally, YEAR), Known()
    known.number(("all",), of.total(CASES))
    months = [month for month in of.months(CASES) if tally.totals[CASES, month]]
    for line in LINES:
        known_of_line(of, line, known)
    for first, second in CROSSES:
        known_of_cross(of, first, second, known)
    assert months
    return known


def known_of_line(of: Publication, line: str, known: Known) -> None:
    values = of.line(CASES, line)
    for value, number in values.items():
        known.number(("year", line, value), number)
    parts: dict[str, list[Name]] = {value: [] for value in values}
    for month in of.months(CASES):
        row = of.line(CASES, line, month)
        for value, number in row.items():
            known.number((str(month), line, value), number)
            parts[value].append((str(month), line, value))
        known.number((str(month), "all"), of.total(CASES, month))
        if not several(line) and row:
            known.sums.append(((str(month), "all"), [(str(month), line, v) for v in row]))
    for value, names in parts.items():
        known.sums.append((("year", line, value), names))
    if not several(line):
        known.sums.append((("all",), [("year", line, value) for value in values]))


def known_of_cross(of: Publication, first: str, second: str, known: Known) -> None:
    cells = of.cross(CASES, first, second)
    for (row, column), number in cells.items():
        known.number((first, row, second, column), number)
        known.at_most.append(((first, row, second, column), ("year", first, row)))
        known.at_most.append(((first, row, second, column), ("year", second, column)))
    for here, line, other in ((0, first, second), (1, second, first)):
        for value in of.line(CASES, line) if not several(other) else ():
            parts = [(first, r, second, c) for r, c in cells if (r, c)[here] == value]
            known.sums.append((("year", line, value), parts))


def too_close(known: Known, enough: int) -> dict[Name, tuple[int, int]]:
    """Hidden numbers that can be found out."""
    hidden = [name for name, (low, high) in known.bounds.items() if low != high]
    found = known.ranges(hidden) if hidden else {}
    return {name: (low, high) for name, (low, high) in found.items() if high - low < enough}


@pytest.mark.safety(28)
@pytest.mark.parametrize(("seed", "cases"), [(1, 25), (2, 60), (3, 150), (4, 15)])
def test_all_that_is_published_together_gives_no_hidden_number_away(seed: int, cases: int) -> None:
    known = everything(counted(seed, cases))
    assert sum(low != high for low, high in known.bounds.values()) > 5
    assert too_close(known, POSSIBLE - 1) == {}
