"""What an officer means to do next, and when: in working days of the unit, or on a typed day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.data.policy import calendar_of
from bot.domain.case import Deed
from bot.domain.prompt import Prompt
from bot.domain.typed_date import read_coming_day
from bot.flows import next_step as screens
from bot.flows.officer_rows import done
from bot.ports import Work
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed

DAY = "next_day"
"""Words awaited: the day of the next step; what the step is is carried."""
TODAY = timedelta(hours=1)
"""Somebody who types today's date means to do it soon: after so much counted time."""


def plan(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask what, ask when, set it (`call`, then `call.3` or `call.date`)."""
    step, _, when = value.partition(".")
    if step not in screens.STEPS:
        return [screens.what(held.referral)]
    if when == screens.ANOTHER_DAY:
        expect(work, held.officer, DAY, held.referral.id, step)
        return [screens.which_day(held.referral)]
    if when not in map(str, screens.WORKING_DAYS):
        return [screens.when(held.referral, step)]
    at = calendar_of(desk.policy, held.officer.unit).add_working_days(held.now, int(when))
    return _set(desk, work, held, step, at)


def on_day(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The day as typed; one that is past or cannot be read is asked for again."""
    step = held.carried if held.carried in screens.STEPS else "other"
    calendar = calendar_of(desk.policy, held.officer.unit)
    today = held.now.astimezone(calendar.zone).date()
    day = read_coming_day(value, today)
    if day is None:
        expect(work, held.officer, DAY, held.referral.id, step)
        return [screens.which_day_again(held.referral)]
    if day == today:
        return _set(desk, work, held, step, calendar.add_counted(held.now, TODAY))
    morning = datetime.combine(day, time(), calendar.zone)
    return _set(desk, work, held, step, calendar.next_opening(morning))


def _set(desk: Desk, work: Work, held: Held, step: str, at: datetime) -> Sequence[Prompt]:
    planned = replace(held, case=replace(held.case, next_step_at=at))
    record_deed(desk, work, planned, Deed.NEXT_STEP, value=step)
    return [done(screens.is_set(held.referral, step, at, held.now), held.referral)]
