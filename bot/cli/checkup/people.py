"""Checks who would answer: groups, officers, heads, and that the chaser runs."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.cli.checkup.finding import Finding, fail, ok, warn
from bot.domain.ids import NATIONAL, OPERATOR

_BEAT: Final = 60.0  # seconds


def people(survey: Mapping[str, Any]) -> Iterator[Finding]:
    """What the database says, as `bot.web.commands.survey` tells it."""
    for unit, found in survey["units"].items():
        yield _unit(unit, found)
    yield _heartbeat(survey["heartbeat_age"])
    if lost := survey["without_next_step"]:
        says = f"{lost} open cases have no next step: nobody would be reminded of them"
        yield fail("next steps", says, "Look at them (`rongthuk cases list`) and write to us.")
    else:
        yield ok("next steps", "every open case has one")
    if stuck := survey["stuck"]:
        cure = "They are taken again at the next start; the log (turn.stuck) says what failed."
        yield warn("events", f"{stuck} messages could not be worked on", cure)
    else:
        yield ok("events", "none is stuck")


def _unit(unit: str, found: Mapping[str, Any]) -> Finding:
    """A unit nobody reaches is stood in for by `national`; `national` itself by nobody."""
    check = f"unit {unit}"
    lacks = list(_lacks(unit, found))
    if not lacks:
        return ok(check, f"{len(found['groups'])} groups, {found['reachable']} people to reach")
    cure = (
        f"`rongthuk units code {unit}` binds a group, `rongthuk officers invite {unit}` a person."
    )
    says = f"has {', '.join(lacks)}"
    if unit == NATIONAL and (not found["groups"] or not found["reachable"]):
        return fail(check, f"{says}; everything nobody else answers ends here", cure)
    return warn(check, says, cure)


def _lacks(unit: str, found: Mapping[str, Any]) -> Iterator[str]:
    if not found["groups"]:
        yield "no group"
    if unit == OPERATOR:
        return
    if not found["officers"]:
        yield "no officer"
    elif not found["reachable"]:
        yield "no officer who has opened the private chat"
    if not found["heads"]:
        yield "no head"


def _heartbeat(age: float | None) -> Finding:
    if age is not None and age <= _BEAT:
        return ok("chaser", f"it ran {age:.0f} s ago")
    says = "it has never run" if age is None else f"it last ran {age:.0f} s ago"
    return warn("chaser", says, "Start `rongthuk serve`: without it nobody is reminded.")
