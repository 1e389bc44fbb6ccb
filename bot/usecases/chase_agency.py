"""The clock of a referral to an agency, carried out: it, the officer, then `national`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.agency import Agency
from bot.domain.agency_clock import AgencyStage, Towards
from bot.domain.case import Case
from bot.domain.delivery import OwedKind
from bot.domain.ids import NATIONAL, OPERATOR, ReferralState
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.flows.agency_screens import step_due
from bot.flows.agency_steps import steps
from bot.ports import Work
from bot.usecases.agency_case import clock_of, tell_sender, unit_name
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_groups, owe_notice, owe_officer


def chase_agency(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> None:
    """Owe everything due at `now`, each under a key for ever, and store when more is due."""
    agency = work.agencies.get(referral.unit)
    if agency is not None and referral.state is ReferralState.ACCEPTED:
        _remind_of_step(work, case, referral, now)
    if agency is None or not referral.state.is_open:
        work.casework.save_referral(replace(referral, next_due_at=None))
        return
    clock = clock_of(referral)
    for stages in clock.due(referral.done, now):
        referral = _carry(desk, work, case, referral, agency, stages, now)
        referral = replace(referral, done=referral.done | {stage.key for stage in stages})
        desk.meter.reminder(stages[-1].key)
    work.casework.save_referral(replace(referral, next_due_at=clock.next_due(referral.done)))


def _carry(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    agency: Agency,
    stages: Sequence[AgencyStage],
    now: datetime,
) -> Referral:
    """One message for all that is due towards one; the last stage names it."""
    stage = stages[-1]
    lines: tuple[Line, ...] = (_waits(referral, now),)
    if stage.towards is Towards.AGENCY:
        if _remind(desk, work, case, referral, stage, now):
            return referral.step(stage.key, referral.unit, now)
        referral, lines = replace(referral, by_group=False), (*lines, _call_them())
    if stage.towards is Towards.NATIONAL:
        _tell_national(desk, work, referral, stage, now)
        return referral.step(stage.key, NATIONAL, now)
    tell_sender(desk, work, case, referral, agency, now, key=stage.key, lines=lines)
    return referral.step(stage.key, referral.sender or "sender", now)


def _remind(
    desk: Desk, work: Work, case: Case, referral: Referral, stage: AgencyStage, now: datetime
) -> int:
    """A reminder to the agency's groups; how many there are."""
    take = Button(Line("group.button.take"), officer_payload("take", referral.id))
    return owe_groups(
        work,
        referral.unit,
        Prompt((_waits(referral, now),), ((take,),)),
        case=case,
        referral=referral,
        key=f"{referral.id}:{stage.key}",
        kind=OwedKind.REMINDER,
        language=desk.officers_speak,
        now=now,
    )


def _remind_of_step(work: Work, case: Case, referral: Referral, now: datetime) -> None:
    """The step that the agency's officer planned is due: they hear it once, in private.

    Where they have left, their colleagues do.
    """
    there = [each for each in work.directory.officers_of(referral.unit) if each.private_open]
    holder = [each for each in there if each.id == referral.holder]
    prompt = step_due(referral, *steps(referral, now))
    key = f"{referral.id}:step.{len(referral.worked)}"
    for each in holder or there:
        owe_officer(work, each, prompt, key=key, now=now, case=case, referral=referral)


def _waits(referral: Referral, now: datetime) -> Line:
    sent = Moment(referral.started_at, MomentForm.DAY_TIME, now)
    # wording: A reminder: a referral has had no answer since {time}.
    return Line("group.agency.waits", {"reference": Literal(referral.reference), "time": sent})


def _tell_national(
    desk: Desk, work: Work, referral: Referral, stage: AgencyStage, now: datetime
) -> None:
    params = {
        "reference": Literal(referral.reference),
        "unit": unit_name(work, referral.sender_unit or referral.unit),
        "time": Moment(referral.started_at, MomentForm.DAY_TIME, now),
    }
    # Which agency is not said: a shelter or a hospital would say what happened.
    # wording: To the national duty group: an agency has not answered a centre's referral.
    prompt = Prompt((Line("group.agency.national", params),))
    key = f"{referral.id}:{stage.key}"
    owe_notice(work, NATIONAL, prompt, key=key, language=desk.officers_speak, now=now)


def unreachable(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> None:
    """An agency's group cannot be reached: from now on it is the officer's task to call."""
    agency = work.agencies.get(referral.unit)
    if agency is None or not referral.state.is_open or not referral.by_group:
        return
    referral = replace(referral, by_group=False).step("unreachable", referral.unit, now)
    work.casework.save_referral(replace(referral, next_due_at=now))
    lines = (_call_them(),)
    tell_sender(desk, work, case, referral, agency, now, key="unreachable", lines=lines)
    line = Line("operator.no_group", {"unit": unit_name(work, referral.unit)})
    key = f"{referral.id}:no-group:{referral.unit}"
    owe_notice(work, OPERATOR, Prompt((line,)), key=key, language=desk.officers_speak, now=now)


def _call_them() -> Line:
    # wording: A task: the agency's group cannot be reached, somebody has to call.
    return Line("officer.task.group_lost")
