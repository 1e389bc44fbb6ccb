"""Carry out what a referral's clock says is due: alert, remind, escalate, tell the worker."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case
from bot.domain.clocks import due, next_due
from bot.domain.delivery import OwedKind, ReplyHandle
from bot.domain.ids import NATIONAL, OPERATOR, ReferralState, UnitId
from bot.domain.incoming import Chat
from bot.domain.prompt import (
    Line,
    Named,
    Prompt,
)
from bot.domain.referral import Referral
from bot.domain.stage import Stage, StageKind, TargetKind
from bot.flows.card import Standing, card
from bot.flows.late import asked_too
from bot.ports import Work
from bot.usecases.anew import owe_anew
from bot.usecases.call_people import call_anew, call_people
from bot.usecases.desk import Desk
from bot.usecases.duty import Present, here, ladder_now, with_people
from bot.usecases.ladders import answer_by
from bot.usecases.owing import owe_groups, owe_notice, owe_worker
from bot.usecases.reminder import reminder

NIGHT = "night_partner"


def climb(
    desk: Desk, work: Work, case: Case, referral: Referral, now: datetime
) -> tuple[Referral, Case]:
    """The referral and the case after everything due at `now` has been owed; both are stored.

    Every message has a key for ever, so a second climb at the same time owes nothing again.
    """
    if not referral.state.is_open:
        return referral, case
    people = here(desk, work, referral, now)
    ladder = with_people(referral, people)
    for stage in _new_units_first(due(ladder, referral.done, now), referral):
        referral, case = _carry(desk, work, case, referral, stage, people, now)
        referral = referral.settling(stage)
        desk.meter.reminder(stage.slot)
    if "alert" in referral.done and referral.unit not in referral.units:
        referral, case = _alert(desk, work, case, referral, referral.unit, "alert", now)
        referral = call_anew(desk, work, case, referral, now)
    if people.partner is not None and "alert" in referral.done:
        referral, case = _stand_in_tonight(desk, work, case, referral, people.partner, now)
    ladder = with_people(referral, people)
    at, late = next_due(ladder, referral.done, now), answer_by(referral)
    referral = replace(referral, next_due_at=at, late_at=late)
    work.casework.save_referral(referral)
    work.casework.save(case)
    return referral, case


def _new_units_first(stages: Iterable[Stage], referral: Referral) -> list[Stage]:
    """What lays the case before somebody new comes first: the other messages speak of it."""
    known = (*referral.units, None)
    return sorted(stages, key=lambda stage: stage.target.unit in known)


def _carry(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    stage: Stage,
    people: Present,
    now: datetime,
) -> tuple[Referral, Case]:
    """One stage: whoever it is for is owed one message."""
    target = stage.target
    if target.kind is TargetKind.WORKER:
        _tell_the_truth(desk, work, case, referral, now)
        return referral.step(stage.key, str(target), now), case
    if target.kind is not TargetKind.GROUP:
        return call_people(desk, work, case, referral, stage, people, now), case
    unit = target.unit or NATIONAL
    if stage.kind is StageKind.ALERT or unit not in referral.units:
        return _alert(desk, work, case, referral, unit, stage.key, now)
    referral = referral.step(stage.key, str(target), now)
    # A repeat takes the place of the last reminder, where a message can be changed; of an urgent
    # case it comes anew, since a change makes no sound.
    edits = stage.kind is StageKind.REPEAT and not case.urgent
    if _remind(desk, work, case, referral, unit, stage.key, now, edits=edits):
        return referral, case
    referral, case = _around(desk, work, case, referral, unit, now)
    for other in referral.units:
        _remind(desk, work, case, referral, other, stage.key, now)
    return referral, case


def _stand_in_tonight(
    desk: Desk, work: Work, case: Case, referral: Referral, partner: UnitId, now: datetime
) -> tuple[Referral, Case]:
    """The card before the night partner of a unit that is closed; it may take the case, too."""
    known = any(step.stage == NIGHT and step.target == partner for step in referral.steps)
    if known or partner in case.facts.unwanted or not work.directory.groups_of(partner):
        return referral, case
    return _alert(desk, work, case, referral, partner, NIGHT, now)


def _remind(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    unit: UnitId,
    stage: str,
    now: datetime,
    *,
    edits: bool = False,
) -> int:
    """A reminder to the groups of a unit; how many there are."""
    return owe_groups(
        work,
        unit,
        reminder(referral, ladder_now(desk, work, referral, now), now),
        case=case,
        referral=referral,
        key=f"{referral.id}:{stage}",
        kind=OwedKind.REMINDER,
        language=desk.officers_speak,
        now=now,
        edits=edits,
    )


def remind_instead(
    desk: Desk, work: Work, case: Case, referral: Referral, unit: UnitId, missed: str
) -> None:
    """A reminder to the groups of a unit, whose person the message `missed` did not reach."""
    now = desk.clock()
    if not _remind(desk, work, case, referral, unit, f"instead.{missed}", now):
        lay_around(desk, work, case, referral, unit, now)


def _alert(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    unit: UnitId,
    stage: str,
    now: datetime,
) -> tuple[Referral, Case]:
    """The card laid before a unit; one that nobody can reach is routed around, loudly."""
    reached = owe_groups(
        work,
        unit,
        card(case.alerted(), referral, Standing(now, answer_by(referral))),
        case=case,
        referral=referral,
        key=f"{referral.id}:{stage}:{unit}",
        kind=OwedKind.ALERT,
        language=desk.officers_speak,
        now=now,
    )
    referral = referral.reaching(unit).step(stage, unit, now)
    if reached:
        return referral, case.alerted()
    return _around(desk, work, case, referral, unit, now)


def _around(
    desk: Desk, work: Work, case: Case, referral: Referral, unit: UnitId, now: datetime
) -> tuple[Referral, Case]:
    """Without a reachable group: the second centre and `national` at once; the operator is told."""
    lines = (Line("operator.no_group", {"unit": Named("unit", unit)}),)
    key = f"no-group:{unit}:{now:%Y%m%d}"  # once a day, however many cases there are
    owe_notice(work, OPERATOR, Prompt(lines), key=key, language=desk.officers_speak, now=now)
    desk.log.event("unit.unreachable", unit=unit, referral=referral.id)
    for other in (referral.second, NATIONAL):
        if other is not None and other not in referral.units:
            referral, case = _alert(desk, work, case, referral, other, f"instead.{unit}", now)
    return referral, case


def _tell_the_truth(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> None:
    """Nobody has answered at the promised time: the worker is told so, and whom to call."""
    conversation = work.conversations.get(case.conversation)
    if conversation is None:
        return
    key = f"{referral.id}:truth"
    prompt = Prompt((Line("late.truth"), *asked_too(referral), Line("late.call")))
    owe_worker(work, conversation, prompt, key=key, kind=OwedKind.PUSH, now=now)
    desk.log.event("worker.told_late", referral=referral.id)


def refresh_cards(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    now: datetime,
    *,
    holder: str = "",
    to: UnitId | None = None,
    tapped: tuple[Chat, ReplyHandle] | None = None,
) -> None:
    """The card's present state, owed to every group that has it."""
    promised = answer_by(referral) if referral.state is ReferralState.SENT else None
    prompt = card(case, referral, Standing(now, promised, holder, to))
    owe_anew(desk, work, case, referral, prompt, now, tapped)


def lay_around(
    desk: Desk, work: Work, case: Case, referral: Referral, unit: UnitId, now: datetime
) -> None:
    """Alert others in the place of a unit that turned out to be unreachable; stored."""
    referral, case = _around(desk, work, case, referral, unit, now)
    work.casework.save_referral(referral)
    work.casework.save(case)
