"""An officer's own screening finding, kept beside the bot's level; only this lowers a level."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.case import Deed, Grounds, OfficerFinding
from bot.domain.ids import Level
from bot.domain.prompt import Prompt
from bot.flows import finding as screens
from bot.flows.worked import GROUNDS
from bot.ports import Work
from bot.usecases.awaited import expect
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed

REASON = "finding_reason"
"""Words awaited: why the officer's level is another; the level is carried."""


def judge(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask whether it agrees, which level it is and why; agreeing needs no reason."""
    if value == screens.DIFFERS:
        return [screens.level(held.case, held.referral)]
    if value not in {each.value for each in screens.LEVELS}:
        return [screens.what(held.case, held.referral)]
    level = Level(value)
    if level is held.case.level:
        return _found(desk, work, held, level, "")
    expect(work, held.officer, REASON, held.referral.id, value)
    return [screens.why(held.referral, level)]


def reasoned(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The finding with the reason as it was written."""
    if held.carried not in {each.value for each in screens.LEVELS}:
        return [screens.what(held.case, held.referral)]
    level, reason = Level(held.carried), value.strip()[: screens.LONGEST_REASON]
    if not reason:
        expect(work, held.officer, REASON, held.referral.id, held.carried)
        return [screens.why(held.referral, level)]
    return _found(desk, work, held, level, reason)


def _found(desk: Desk, work: Work, held: Held, level: Level, reason: str) -> Sequence[Prompt]:
    finding = OfficerFinding(level, held.case.level, held.officer.id, held.now, reason)
    judged = replace(held, case=held.case.found(finding))
    case = record_deed(desk, work, judged, Deed.FINDING, value=level.value, text=reason)
    return [screens.noted(case, held.referral)]


def grounds(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Whether there are reasonable grounds, and what follows if there are."""
    finding = held.case.finding
    if finding is None or finding.level not in screens.GRAVE or value not in set(Grounds) - {""}:
        return [screens.what(held.case, held.referral)]
    found = replace(finding, grounds=Grounds(value), at=held.now)
    judged = replace(held, case=replace(held.case, finding=found))
    record_deed(desk, work, judged, Deed.FINDING, value=f"{GROUNDS}{value}")
    return [screens.what_follows(held.referral, found.grounds)]
