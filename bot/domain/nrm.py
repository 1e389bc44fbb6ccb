"""The National Referral Mechanism: its steps, their terms, and the dates that end a claim.

Sources: Anti-Human Trafficking Act B.E. 2551, s.29 (temporary protection); the National Referral
Mechanism (temporary shelter, reflection); Labour Protection Act B.E. 2541, s.124 (the inspector);
Workmen's Compensation Act B.E. 2537, s.49, and Civil and Commercial Code s.193/34 (limitation).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.calendar import Calendar
from bot.domain.case import Deed, WorkEntry
from bot.domain.stage import Stage, StageKind, StageTarget, TargetKind

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class NrmStep(StrEnum):
    """What an officer writes down of it."""

    PROTECTION = "protection"
    PROTECTION_COURT = "protection_court"
    SHELTER = "shelter"
    REFLECTION = "reflection"
    IDENTIFIED = "identified"
    NOT_IDENTIFIED = "not_identified"
    REPORTED_CENTRE = "reported_centre"  # ศปคร., the Labour Trafficking Prevention Command Center
    REPORTED_PROVINCE = "reported_province"  # พมจ., the provincial social development head
    INSPECTOR = "inspector"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a step may last, and how long before its end the holder is reminded.

    `source` names what fixes it. A term counted in days is reminded in office hours; one that
    ends within days at any hour.
    """

    slot: str
    lasts: timedelta
    source: str
    remind: tuple[timedelta, ...] = (3 * DAY, DAY)
    any_hour: bool = False


TERMS: dict[NrmStep, tuple[Term, ...]] = {
    # The hours of its reminders are ours: three days before the end it has not begun.
    NrmStep.PROTECTION: (Term("end", DAY, "law_s29", (6 * HOUR, HOUR), any_hour=True),),
    NrmStep.PROTECTION_COURT: (Term("end", 7 * DAY, "law_s29"),),
    NrmStep.SHELTER: (Term("end", 15 * DAY, "nrm"),),
    NrmStep.REFLECTION: (Term("end", 45 * DAY, "nrm"),),
    NrmStep.INSPECTOR: (Term("end", 60 * DAY, "lpa_s124"), Term("longest", 90 * DAY, "lpa_s124")),
}
ENDED_BY: dict[NrmStep, frozenset[NrmStep]] = {
    NrmStep.PROTECTION: frozenset(
        {NrmStep.PROTECTION_COURT, NrmStep.IDENTIFIED, NrmStep.NOT_IDENTIFIED}
    ),
    NrmStep.PROTECTION_COURT: frozenset({NrmStep.IDENTIFIED, NrmStep.NOT_IDENTIFIED}),
    NrmStep.SHELTER: frozenset({NrmStep.IDENTIFIED, NrmStep.NOT_IDENTIFIED}),
    NrmStep.REFLECTION: frozenset({NrmStep.IDENTIFIED, NrmStep.NOT_IDENTIFIED}),
}
"""What makes a term needless: a later step of another kind; the same step once more, too."""
COMPENSATION = timedelta(days=180)
"""From the injury (Workmen's Compensation Act s.49)."""
WAGE_YEARS = 2
"""From the day the pay was due (Civil and Commercial Code s.193/34)."""


@dataclass(frozen=True, slots=True)
class Running:
    """A term that runs: of which step, recorded when, until when."""

    step: NrmStep
    number: int
    since: datetime
    term: Term

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.since + self.term.lasts

    def day(self, now: datetime, zone: tzinfo) -> tuple[int, int]:
        """The day it is and how many there are: the day it was recorded is the first."""
        passed = now.astimezone(zone).date() - self.since.astimezone(zone).date()
        return passed.days + 1, self.term.lasts // DAY


def recorded(worked: Iterable[WorkEntry]) -> list[tuple[NrmStep, datetime]]:
    """The steps as they were written down, oldest first."""
    known = tuple(NrmStep)
    return [
        (NrmStep(entry.value), entry.at)
        for entry in worked
        if entry.deed is Deed.NRM and entry.value in known
    ]


def running(worked: Iterable[WorkEntry]) -> list[Running]:
    """The terms that nothing has ended, in the order recorded; those that are past, too."""
    steps = recorded(worked)
    found = []
    for number, (step, at) in enumerate(steps):
        after = {later for later, _ in steps[number + 1 :]}
        if after & {step, *ENDED_BY.get(step, ())}:
            continue
        found += [Running(step, number + 1, at, term) for term in TERMS.get(step, ())]
    return found


def nrm_stages(worked: Sequence[WorkEntry], hours: Calendar, zone: tzinfo) -> list[Stage]:
    """The reminders of all running terms, in order of time.

    Keys for ever: `nrm.<number of the entry>.<end or longest>.<nth>`. One that is counted in days
    leaves when the unit opens on that day, or on the last working day before it.
    """
    stages = []
    for each in running(worked):
        for nth, before in enumerate(each.term.remind, 1):
            at = each.ends_at - before
            if not each.term.any_hour:
                opening = _in_hours(at, each.since, hours, zone)
                # Where the unit does not open before the end, the very moment is better than none.
                at = opening if opening < each.ends_at else at
            if at > each.since:
                key = f"nrm.{each.number}.{each.term.slot}.{nth}"
                stages.append(Stage(key, at, StageTarget(TargetKind.HOLDER), StageKind.REMINDER))
    return sorted(stages, key=lambda stage: stage.at)


def _in_hours(at: datetime, since: datetime, hours: Calendar, zone: tzinfo) -> datetime:
    """That day's opening, or the last working day's before it; after the step was recorded."""
    day, first = at.astimezone(zone).date(), since.astimezone(zone).date()
    for candidate in _back(day, first):
        midnight = datetime.combine(candidate, time(), zone)
        opening = hours.next_opening(midnight)
        if opening.astimezone(zone).date() == candidate:
            return opening
    return hours.next_opening(at)


def _back(day: date, first: date) -> Iterator[date]:
    while day > first:
        yield day
        day -= DAY


def compensation_until(injured_on: date) -> date:
    """The last day to claim compensation for an injury."""
    return injured_on + COMPENSATION


def wages_until(due_on: date) -> date:
    """The last day to claim pay that was due on a day; 29 February ends with that month."""
    year = due_on.year + WAGE_YEARS
    try:
        return due_on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
