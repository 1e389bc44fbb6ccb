"""The National Referral Mechanism in the officer's private chat: terms, limitation dates, steps."""

from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.nrm import (
    TERMS,
    NrmStep,
    compensation_until,
    recorded,
    running,
    wages_until,
)
from bot.domain.prompt import (
    Button,
    Line,
    Literal,
    Moment,
    MomentForm,
    Prompt,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.flows.happened import at_the_latest
from bot.flows.pursuit import term_line

STEPS = tuple(step.value for step in NrmStep)
INJURY, PAY = "injury", frozenset({"pay", "dismissal"})
"""Categories with a date by which a claim must be made."""


def steps(
    case: Case, conversation: Conversation, referral: Referral, now: datetime, zone: tzinfo
) -> Prompt:
    """What is written down, how far it is, and a button for each step."""
    lines = [
        Line("officer.nrm.head", {"reference": Literal(case.reference)}),
        *nrm_lines(case, now, zone),
        *limitation_lines(case, conversation, zone),
        Line("officer.nrm.ask"),
    ]
    rows = tuple(
        (Button(Line(f"officer.choice.nrm.{step}"), officer_payload("nrm", referral.id, step)),)
        for step in STEPS
    )
    return Prompt(tuple(lines), rows)


def nrm_lines(case: Case, now: datetime, zone: tzinfo) -> Iterator[Line]:
    """Each term that runs, "day 11 of 15", with its source; and steps that have none."""
    for each in running(case.worked):
        yield term_line(each, now, zone)
        # wording: which law or rule fixes the term
        yield Line(f"officer.nrm.source.{each.term.source}")
    for step, at in recorded(case.worked):
        if step not in TERMS:
            yield Line(
                "officer.nrm.done",
                {
                    "step": Line(f"officer.nrm.step.{step}"),
                    "time": Moment(at, MomentForm.DAY_TIME, now),
                },
            )


def limitation_lines(case: Case, conversation: Conversation, zone: tzinfo) -> Iterator[Line]:
    """By when a claim must be made: never later than that.

    Counted from the latest day on which the injury can have been, as the worker tells it, else
    from the day of the complaint; the day on which pay was due is not asked, and lies before it.
    """
    complained = case.opened_at.astimezone(zone)
    categories = set(case.facts.categories)
    if INJURY in categories:
        injured = at_the_latest(conversation) or complained.date()
        end = compensation_until(min(injured, complained.date()))
        yield Line("officer.nrm.limit.compensation", {"date": _date(end, zone)})
    if categories & PAY:
        end = wages_until(complained.date())
        yield Line("officer.nrm.limit.wages", {"date": _date(end, zone)})


def _date(day: date, zone: tzinfo) -> Moment:
    """A day, as a moment of it."""
    return Moment(datetime.combine(day, time(12), zone), MomentForm.DATE)
