"""The tables of a report, in the order and with the numbers of the Department's list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.documents.report_sources import Source, Wait
from bot.domain.counting import ANSWER, CASES, REFERRALS, several
from bot.domain.publication import Shown

STAR: Final = "*"
"""In the place of a number that is hidden."""
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `number` is its number in the list, `counts` what its numbers are numbers of."""

    number: str
    title: str
    counts: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


_LEVELS: Final = ("A", "B", "U", "C", "D")
_CHILDREN: Final = ("under_15", "15_17", "under_18", "maybe_under_18")
_ANSWERS: Final = ("yes", "no", "not_sure", "skip", "not_asked")
ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "sex": ("female", "male", "other", "not_told"),
    "age": (*_CHILDREN, "18_24", "25_44", "45_more", "adult", "not_told"),
    "level": _LEVELS,
    "finding": (*_LEVELS, "not_judged"),
    "urgent": ("urgent", "not_urgent"),
    "ilo": tuple(f"{number:02}" for number in range(1, 12)),
    "answer": ("accepted", "completed", "declined", "revoked", "no_answer_yet"),
    "in_time": ("in_time", "overdue"),
    "people": ("1", "2_5", "6_more", "not_told"),
}
"""Values that stand in the table even where there are none of them."""
ILO: Final = {
    "01": "abuse of vulnerability",
    "02": "deception",
    "03": "restriction of movement",
    "04": "isolation",
    "05": "physical and sexual violence",
    "06": "intimidation and threats",
    "07": "retention of identity documents",
    "08": "withholding of wages",
    "09": "debt bondage",
    "10": "abusive working and living conditions",
    "11": "excessive overtime",
}
"""ILO, Indicators of Forced Labour (2012)."""

_SHEETS: Final = (
    ("1", "Cases filed, by channel", CASES, ("channel",)),
    ("1", "Cases filed, by language", CASES, ("language",)),
    ("2", "Complaints by category and nationality", CASES, ("category", "nationality")),
    ("3", "Sex and age", CASES, ("sex", "age")),
    ("4", "Sector", CASES, ("sector",)),
    ("5", "Centre", CASES, ("centre",)),
    ("5", "Province", CASES, ("province",)),
    ("5", "Province within its centre", CASES, ("province", "centre")),
    ("6", "Screening: level", CASES, ("level",)),
    ("6", "Screening: urgent", CASES, ("urgent",)),
    ("6", "Screening: ILO indicators of forced labour", CASES, ("ilo",)),
    ("7", "The officer's finding beside the bot's level", CASES, ("finding", "level")),
    ("7", "Reasonable grounds", CASES, ("grounds",)),
    ("8", "Children: age and level", CASES, ("age", "level")),
    ("9", "Referrals by agency and answer", REFERRALS, ("agency", "answer")),
    ("9", "Referrals by agency, answered in time", REFERRALS, ("agency", "in_time")),
    ("9", "Referrals told to the national team", REFERRALS, ("escalated",)),
    ("10", "National Referral Mechanism: steps", CASES, ("nrm",)),
    ("11", "Outcomes", CASES, ("outcome",)),
    ("15", "How it went on, as the worker said", CASES, ("aftercare",)),
    ("also", "Police: what the worker said", CASES, ("police",)),
    ("also", "Contact with the worker", CASES, ("contact",)),
    ("also", "Reported by oneself or another", CASES, ("reporter",)),
    ("also", "Cases by how many people they are about", CASES, ("people",)),
)
_WAITS: Final = (
    ("9", "Hours until an agency's first answer", "first_answer", REFERRALS),
    ("10", "Hours from the first step to the decision", "nrm_decision", CASES),
    ("also", "Hours from the first alert until somebody had the case", "taken", CASES),
)
_LEAST: Final = {"1": 1, "2_5": 2, "6_more": 6, "not_told": 1}


def tables(source: Source, questions: Sequence[str]) -> Iterator[Table]:
    """All that can be filled; nothing where even the number of cases is hidden.

    `questions` are the screening questions in the order in which they are asked.
    """
    yield _about(source)
    if source.total(CASES) is None:
        return
    made = [*_sheets(source), _persons(source), _answers(source, questions)]
    made += [*_waiting(source), *_money(source)]
    order = [number for number, *_ in _SHEETS]
    filled = (each for each in made if each.rows)
    yield from sorted(filled, key=lambda each: order.index(each.number))


def _about(source: Source) -> Table:
    rows = tuple((of, _shown(source.total(of))) for of in (CASES, REFERRALS))
    return Table("0", "All together", "cases and referrals", ("of", "number"), rows)


