"""The private screens of an agency's officer: the list of referrals, and what is asked on the way.

All they show of a case is what its card and its brief hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.flows.agency_card import DECLINE_REASONS, choices, sender, to_brief
from bot.flows.agency_steps import STEPS, TRIED, WORKING_DAYS
from bot.flows.my_cases import MINE, NO_CASE, UNIT, mark, turning
from bot.flows.officer_rows import about


@dataclass(frozen=True, slots=True)
class Before:
    """A referral before an agency, with its case; `holder` names a colleague who has it."""

    case: Case
    referral: Referral
    holder: str = ""


def listed(which: str, shown: Sequence[Before], count: int, page: int, now: datetime) -> Prompt:
    """One page of an agency's referrals, `page` from 0; `count` is how many there are in all."""
    other = UNIT if which == MINE else MINE
    across = Button(Line(f"officer.button.{other}"), officer_payload(other, NO_CASE))
    if not shown:
        # wording: To an agency's officer: there is no referral to show.
        none = Line("officer.agency.no_cases")
        return Prompt((none, Line("officer.find_by_number")), ((across,),))
    # wording: Above the list of referrals of an agency.
    head = Line("officer.agency.cases", {"count": count})
    rows = [
        (Button(Literal(each.case.reference), officer_payload("brief", each.referral.id)),)
        for each in shown
    ]
    pages = tuple(turning(which, count, page))
    lines = (head, *(_row(each, now) for each in shown), Line("officer.find_by_number"))
    return Prompt(lines, (*rows, *((pages,) if pages else ()), (across,)))


def _row(each: Before, now: datetime) -> Line:
    referral = each.referral
    at = referral.next_step_at
    return Line(
        # wording: One referral on an agency's list: level, number, state, who referred, next step.
        "officer.agency.row",
        {
            "mark": mark(each.case),
            "reference": Literal(each.case.reference),
            "state": Literal(each.holder)
            if each.holder
            else Line(f"officer.agency.state.{referral.state.value}"),
            "unit": sender(referral),
            "time": Moment(referral.started_at, MomentForm.DAY_TIME, now),
            "next": Moment(at, MomentForm.DAY_TIME, now) if at else Line("officer.none"),
        },
    )


def how(referral: Referral) -> Prompt:
    """How it went with the contact."""
    # wording: The bot asks an agency's officer how the contact with the worker went.
    ask = about("officer.ask.tried", referral)
    return Prompt((ask,), (*choices(referral, "tried", TRIED), *to_brief(referral)))


def what_next(referral: Referral, *opening: Line) -> Prompt:
    """What the agency does next; `opening` is what was just written down."""
    lines = (*opening, about("officer.ask.next", referral))
    return Prompt(lines, (*choices(referral, "plan", STEPS), *to_brief(referral)))


def when(referral: Referral, step: str) -> Prompt:
    """In how many working days."""
    line = about("officer.ask.when", referral, what=Line(f"officer.choice.plan.{step}"))
    days = tuple(
        Button(
            Line(f"officer.choice.days.{count}"),
            officer_payload("plan", referral.id, f"{step}.{count}"),
        )
        for count in WORKING_DAYS
    )
    return Prompt((line,), (days[:2], days[2:4], days[4:], *to_brief(referral)))


def why_back(referral: Referral) -> Prompt:
    """Why it is given back after it was accepted; the centre and the worker are told that it is."""
    # wording: The bot asks an agency's officer why an accepted referral is given back.
    ask = about("officer.ask.hand_back", referral)
    rows = tuple(
        (Button(Line(f"officer.choice.decline.{why}"), _back(referral, why)),)
        for why in DECLINE_REASONS
    )
    return Prompt((ask,), (*rows, *to_brief(referral)))


def step_due(referral: Referral, *lines: Line) -> Prompt:
    """A step that the agency planned is due."""
    # wording: To an agency's officer: the step they planned is due.
    return Prompt((about("officer.agency.step_due", referral), *lines), to_brief(referral))


def _back(referral: Referral, why: str) -> str:
    return officer_payload("hand_back", referral.id, why)
