"""What an officer sees of duty in the private chat, and the choices there."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import ReferralId, UnitId
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.unit import Officer

OWN = ReferralId("me")
"""Stands in a payload in the place of a referral, where it is about the officer alone."""
HOURS = (8, 12, 24)
"""For how long somebody may say to be on duty."""
LEAVE_DAYS = (1, 3, 7, 14, 30)


CHOICES = {
    "on": Line("officer.button.duty.on"),
    "hand": Line("officer.button.duty.hand"),
    "leave": Line("officer.button.duty.leave"),
    "back": Line("officer.button.duty.back"),
    "pass": Line("officer.button.duty.pass"),
}
ASKED = {"hand": Line("officer.ask.duty.hand"), "pass": Line("officer.ask.duty.pass")}


def payload(unit: UnitId, what: str = "", value: str = "") -> str:
    """`r:duty:me:<unit>[.<what>[.<value>]]`."""
    return officer_payload("duty", OWN, ".".join(filter(None, (unit, what, value))))


def duty_button(officer: Officer) -> tuple[Button, ...]:
    """The way to it, under the list of one's cases."""
    return (Button(Line("officer.button.duty"), payload(officer.unit)),)


def menu(
    officer: Officer, *, names: Sequence[str], until: datetime | None, away: bool, now: datetime
) -> Prompt:
    """Who is on call, whether oneself is, and what can be said about it."""
    there: Value = Listing(tuple(Literal(each) for each in names)) if names else NOBODY
    lines = [Line("officer.duty.now", {"unit": Named("unit", officer.unit), "names": there})]
    if until is not None:
        lines.append(Line("officer.duty.yours", {"time": _day(until, now)}))
    choices = ["on"] if until is None else ["hand"]
    choices += ["back"] if away else ["leave"]
    choices += ["pass"]
    rows = tuple((_button(officer.unit, each),) for each in choices)
    return Prompt(tuple(lines), rows)


NOBODY = Line("officer.duty.nobody")


def ask_hours(unit: UnitId) -> Prompt:
    """For how long."""
    buttons = tuple(
        Button(Line("officer.choice.duty.hours", {"count": each}), payload(unit, "on", str(each)))
        for each in HOURS
    )
    return Prompt((Line("officer.ask.duty.on"),), (buttons,))


def ask_leave(unit: UnitId) -> Prompt:
    """Until when."""
    rows = tuple(
        (
            Button(
                Line("officer.choice.duty.days", {"count": each}),
                payload(unit, "leave", str(each)),
            ),
        )
        for each in LEAVE_DAYS
    )
    return Prompt((Line("officer.ask.duty.leave"),), rows)


def ask_whom(unit: UnitId, what: str, officers: Sequence[Officer]) -> Prompt:
    """To whom the duty, or the cases, shall go."""
    if not officers:
        return Prompt((Line("officer.duty.no_colleague"),))
    rows = tuple((Button(Literal(each.name), payload(unit, what, each.id)),) for each in officers)
    return Prompt((ASKED[what],), rows)


def on_until(unit: UnitId, until: datetime, now: datetime) -> Prompt:
    """On call from now on."""
    params: dict[str, Value] = {"unit": Named("unit", unit), "time": _day(until, now)}
    return Prompt((Line("officer.duty.on", params),))


def away_until(until: datetime, now: datetime) -> Prompt:
    """On leave from now on."""
    return Prompt((Line("officer.duty.away", {"time": _day(until, now)}),))


def offer(unit: UnitId, count: int, to: Officer | None) -> Prompt:
    """At the end of a shift: what is to become of the cases one holds."""
    line = Line("officer.duty.ended", {"count": count})
    others = (Button(Line("officer.button.hand_other"), payload(unit, "pass")),)
    keep = (Button(Line("officer.button.hand_keep"), payload(unit, "keep")),)
    if to is None:
        return Prompt((line, Line("officer.duty.nobody_next")), (others, keep))
    label = Line("officer.button.hand_next")
    named = Line("officer.duty.next", {"name": Literal(to.name)})
    first = (Button(label, payload(unit, "pass", to.id)),)
    return Prompt((line, named), (first, others, keep))


def _button(unit: UnitId, what: str) -> Button:
    return Button(CHOICES[what], payload(unit, what))


def _day(at: datetime, now: datetime) -> Moment:
    return Moment(at, MomentForm.DAY_TIME, now)
