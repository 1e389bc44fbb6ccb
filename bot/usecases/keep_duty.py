"""An officer says in private who is on duty: oneself, a colleague, nobody for some days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry
from bot.domain.ids import OfficerId, UnitId
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, OfficerTap, Prompt
from bot.domain.roster import Roster, Shift, end_of_duty, following, on_call
from bot.domain.unit import Officer
from bot.flows import duty as screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.duty import keep_roster, zone_of
from bot.usecases.hand_over_all import cases_in_hand, hand_over_all
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.permit import note_refused, permitted
from bot.usecases.toast import toast
from bot.usecases.way_back import on_to_list


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of their duty; `value` is what was chosen after the first button."""

    desk: Desk
    work: Work
    incoming: Incoming
    officer: Officer
    roster: Roster
    value: str
    now: datetime


def duty(desk: Desk, work: Work, incoming: Incoming, tap: OfficerTap, now: datetime) -> None:
    """Carry out a button of the duty menu, for the unit it names, if they are enrolled there."""
    unit, _, rest = tap.value.partition(".")
    what, _, value = rest.partition(".")
    officer = next(iter(permitted(work, incoming, "duty", UnitId(unit))), None)
    if officer is None:
        note_refused(work, incoming, "duty", tap.referral, now)
        toast(desk, work, incoming, Line("group.refused"), now)
        return
    roster = work.rosters.of(officer.unit, locked=True)
    said = Said(desk, work, incoming, officer, roster, value, now)
    for prompt in _SAID.get(what, _menu)(said):
        key = f"duty:{desk.ids.evidence()}"
        reply = reply_handle(incoming, now)
        owe_officer(work, officer, on_to_list(prompt), key=key, now=now, reply=reply)


def next_in_line(desk: Desk, work: Work, officer: Officer, now: datetime) -> Officer | None:
    """Who is on call now or next, and can be written to, other than the officer."""
    roster = work.rosters.of(officer.unit)
    for name in following(roster, now, zone_of(desk)):
        found = work.directory.officer(name)
        if found and found.id != officer.id and found.active and found.private_open:
            return found
    return None


def _menu(said: Said) -> Sequence[Prompt]:
    zone, officer, now = zone_of(said.desk), said.officer, said.now
    there = (said.work.directory.officer(each) for each in on_call(said.roster, now, zone))
    away = said.roster.absent(officer.id, now)
    until = None if away else end_of_duty(said.roster, officer.id, now, zone)
    names = [each.name for each in there if each is not None]
    return [screens.menu(officer, names=names, until=until, away=away, now=now)]


def _on(said: Said) -> Sequence[Prompt]:
    """On duty from now on for so many hours."""
    unit = said.officer.unit
    if said.value not in {str(each) for each in screens.HOURS}:
        return [screens.ask_hours(unit)]
    until = said.now + timedelta(hours=int(said.value))
    _keep(said, said.roster.adding(Shift(said.officer.id, said.now, until)), "duty.on")
    return [screens.on_until(unit, until, said.now)]


def _hand(said: Said) -> Sequence[Prompt]:
    """The rest of one's duty goes to a colleague, who is told."""
    to = _colleague(said)
    if to is None:
        return [screens.ask_whom(said.officer.unit, "hand", _colleagues(said))]
    now, mine = said.now, said.officer.id
    until = end_of_duty(said.roster, mine, now, zone_of(said.desk))
    if until is None or said.roster.absent(mine, now):
        return [Prompt((Line("officer.duty.not_yours"),))]
    roster = said.roster.adding(Shift(to.id, now, until)).without(mine, now, until)
    _keep(said, roster, "duty.handed_over", to.id)
    told = screens.on_until(to.unit, until, now)
    owe_officer(said.work, to, told, key=f"duty:{said.desk.ids.evidence()}", now=now)
    return [Prompt((Line("officer.duty.handed"),)), *_offer(said)]


def _leave(said: Said) -> Sequence[Prompt]:
    """Away for so many days: not on call, and no stage of a clock counts on them."""
    if said.value not in {str(each) for each in screens.LEAVE_DAYS}:
        return [screens.ask_leave(said.officer.unit)]
    until = said.now + timedelta(days=int(said.value))
    _keep(said, said.roster.without(said.officer.id, said.now, until), "duty.leave")
    return [screens.away_until(until, said.now), *_offer(said)]


def _back(said: Said) -> Sequence[Prompt]:
    _keep(said, said.roster.back(said.officer.id, said.now), "duty.back")
    return [Prompt((Line("officer.duty.back"),))]


def _pass(said: Said) -> Sequence[Prompt]:
    """All cases in hand go to a colleague."""
    to = _colleague(said)
    if to is None:
        return [screens.ask_whom(said.officer.unit, "pass", _colleagues(said))]
    count = hand_over_all(said.desk, said.work, said.incoming, said.officer, to, said.now)
    return [Prompt((Line("officer.duty.passed", {"count": count}),))]


def _keeps(said: Said) -> Sequence[Prompt]:
    del said
    return [Prompt((Line("officer.duty.kept"),))]


_SAID: Mapping[str, Callable[[Said], Sequence[Prompt]]] = {
    "": _menu,
    "on": _on,
    "hand": _hand,
    "leave": _leave,
    "back": _back,
    "pass": _pass,
    "keep": _keeps,
}


def _offer(said: Said) -> Sequence[Prompt]:
    """What is to become of the cases of whoever goes."""
    count = len(cases_in_hand(said.work, said.officer))
    if not count:
        return []
    to = next_in_line(said.desk, said.work, said.officer, said.now)
    return [screens.offer(said.officer.unit, count, to)]


def _colleagues(said: Said) -> list[Officer]:
    officers = said.work.directory.officers_of(said.officer.unit)
    return [
        each
        for each in officers
        if each.id != said.officer.id
        and each.private_open
        and not said.roster.absent(each.id, said.now)
    ]


def _colleague(said: Said) -> Officer | None:
    chosen = OfficerId(said.value)
    return next((each for each in _colleagues(said) if each.id == chosen), None)


def _keep(said: Said, roster: Roster, action: str, whom: str = "") -> None:
    keep_roster(said.desk, said.work, roster, said.now)
    who, unit = said.officer.id, said.officer.unit
    said.work.audit.record(AuditEntry(said.now, who, action, unit, unit, whom))
