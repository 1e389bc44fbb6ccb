"""At the end of a shift: whoever goes off duty is asked what is to become of their cases."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.ids import UnitId
from bot.domain.roster import Shift, ended, on_call
from bot.flows import duty as screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.duty import keep_roster, zone_of
from bot.usecases.hand_over_all import cases_in_hand
from bot.usecases.keep_duty import next_in_line
from bot.usecases.owing import owe_officer

KEPT = timedelta(days=30)
"""So long is known who was on duty once."""
LATE = timedelta(hours=12)
"""A shift that ended longer ago (the service was down) is not spoken of any more."""


async def tend_duty(desk: Desk) -> int:
    """See to every shift that has ended; how many units there were."""
    now = desk.clock()
    due = await desk.store.read(lambda work: work.rosters.due(now))
    for unit in due:
        await desk.store.write(partial(_tend, desk, unit, now))
    if due:
        desk.wake()
    return len(due)


def _tend(desk: Desk, unit: UnitId, now: datetime, work: Work) -> None:
    roster = work.rosters.of(unit, locked=True)
    zone = zone_of(desk)
    since = max(roster.tended_at or now - LATE, now - LATE)
    there = on_call(roster, now, zone)
    for shift in ended(roster, since, now, zone):
        last = shift.ends - timedelta.resolution
        if shift.officer not in there and not roster.absent(shift.officer, last):
            _offer(desk, work, shift, now)
    keep_roster(desk, work, replace(roster.forgetting(now - KEPT), tended_at=now), now)


def _offer(desk: Desk, work: Work, shift: Shift, now: datetime) -> None:
    officer = work.directory.officer(shift.officer)
    if officer is None or not (officer.active and officer.private_open):
        return
    count = len(cases_in_hand(work, officer))
    if count:
        to = next_in_line(desk, work, officer, now)
        prompt = screens.offer(officer.unit, count, to)
        key = f"shift:{shift.ends.isoformat()}"
        owe_officer(work, officer, prompt, key=key, now=now)
