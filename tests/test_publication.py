"""Months, years and centres that are published do not give away what one of them hides."""

import random

import pytest
from bot.domain.counting import CASES, CENTRE, Counted, Tally, several
from bot.domain.period import read_fiscal_year, read_year
from bot.domain.publication import Publication, calendar_total, calendar_year
from bot.domain.suppression import POSSIBLE, is_small

from tests.attack import Known, Name

YEAR = read_fiscal_year("2570")
LINES = {
    "category": ("pay", "papers", "hurt"),
    "nationality": ("myanmar", "laos", "vietnam"),
    CENTRE: ("tak", "ranong", "rayong"),
}
ANSWERED = "answer:papers_kept"
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


def months_of(tally: Tally, *sexes: dict[str, int]) -> Tally:
    """So many cases of each sex in the first months of the year."""
    for month, numbers in zip(YEAR.months, sexes, strict=False):
        for sex, number in numbers.items():
            values = {"nationality": (sex,), CENTRE: ("tak",), "ilo": (), ANSWERED: ("no",)}
            for _ in range(number):
                tally.add(Counted(CASES, month, values))
    return tally


@pytest.mark.safety(28)
def test_a_month_of_few_cases_is_not_published_and_not_in_its_year() -> None:
    tally = months_of(Tally(), {"laos": 20}, {"laos": 3}, {"laos": 9})
    of = Publication(tally, YEAR)
    assert (of.total(CASES), of.total(CASES, YEAR.months[1])) == (29, None)
    assert of.line(CASES, "nationality") == {"laos": 29}
    assert of.line(CASES, "nationality", YEAR.months[1]) == {"laos": None}
    assert of.left_out(CASES) == (YEAR.months[1],)


@pytest.mark.safety(28)
def test_a_month_hides_what_the_year_would_give_away_of_the_month_before() -> None:
    tally = months_of(Tally(), {"laos": 20, "myanmar": 3}, {"laos": 30, "myanmar": 30})
    of = Publication(tally, YEAR)
    hidden = {"laos": None, "myanmar": None}
    assert of.line(CASES, "nationality", YEAR.months[0]) == hidden
    assert of.line(CASES, "nationality", YEAR.months[1]) == hidden
    assert of.line(CASES, "nationality") == {"laos": 50, "myanmar": 33}
    of = Publication(months_of(Tally(), {"laos": 20, "myanmar": 4}, {"laos": 30}), YEAR)
    assert of.line(CASES, "nationality", YEAR.months[1]) == hidden  # a zero, too


@pytest.mark.safety(28)
def test_within_a_hidden_number_of_the_year_nothing_adds_up_to_it() -> None:
    tally = Tally()
    for of, numbers in {"laos": (4, 0, 0), "vietnam": (20, 15, 15), "myanmar": (5, 6, 40)}.items():
        for centre, number in zip(LINES[CENTRE], numbers, strict=True):
            one = Counted(CASES, YEAR.months[0], {"nationality": (of,), CENTRE: (centre,)})
            for _ in range(number):
                tally.add(one)
    published = Publication(tally, YEAR)
    line = {"laos": None, "vietnam": None, "myanmar": 51}
    assert published.line(CASES, "nationality") == line
    cross = published.cross(CASES, CENTRE, "nationality")
    assert [cross[centre, "vietnam"] for centre in LINES[CENTRE]] == [None, None, None]


@pytest.mark.safety(28)
def test_a_calendar_year_shows_no_more_than_its_months() -> None:
    tally = months_of(Tally(), {"laos": 20, "myanmar": 3}, {"laos": 9}, {}, {"laos": 50})
    year = read_year("2026")
    parts = [Publication(tally, each) for each in year.fiscal_years]
    shown = calendar_year(CASES, "nationality", year, parts)
    assert shown == {"laos": None, "myanmar": None}
    assert calendar_year(CASES, CENTRE, year, parts) == {"tak": 32}
    assert calendar_total(CASES, year, parts) == 32


@pytest.mark.safety(28)
def test_an_indicator_is_hidden_with_the_yes_that_it_is_made_of() -> None:
    tally, month = Tally(), YEAR.months[0]
    for answer, number in (("yes", 6), ("no", 20), ("skip", 3)):
        ilo = ("07",) if answer == "yes" else ()
        for _ in range(number):
            tally.add(Counted(CASES, month, {CENTRE: ("tak",), "ilo": ilo, ANSWERED: (answer,)}))
    of = Publication(tally, YEAR, {"07": (ANSWERED,)})
    assert of.line(CASES, ANSWERED, month) == {"yes": None, "no": 20, "skip": None}
    assert of.line(CASES, "ilo", month) == {"07": None}
    assert of.line(CASES, "ilo") == {"07": None}


@pytest.mark.slow
@pytest.mark.safety(28)
def test_nor_in_a_hundred_years_of_cases() -> None:
    hidden = 0
    for seed in range(100):
        known = everything(counted(seed, [15, 20, 25, 60, 150][seed % 5]))
        hidden += sum(low != high for low, high in known.bounds.values())
        assert too_close(known, 1) == {}, seed
    assert hidden > 2000


@pytest.mark.safety(28)
def test_without_the_months_beside_it_the_year_would_give_a_month_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def own_alone(of: Publication, line: str, *_: object) -> frozenset[str]:
        numbers = of.tally.line(CASES, line, of.months(CASES))
        return frozenset(value for value, number in numbers.items() if is_small(number))

    monkeypatch.setattr(Publication, "_hidden_in_year", lambda of, _, line: own_alone(of, line))
    tally = counted(1, 60)
    assert too_close(everything(tally), 1) != {}
