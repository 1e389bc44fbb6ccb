"""Why somebody was written to: each stage of a case's clocks as an English sentence."""

from collections.abc import Mapping
from typing import Any

from bot.domain.delivery import Fate
from bot.domain.referral import Step

Row = Mapping[str, Any]
"""A frozen row: delays in words by the name of their stage."""

WHY = {
    "holder_gone": "the officer who has the case cannot be written to",
    "no_head": "no head of the unit can be written to",
    "no_group": "the unit has no group that can be reached",
}
SECOND = {
    "step": "the day of the next step",
    "remind": "nothing was written down: reminder",
    "head": "nothing was written down: the head",
    "back": "nothing was written down: the case goes back to the chase",
}
STAGES = {
    "alert": "the alert",
    "on_call": "the person on call",
    "head": "the head",
    "second_centre": "the second centre also",
    "answer_by": "nobody answered by the promised time: the truth",
    "national": "the national duty team",
}


def stage_words(step: Step, first: Row, taken: Row) -> str:
    """What a stage is, and after how much counted time of which row it comes."""
    key = step.stage
    if key.startswith("instead."):
        return f"in the place of {key.removeprefix('instead.')}, which nobody there could be told"
    if key.startswith("cannot."):
        return f"said that it cannot take the case ({key.removeprefix('cannot.')})"
    if key.startswith("nrm."):
        return "a term of the National Referral Mechanism comes to its end"
    if key.startswith("second."):
        slot = key.split(".")[2]
        return SECOND[slot] + _after(taken, slot)
    rise, slot = "", key
    if key.startswith("rise."):
        _, number, slot = key.split(".", 2)
        rise = f" (the level rose for the {number}. time)"
    return _of_first(slot, first) + rise


def _of_first(slot: str, row: Row) -> str:
    name, _, number = slot.partition(".")
    if name == "remind":
        delays = row.get("remind", [])
        place = int(number) - 1
        after = f", {delays[place]} after the start" if place < len(delays) else ""
        return f"reminder {number}{after}"
    if name == "repeat":
        again = row.get("afterwards", {})
        return f"repeat {number}, as nobody answers (every {again.get('every', '-')})"
    instead = " is missing, so the next one" if number == "next" else ""
    return f"{STAGES.get(name, slot)}{instead}{_after(row, name)}"


def _after(row: Row, slot: str) -> str:
    return f", {row[slot]} after the start" if slot in row else ""


def target_words(target: str) -> str:
    """Whom: a group, a person of a unit, the worker."""
    kind, _, unit = target.partition(":")
    if not unit:
        return "the worker" if kind == "worker" else f"the group of {kind}"
    names = {"on_call": "whoever is on call at", "head": "the head of", "holder": "the holder, at"}
    return f"{names.get(kind, kind)} {unit}"


def fate_words(fate: Fate) -> str:
    """What became of a message."""
    tries = f" after {fate.attempts + 1} tries" if fate.attempts else ""
    if fate.state == "sent":
        return f"sent{tries}"
    if fate.state == "waiting":
        return f"not sent yet{tries}"
    return f"given up{tries}: {fate.reason}" if fate.state == "dead" else fate.state
