"""An officer who cannot be written to any more: not counted on, and told where it matters."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import OPERATOR
from bot.domain.prompt import Line, Named, Prompt
from bot.domain.referral import Referral
from bot.domain.roster import on_call
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.climb import remind_instead
from bot.usecases.desk import Desk
from bot.usecases.duty import here, ladder_now, zone_of
from bot.usecases.owing import owe_notice, owe_officer
from bot.usecases.reminder import reminder


def officer_gone(desk: Desk, work: Work, officer: Officer, now: datetime) -> None:
    """Their chat is closed; if they are on call now, their unit and `operator` learn it once."""
    work.directory.enrol(replace(officer, private_open=False))
    if officer.id not in on_call(work.rosters.of(officer.unit), now, zone_of(desk)):
        return
    prompt = Prompt((Line("operator.on_call_gone", {"unit": Named("unit", officer.unit)}),))
    for unit in (officer.unit, OPERATOR):
        key = f"gone:{officer.id}:{now:%Y%m%d}:{unit}"
        owe_notice(work, unit, prompt, key=key, language=desk.officers_speak, now=now)


def instead_of(
    desk: Desk, work: Work, case: Case, referral: Referral, officer: Officer, missed: str
) -> None:
    """What did not reach one person goes to the head and to the unit's groups, at once."""
    now = desk.clock()
    for head in here(desk, work, referral, now).heads:
        if head.id != officer.id:
            prompt = reminder(referral, ladder_now(desk, work, referral, now), now)
            key = f"{referral.id}:instead:{missed}"
            owe_officer(work, head, prompt, key=key, now=now, case=case, referral=referral)
    remind_instead(desk, work, case, referral, officer.unit, missed)
