"""Checks who would answer: groups, officers, heads, and that the chaser runs."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.cli.checkup.finding import Finding, fail, ok, warn
from bot.domain.ids import NATIONAL, OPERATOR, Channel

_BEAT: Final = 60.0  # seconds
_LINE_ID: Final = re.compile(r"[CRU][0-9a-f]{32}")


def people(survey: Mapping[str, Any], on: Collection[Channel]) -> Iterator[Finding]:
    """What the database says, as `bot.web.commands.survey` tells it; `on` are the channels."""
    yield from units(survey["units"], on)
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


def nobody(names: Iterable[str], on: Collection[Channel]) -> Iterator[Finding]:
    """What follows where there is no database yet."""
    empty = {"groups": [], "officers": 0, "reachable": 0, "heads": 0}
    yield from units(dict.fromkeys(names, empty), on)
    yield _heartbeat(None)


def units(found: Mapping[str, Any], on: Collection[Channel]) -> Iterator[Finding]:
    """Whether every unit can be reached, on channels that are on."""
    for unit, survey in found.items():
        yield _unit(unit, survey, on)


def on_call(gaps: Iterable[Mapping[str, Any]], timezone: str) -> Iterator[Finding]:
    """A line a unit: how much of the coming week nobody who can be written to is on call."""
    for row in gaps:
        check = f"on call {row['unit']}"
        if not row["hours"]:
            yield ok(check, "somebody, at every hour of the coming 7 days")
            continue
        first = datetime.fromisoformat(row["first"]).astimezone(ZoneInfo(timezone))
        says = f"nobody for {row['hours']:g} of the coming 168 hours, first {first:%a %d %b %H:%M}"
        yield warn(check, says, "`rongthuk duty set` or `duty import` names somebody.")


def line_ids(
    groups: Iterable[Mapping[str, Any]], officers: Iterable[Mapping[str, Any]]
) -> Iterator[Finding]:
    """Whether ids at LINE look like such; rows as `units list` and `officers list` give them.

    A group is C, a room R, an account U, each with 32 digits or letters from a to f.
    https://developers.line.biz/en/reference/messaging-api/#source-group
    """
    there = [("group", row["chat"], row["unit"]) for row in groups if _of_line(row)]
    there += [("officer", row["account"], row["unit"]) for row in officers if _of_line(row)]
    for kind, name, unit in there:
        if not _LINE_ID.fullmatch(name):
            says = f"{name} ({kind} of {unit}) does not look like one: C, R or U and 32 of 0-9a-f"
            yield warn("LINE ids", says, "Was it copied whole? `rongthuk units code` needs no id.")


def agencies(found: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Whether those a case can be referred to can be reached as it is on file."""
    if not found:
        says = "none is on file: no case can be referred"
        yield warn("agencies", says, "`rongthuk units add` adds one, or a whole file.")
        return
    for row in found:
        if not row["reachable"]:
            lacks = {"group": "no group", "phone": "no phone number", "letter": "no address"}
            cure = f"`rongthuk units change {row['id']}` adds it once it is confirmed."
            if row["reach"] == "group":
                cure = f"`rongthuk units code {row['id']}` binds a group."
            yield warn(f"agency {row['id']}", f"has {lacks[row['reach']]}", cure)
        elif row["reach"] == "group" and not row["officers"]:
            cure = f"`rongthuk officers invite {row['id']}` enrols a person."
            yield warn(f"agency {row['id']}", "has no officer who could answer", cure)


def _of_line(row: Mapping[str, Any]) -> bool:
    return bool(row["active"]) and row["channel"] == Channel.LINE


def _unit(unit: str, found: Mapping[str, Any], on: Collection[Channel]) -> Finding:
    """A unit nobody reaches is stood in for by `national`; `national` itself by nobody."""
    check = f"unit {unit}"
    groups = [channel for channel in found["groups"] if channel in on]
    lacks = list(_lacks(unit, {**found, "reached": groups}))
    if not lacks:
        return ok(check, f"{len(groups)} groups, {found['reachable']} people to reach")
    cure = (
        f"`rongthuk units code {unit}` binds a group, `rongthuk officers invite {unit}` a person."
    )
    says = f"has {', '.join(lacks)}"
    if unit == NATIONAL and (not groups or not found["reachable"]):
        return fail(check, f"{says}; everything nobody else answers ends here", cure)
    return warn(check, says, cure)


def _lacks(unit: str, found: Mapping[str, Any]) -> Iterator[str]:
    if not found["groups"]:
        yield "no group"
    elif off := sorted(set(found["groups"]) - set(found["reached"])):
        where = f"on {', '.join(off)}, which is off"
        yield f"a group {where}" if found["reached"] else f"no group but {where}"
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
