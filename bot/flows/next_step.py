"""What an officer means to do next for a case, and when."""

from datetime import datetime

from bot.domain.prompt import Button, Line, Moment, MomentForm, Prompt, Value, officer_payload
from bot.domain.referral import Referral
from bot.flows.officer_rows import about, choices, to_case

ACTION = "next"
STEPS = ("call", "meet", "documents", "agency", "other")
WORKING_DAYS = (1, 2, 3, 5, 10)
ANOTHER_DAY = "date"


def what(referral: Referral, *opening: Line) -> Prompt:
    """What is next; `opening` is what was just done."""
    lines = (*opening, about("officer.ask.next", referral))
    return Prompt(lines, (*choices(ACTION, STEPS, referral), *to_case(referral)))


def when(referral: Referral, step: str) -> Prompt:
    """In how many working days of the unit, or on another day."""
    days = tuple(
        Button(Line(f"officer.choice.days.{count}"), _payload(referral, step, str(count)))
        for count in WORKING_DAYS
    )
    another = Button(Line("officer.button.another_day"), _payload(referral, step, ANOTHER_DAY))
    line = about("officer.ask.when", referral, what=Line(f"officer.choice.next.{step}"))
    return Prompt((line,), (days[:2], days[2:4], days[4:], (another,), *to_case(referral)))


def which_day(referral: Referral) -> Prompt:
    """The day is to be typed."""
    return Prompt((about("officer.ask.day", referral),), to_case(referral))


def which_day_again(referral: Referral) -> Prompt:
    """What was typed is no day to come."""
    return Prompt((about("officer.ask.day_again", referral),), to_case(referral))


def is_set(referral: Referral, step: str, at: datetime, now: datetime) -> Line:
    """What was set."""
    params: dict[str, Value] = {
        "what": Line(f"officer.choice.next.{step}"),
        "time": Moment(at, MomentForm.DAY_TIME, now),
    }
    return about("officer.next_set", referral, **params)


def _payload(referral: Referral, step: str, value: str) -> str:
    return officer_payload(ACTION, referral.id, f"{step}.{value}")
