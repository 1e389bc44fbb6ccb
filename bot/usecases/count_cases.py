"""Counts cases for the reports: page by page, and nothing but sums is kept of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.counting import Counted, Tally
from bot.domain.ids import Reference
from bot.domain.period import Month
from bot.domain.questionnaire import Screening
from bot.flows.counted import (
    agreed,
    centre_hours,
    counted_case,
    counted_erased,
    counted_referral,
)
from bot.ports import Store, Work

BATCH = 200
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are counted, and how.

    `exact` counts every case; otherwise only those whose worker agreed to be counted. `centre` is
    one unit's cases only, where it is not empty. Months are those of `zone`.
    """

    months: tuple[Month, ...]
    zone: tzinfo
    screening: Screening
    exact: bool
    centre: str = ""

    @property
    def lasts(self) -> tuple[datetime, datetime]:
        """From the first moment to the first one after."""
        return self.months[0].starts(self.zone), self.months[-1].after.starts(self.zone)


async def count_cases(store: Store, wanted: Wanted, progress: Progress = lambda _: None) -> Tally:
    """The sums over all cases of these months.

    A page of cases at a time is opened, and leaves the unit of work as codes: what is in the memory
    does not grow with the cases, but for one number for each amount and waiting time. Words, files
    and messages of a case are not asked for. `progress` is told how many cases were looked at.
    """
    tally, place, seen = Tally(), 0, 0
    while page := await store.read(partial(_page, wanted, place)):
        place = page[-1][0]
        for case, said in await store.read(partial(_counted, wanted, [each[1] for each in page])):
            tally.agreed[said] += 1
            for each in case:
                tally.add(each)
        seen += len(page)
        progress(seen)
    for erased in await store.read(partial(_erased, wanted)):
        tally.agreed["yes"] += 1
        tally.add(erased)
    return tally


async def how_many(store: Store, wanted: Wanted) -> int:
    """How many cases will have to be looked at."""
    return await store.read(lambda work: work.statistics.how_many(*wanted.lasts))


def _page(wanted: Wanted, place: int, work: Work) -> list[tuple[int, Reference]]:
    return list(work.statistics.filed(*wanted.lasts, place, BATCH))


def _counted(
    wanted: Wanted, references: list[Reference], work: Work
) -> list[tuple[list[Counted], str]]:
    """Of each case that is wanted what is counted, and what its worker said to it."""
    found = []
    for reference in references:
        case = work.casework.get(reference)
        if case is None or (wanted.centre and case.unit != wanted.centre):
            continue
        talk = work.conversations.get(case.conversation)
        if talk is None:
            continue
        said = agreed(talk.record)
        if wanted.exact or said == "yes":
            found.append((_of_case(wanted, case, talk, work), said))
        else:
            found.append(([], said))
    return found


def _of_case(wanted: Wanted, case: Case, talk: Conversation, work: Work) -> list[Counted]:
    hours = centre_hours(work.casework.referrals_of(case.reference))
    one = counted_case(
        case, talk.record, wanted.screening, wanted.zone, exact=wanted.exact, first_contact=hours
    )
    sent = (
        counted_referral(case, each, wanted.zone)
        for each in work.casework.agency_referrals_of(case.reference)
    )
    return [one, *(each for each in sent if each is not None)]


def _erased(wanted: Wanted, work: Work) -> list[Counted]:
    if wanted.centre:
        return []  # of an erased case nobody knows which centre it had
    months = {str(month) for month in wanted.months}
    return [
        counted_erased(sort, wanted.screening, exact=wanted.exact)
        for sort, number in work.statistics.all()
        for _ in range(number)
        if sort.month in months
    ]