def _sheets(source: Source) -> Iterator[Table]:
    for number, title, of, lines in _SHEETS:
        if source.total(of) is None:
            continue
        if len(lines) == 1:
            yield _line(source, number, title, of, lines[0])
            continue
        first, second = lines
        found = source.cross(of, first, second)
        if found is not None:
            yield _cross(source, Table(number, title, of, (first, second), ()), found)
        elif (first, second) != ("province", "centre"):
            for line in lines:
                yield _line(source, number, f"{title}: {line}", of, line)


def _line(source: Source, number: str, title: str, of: str, line: str) -> Table:
    numbers = source.line(of, line)
    rows = [(_named(line, each), _shown(numbers.get(each, 0))) for each in _ordered(line, numbers)]
    if numbers and not several(line):
        rows.append(("all", _shown(source.total(of))))
    filled = bool(numbers) or (line in ORDER and source.total(of) != 0)
    return Table(number, title, of, (line, "number"), tuple(rows) if filled else ())


def _cross(source: Source, of_which: Table, found: Mapping[tuple[str, str], Shown]) -> Table:
    """With the lines' own numbers as its sums, where they are published."""
    of, (first, second) = of_which.counts, of_which.head
    rows = _ordered(first, dict.fromkeys(row for row, _ in found))
    columns = _ordered(second, dict.fromkeys(column for _, column in found))
    if of_which.number == "8":
        rows = [each for each in rows if each in _CHILDREN]
    of_rows, of_columns = source.line(of, first), source.line(of, second)
    body: list[tuple[Value, ...]] = []
    for row in rows:
        cells = [_shown(found.get((row, column), 0)) for column in columns]
        body.append((row, *cells, _shown(of_rows.get(row, 0)) if of_rows else ""))
    if of_which.number != "8" and of_columns:
        sums = [_shown(of_columns.get(column, 0)) for column in columns]
        body.append(("all", *sums, _shown(source.total(of))))
    head = (f"{first} / {second}", *columns, "all")
    return Table(of_which.number, of_which.title, of, head, tuple(body) if found else ())


def _answers(source: Source, questions: Sequence[str]) -> Table:
    """A row for each screening question that is counted."""
    found = {name: source.line(CASES, f"{ANSWER}{name}") for name in questions}
    told = {value for numbers in found.values() for value in numbers}
    head = (*_ANSWERS, *sorted(told - {*_ANSWERS}))
    rows = tuple(
        (name, *(_shown(numbers.get(value, 0)) for value in head))
        for name, numbers in found.items()
        if numbers
    )
    return Table("6", "Screening: answers to each question", CASES, ("question", *head), rows)


def _persons(source: Source) -> Table:
    """At least so many people: hidden with any of the numbers it is made of."""
    numbers = source.line(CASES, "people")
    known = [number for number in numbers.values() if number is not None]
    whole = len(known) == len(numbers)
    least = sum(_LEAST.get(value, 1) * (number or 0) for value, number in numbers.items())
    rows = (("at least", least if whole else STAR),)
    head = ("persons", "number")
    return Table("also", "People", "persons", head, rows if numbers else ())


def _waiting(source: Source) -> Iterator[Table]:
    for number, title, name, of in _WAITS:
        found = source.hours(name)
        if found:
            rows = tuple(_wait(whose or "all", found[whose]) for whose in sorted(found))
            head = ("whose", "number", "median", "90th percentile")
            yield Table(number, title, f"hours of {of}", head, rows)


def _wait(whose: str, wait: Wait) -> tuple[Value, ...]:
    none = "" if wait.number == 0 else STAR
    middle = none if wait.middle is None else wait.middle
    return (whose, _shown(wait.number), middle, none if wait.longest is None else wait.longest)


def _money(source: Source) -> Iterator[Table]:
    rows = []
    for name, unit in (("claimed", "baht"), ("recovered", "baht"), ("workers", "persons")):
        found = source.amounts(name)
        if found is not None:
            rows.append((f"{name} ({unit})", _shown(found.cases), _shown(found.amount)))
    if rows:
        head = ("what", "cases that told it", "together")
        yield Table("11", "Money claimed and recovered", "baht and persons", head, tuple(rows))


def _ordered(line: str, numbers: Iterable[str]) -> list[str]:
    first = ORDER.get(line, ())
    return [*first, *sorted(set(numbers) - {*first})]


def _named(line: str, value: str) -> str:
    return f"{value} {ILO[value]}" if line == "ilo" and value in ILO else value


def _shown(number: Shown) -> Value:
    return STAR if number is None else number
