"""What is said of a case that somebody took: reminders of the second clock and of NRM terms."""

from datetime import datetime, tzinfo

from bot.domain.nrm import Running
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
from bot.domain.second_clock import SecondClock, second_stages
from bot.domain.stage import Stage, StageKind, TargetKind


def reminder(
    stage: Stage, clock: SecondClock, referral: Referral, name: str, now: datetime
) -> Prompt:
    """To the holder, or about the holder to the head; with the time at which the case goes back."""
    since = Moment(clock.leg.starts_at, MomentForm.DAY_TIME, now)
    params: dict[str, Value] = {"reference": Literal(referral.reference), "time": since}
    if stage.kind is StageKind.STEP:
        return Prompt(
            (Line("officer.second.step", {"reference": params["reference"]}),), _open(referral)
        )
    if stage.target.kind is TargetKind.HOLDER:
        # wording: the clock began at a next step that the officer had planned
        overdue = Line("officer.second.overdue", params)
        # wording: the clock began when the officer took the case
        lines = [overdue if clock.leg.step else Line("officer.second.remind", params)]
    else:
        # wording: to the head of the unit, or to the group; {name} is the officer who has the case
        lines = [Line("officer.second.head", {**params, "name": Literal(name)})]
    back = Moment(second_stages(clock)[-1].at, MomentForm.DAY_TIME, now)
    lines.append(Line("officer.second.goes_back", {"time": back}))
    return Prompt(tuple(lines), _open(referral))


def term_reminder(term: Running, referral: Referral, now: datetime, zone: tzinfo) -> Prompt:
    """That a term of the National Referral Mechanism comes to its end."""
    line = Line(
        "officer.nrm.reminder",
        {
            "reference": Literal(referral.reference),
            "term": term_line(term, now, zone),
        },
    )
    return Prompt((line,), _open(referral))


def term_line(term: Running, now: datetime, zone: tzinfo) -> Line:
    """How far a term is: "Temporary shelter: day 11 of 15, until Friday"."""
    day, days = term.day(now, zone)
    step, ends = (
        Line(f"officer.nrm.step.{term.step}"),
        Moment(term.ends_at, MomentForm.DAY_TIME, now),
    )
    if term.ends_at <= now:
        return Line("officer.nrm.ended", {"step": step, "time": ends})
    if days <= 1:
        return Line("officer.nrm.hours", {"step": step, "time": ends})
    return Line("officer.nrm.day", {"step": step, "day": day, "days": days, "time": ends})


def _open(referral: Referral) -> tuple[tuple[Button, ...], ...]:
    # wording: shows the case in the private chat
    label = Line("officer.button.open")
    return ((Button(label, officer_payload("open", referral.id)),),)
