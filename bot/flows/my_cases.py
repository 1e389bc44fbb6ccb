"""The list of cases in an officer's private chat: their own, and their unit's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import CaseState, ReferralId
from bot.domain.prompt import (
    Button,
    Line,
    Literal,
    Moment,
    MomentForm,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.flows.officer_rows import Rows
from bot.flows.worked import last_contact, since

A_PAGE = 10
"""Cases in one message; more are pages."""
NO_CASE = ReferralId("00000000")
"""Stands in the payload of a button that is about no case in particular."""
MINE, UNIT = "cases", "unit"
"""The two lists, by the action of the button that opens them."""

TO_LIST: Rows = ((Button(Line(f"officer.button.{MINE}"), officer_payload(MINE, NO_CASE)),),)
"""The way to the officer's cases."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case on the list; `holder` is the name of whoever has it, where that is not the reader."""

    case: Case
    referral: Referral
    holder: str = ""


def gravest_first(case: Case) -> tuple[bool, int]:
    """What a list is sorted by, falling: urgent, then by level."""
    return case.urgent or case.alerted_urgent, case.standing_level.gravity


def listed(which: str, cases: Sequence[Listed], count: int, page: int, now: datetime) -> Prompt:
    """One page of a list, `page` counted from 0; `count` is how many there are on all pages."""
    other = UNIT if which == MINE else MINE
    across = Button(Line(f"officer.button.{other}"), officer_payload(other, NO_CASE))
    if not cases:
        none = Line("officer.no_cases") if which == MINE else Line("officer.no_unit_cases")
        return Prompt((none, Line("officer.find_by_number")), ((across,),))
    head = Line("officer.my_cases" if which == MINE else "officer.unit_cases", {"count": count})
    rows = [(Button(Literal(each.case.reference), _open(each)),) for each in cases]
    pages = tuple(turning(which, count, page))
    lines = (head, *(_row(each, now) for each in cases), Line("officer.find_by_number"))
    return Prompt(lines, (*rows, *((pages,) if pages else ()), (across,)))


def _open(each: Listed) -> str:
    return officer_payload("open", each.referral.id)


def turning(which: str, count: int, page: int) -> Iterable[Button]:
    """The buttons to the pages before and after this one."""
    if page > 0:
        yield Button(Line("officer.button.earlier"), officer_payload(which, NO_CASE, f"{page - 1}"))
    if (page + 1) * A_PAGE < count:
        yield Button(Line("officer.button.more"), officer_payload(which, NO_CASE, f"{page + 1}"))


def _row(each: Listed, now: datetime) -> Line:
    case, last = each.case, last_contact(each.case)
    taken = each.referral.answered_at
    at = case.next_step_at
    params: dict[str, Value] = {
        "mark": mark(case),
        "reference": Literal(case.reference),
        "state": _state(each),
        "taken": since(taken, now) if taken else Line("officer.none"),
        "contact": since(last.at, now) if last else Line("officer.none"),
        "next": Moment(at, MomentForm.DAY_TIME, now) if at else Line("officer.none"),
    }
    if at is not None and at < now:
        return Line("officer.cases.row_over", params)
    return Line("officer.cases.row", params)


def mark(case: Case) -> Line:
    """The mark of the level, or of urgency."""
    urgent, _ = gravest_first(case)
    return Line(f"officer.mark.{'urgent' if urgent else case.standing_level.value.lower()}")


def _state(each: Listed) -> Value:
    if each.case.state is CaseState.FILED:
        return Line("officer.state.filed")
    if each.holder:
        return Literal(each.holder)
    return Line(f"officer.state.{each.case.state.value}")
