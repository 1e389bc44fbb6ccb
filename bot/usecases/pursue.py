"""Carry out what the second clock says is due: nobody who took a case can forget it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed, WorkEntry
from bot.domain.delivery import OwedKind
from bot.domain.ids import NATIONAL, CaseState, ReferralState, UnitId
from bot.domain.nrm import running
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import Referral
from bot.domain.second_clock import second_due
from bot.domain.stage import Stage, StageKind, TargetKind
from bot.domain.unit import Officer, Role
from bot.flows import pursuit
from bot.ports import Work
from bot.usecases.climb import refresh_cards
from bot.usecases.desk import Desk
from bot.usecases.lay_before import lay_before
from bot.usecases.owing import owe_groups, owe_officer
from bot.usecases.second_clocks import armed, second_clock_of, terms, timed

WORKED_ON = (CaseState.TAKEN, CaseState.REFERRED)


def pursue(
    desk: Desk, work: Work, case: Case, referral: Referral, now: datetime
) -> tuple[Referral, Case]:
    """The referral and the case after everything due at `now` has been owed; both are stored.

    Every message has a key for ever, so a second call at the same time owes nothing again. The
    clock of a case that is closed, or that somebody else answers for, stops.
    """
    if referral.state is not ReferralState.ACKNOWLEDGED:
        return referral, case
    if not _answers_for(work, case, referral):
        work.casework.save_referral(referral.at_rest())
        return referral.at_rest(), case
    clock = second_clock_of(referral, now)
    if clock is None:
        referral = armed(desk.policy, case, referral, now)
        clock = second_clock_of(referral, now)
    for stage in second_due(clock, referral.done, now) if clock else ():
        desk.meter.reminder(stage.slot)
        if stage.kind is StageKind.BACK:
            return _give_back(desk, work, case, referral, stage, now)
        referral = _remind(desk, work, case, referral, stage, now).settling(stage)
    referral = timed(_remind_of_terms(desk, work, case, referral, now), case, now)
    work.casework.save_referral(referral)
    return referral, case


def _answers_for(work: Work, case: Case, referral: Referral) -> bool:
    """Whether this one's holder is the last who took the case, and it is still worked on."""
    if case.state not in WORKED_ON:
        return False
    taken = [
        other.id
        for other in work.casework.referrals_of(case.reference)
        if other.state is ReferralState.ACKNOWLEDGED
        and (other.leg is not None or other.id == referral.id)
    ]
    return taken[-1] == referral.id


def _remind(
    desk: Desk, work: Work, case: Case, referral: Referral, stage: Stage, now: datetime
) -> Referral:
    """One message to the holder, or to the head of the unit."""
    clock = second_clock_of(referral, now)
    assert clock is not None  # noqa: S101  there was a stage of it
    prompt = pursuit.reminder(stage, clock, referral, _name(work, referral), now)
    return _tell(desk, work, case, referral, stage, prompt, now)


def _tell(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    stage: Stage,
    prompt: Prompt,
    now: datetime,
) -> Referral:
    """To whom the stage is for; without them to the head, the group, in the end to `national`."""
    unit, key = referral.holder_unit or referral.unit, f"{referral.id}:{stage.key}"
    holder, heads = _holder(work, referral), _heads(work, referral, unit)
    for_holder = stage.target.kind is TargetKind.HOLDER
    for officer in [holder] if for_holder and holder else heads:
        owe_officer(work, officer, prompt, key=key, now=now, case=case, referral=referral)
    if for_holder and holder:
        return referral.step(stage.key, f"{TargetKind.HOLDER}:{unit}", now)
    if heads:
        why = "holder_gone" if for_holder else ""
        return referral.step(stage.key, f"{TargetKind.HEAD}:{unit}", now, why)
    for place in (unit, NATIONAL):
        if tell_group(desk, work, case, referral, place, prompt, key, now):
            break
    return referral.step(stage.key, place, now, "no_head" if place == unit else "no_group")


def tell_group(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    unit: UnitId,
    prompt: Prompt,
    key: str,
    now: datetime,
) -> int:
    """A word about a taken case to the groups of a unit; without its buttons. How many groups."""
    return owe_groups(
        work,
        unit,
        Prompt(prompt.lines),
        case=case,
        referral=referral,
        key=key,
        kind=OwedKind.NOTICE,
        language=desk.officers_speak,
        now=now,
    )


def _remind_of_terms(
    desk: Desk, work: Work, case: Case, referral: Referral, now: datetime
) -> Referral:
    """One message for each NRM term of which a reminder is due; the latest stands for all."""
    late = [s for s in terms(referral, case) if s.at <= now and s.key not in referral.done]
    zone = ZoneInfo(desk.policy.timezone)
    for term in running(case.worked):
        prefix = f"nrm.{term.number}.{term.term.slot}."
        own = [stage for stage in late if stage.key.startswith(prefix)]
        if own:
            stage = replace(own[-1], merged=tuple(each.key for each in own[:-1]))
            prompt = pursuit.term_reminder(term, referral, now, zone)
            told = _tell(desk, work, case, referral, stage, prompt, now)
            referral = told.settling(stage)
    return referral


def _give_back(
    desk: Desk, work: Work, case: Case, referral: Referral, stage: Stage, now: datetime
) -> tuple[Referral, Case]:
    """Nothing was done: the case waits again before the same unit, and everybody is told."""
    unit, holder = referral.holder_unit or referral.unit, _holder(work, referral)
    name = _name(work, referral)
    referral = referral.step(stage.key, unit, now).settling(stage).returned()
    work.casework.save_referral(referral)
    entry = WorkEntry(Deed.RETURNED, "bot", now, referral.id)
    case = replace(
        case,
        state=CaseState.FILED,
        unit=unit,
        next_step_at=None,
        worked=(*case.worked, entry),
    )
    work.audit.record(AuditEntry(now, "bot", "case.returned", case.reference, unit))
    desk.log.event("case.returned", referral=referral.id, unit=unit)
    _, case = lay_before(desk, work, case, referral, unit, now, again=True)
    refresh_cards(desk, work, case, referral, now, holder=name)
    if holder is not None:
        line = Line("officer.second.returned", {"reference": Literal(case.reference)})
        key = f"{referral.id}:{stage.key}"
        owe_officer(work, holder, Prompt((line,)), key=key, now=now, case=case, referral=referral)
    return referral, case


def _holder(work: Work, referral: Referral) -> Officer | None:
    """Whoever has the case, if they can be written to."""
    found = work.directory.officer(referral.holder) if referral.holder else None
    return found if found is not None and found.active and found.private_open else None


def _heads(work: Work, referral: Referral, unit: UnitId) -> list[Officer]:
    """The heads of the unit who can be written to, but for the holder."""
    return [
        officer
        for officer in work.directory.officers_of(unit)
        if officer.role is Role.HEAD and officer.private_open and officer.id != referral.holder
    ]


def _name(work: Work, referral: Referral) -> str:
    found = work.directory.officer(referral.holder) if referral.holder else None
    return found.name if found is not None else "–"
