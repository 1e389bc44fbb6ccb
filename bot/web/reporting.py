"""The operator's `report`: exact for those who answer for it, or such as can be published."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.data.screening import load_screening
from bot.documents.report_notes import notes
from bot.documents.report_sources import (
    Exact,
    OfCalendarYear,
    OfCentre,
    OfMonth,
    OfYear,
    Source,
)
from bot.documents.report_tables import tables
from bot.domain.audit import AuditEntry
from bot.domain.counting import ANSWER, CASES, Tally
from bot.domain.period import (
    NoPeriodError,
    Period,
    Sort,
    read_fiscal_year,
    read_month,
    read_year,
)
from bot.domain.publication import Publication
from bot.domain.questionnaire import Screening
from bot.ports import Office, WrongArgument
from bot.usecases.administer import known_unit
from bot.usecases.count_cases import Progress, Wanted, count_cases, how_many

PUBLISHED: Final = "published"
RESTRICTED: Final = "restricted"
_READ: Final = {
    Sort.MONTH: read_month,
    Sort.FISCAL_YEAR: read_fiscal_year,
    Sort.YEAR: read_year,
}


async def report(
    office: Office,
    *,
    who: str,
    where: str,
    sort: str,
    period: str,
    centre: str = "",
    edition: str = PUBLISHED,
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """A report's tables and notes; that it was asked for is written down first, or there is none.

    Raises `WrongArgument` for what is no period, what is not over, and what is not published.
    """
    asked, zone = _period(sort, period), ZoneInfo(office.policy.timezone)
    now, screening = office.clock(), load_screening()
    if centre:
        await known_unit(office, centre)
    if edition == PUBLISHED:
        _must_be_publishable(asked, centre, now, zone)
    detail = " ".join(part for part in (edition, centre) if part)
    entry = AuditEntry(now, who, "report.made", asked.file_name, where, detail)
    await office.store.write(lambda work: work.audit.record(entry))
    wanted = _wanted(asked, zone, screening, edition, centre)
    tally = await count_cases(office.store, wanted, progress)
    source = _source(tally, asked, screening, edition, centre)
    made = tables(source, [question.id for question in screening.questions])
    return {
        "file_name": "-".join(p for p in ("rongthuk", asked.file_name, centre, edition) if p),
        "period": asked.name,
        "edition": edition,
        "centre": centre or "all",
        "made": now.astimezone(zone).isoformat(timespec="minutes"),
        "notes": notes(asked, edition, tally, _left_out(source), running=_runs(asked, now, zone)),
        "tables": [asdict(table) for table in made],
    }


async def report_size(
    office: Office, *, sort: str, period: str, edition: str = PUBLISHED
) -> dict[str, Any]:
    """How many cases a report will have to look at; nothing sealed is opened."""
    zone = ZoneInfo(office.policy.timezone)
    wanted = _wanted(_period(sort, period), zone, load_screening(), edition, "")
    return {"cases": await how_many(office.store, wanted)}


def _period(sort: str, text: str) -> Period:
    try:
        return _READ[Sort(sort)](text)
    except NoPeriodError as error:
        raise WrongArgument("period", str(error)) from None


def _must_be_publishable(asked: Period, centre: str, now: datetime, zone: tzinfo) -> None:
    if _runs(asked, now, zone):
        raise WrongArgument("period", f"{asked.name} is not over; the restricted edition is exact")
    if centre and asked.sort is not Sort.FISCAL_YEAR:
        problem = "a single centre is published by fiscal years alone: its months are a few cases"
        raise WrongArgument("centre", problem)


def _runs(asked: Period, now: datetime, zone: tzinfo) -> bool:
    return now < asked.lasts(zone)[1]


def _wanted(asked: Period, zone: tzinfo, screening: Screening, edition: str, centre: str) -> Wanted:
    """What is published of a month follows from its whole fiscal year until then."""
    if edition == RESTRICTED:
        return Wanted(asked.months, zone, screening, exact=True, centre=centre)
    months = [month for year in asked.fiscal_years for month in year.months]
    until = asked.months[-1]
    known = tuple(month for month in months if month <= until)
    return Wanted(known, zone, screening, exact=False)


def _source(tally: Tally, asked: Period, screening: Screening, edition: str, centre: str) -> Source:
    if edition == RESTRICTED:
        return Exact(tally, asked.months)
    questions = _by_indicator(screening)
    parts = [Publication(tally, year, questions) for year in asked.fiscal_years]
    if asked.sort is Sort.MONTH:
        return OfMonth(parts[0], asked.first)
    if asked.sort is Sort.YEAR:
        return OfCalendarYear(asked, parts)
    return OfCentre(parts[0], centre) if centre else OfYear(parts[0])


def _by_indicator(screening: Screening) -> dict[str, Sequence[str]]:
    """The published lines of the questions that each ILO indicator is made of."""
    found: dict[str, list[str]] = {}
    for question in screening.questions:
        for number in question.ilo:
            if not question.sensitive:
                found.setdefault(f"{number:02}", []).append(f"{ANSWER}{question.id}")
    return {**found}


def _left_out(source: Source) -> list[str]:
    """The months that are not in a published year."""
    match source:
        case OfYear(publication) | OfCentre(publication, _):
            return [str(month) for month in publication.left_out(CASES)]
        case OfCalendarYear(year, parts):
            gone = [month for part in parts for month in part.left_out(CASES)]
            return [str(month) for month in gone if month in year.months]
        case _:
            return []
