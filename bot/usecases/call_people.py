"""The stages that are for one person: on call, head, and the task to phone whoever is on call."""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import NATIONAL, UnitId
from bot.domain.prompt import Button, Line, Literal, Named, Prompt, Value, officer_payload
from bot.domain.referral import Referral
from bot.domain.stage import Stage, TargetKind
from bot.flows.card import Standing, card
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.duty import WRITTEN_TO, Present, here, with_people
from bot.usecases.ladders import answer_by
from bot.usecases.owing import owe_notice, owe_officer
from bot.usecases.reminder import reminder


def call_people(
    desk: Desk,
    work: Work,
    case: Case,
    referral: Referral,
    stage: Stage,
    people: Present,
    now: datetime,
) -> Referral:
    """Carry out a stage that is no group's; the referral with its trace."""
    if stage.target.kind is TargetKind.PHONE:
        _ask_to_phone(desk, work, referral, stage, now)
        return referral.step(stage.key, str(stage.target), now)
    if stage.target.kind is TargetKind.ON_CALL:
        return call_on_duty(work, case, referral, stage.key, people, now)
    prompt = reminder(referral, with_people(referral, people), now)
    for head in people.heads:
        key = f"{referral.id}:{stage.key}:{referral.unit}"
        owe_officer(work, head, prompt, key=key, now=now, case=case, referral=referral)
    return referral.step(stage.key, str(stage.target), now)


def call_on_duty(
    work: Work, case: Case, referral: Referral, stage: str, people: Present, now: datetime
) -> Referral:
    """The card itself, in private, to everybody who is on call; each stands in the trace."""
    shown = card(case.alerted(), referral, Standing(now, answer_by(referral)))
    for officer in people.on_call:
        line = Line("officer.on_call", {"unit": Named("unit", referral.unit)})
        prompt = Prompt((line, *shown.lines), shown.rows)
        key = f"{referral.id}:{stage}:{referral.unit}"
        owe_officer(
            work, officer, prompt, key=key, now=now, case=case, referral=referral, alert=True
        )
        referral = referral.reaching(officer.unit)
        referral = referral.step(stage, f"{WRITTEN_TO}{officer.unit}:{officer.id}", now)
    return referral


def last_called(referral: Referral) -> tuple[UnitId, str] | None:
    """Whom a message for the person on call went to last: the unit and the officer."""
    for step in reversed(referral.steps):
        if step.target.startswith(WRITTEN_TO):
            _, unit, officer = step.target.split(":")
            return UnitId(unit), officer
    return None


def _ask_to_phone(desk: Desk, work: Work, referral: Referral, stage: Stage, now: datetime) -> None:
    """The national group learns the unit; the name and number are shown in private only."""
    called = last_called(referral)
    unit = called[0] if called else referral.unit
    waited = now - referral.first_alert_at
    params: dict[str, Value] = {
        "reference": Literal(referral.reference),
        "unit": Named("unit", unit),
        "minutes": max(0, round(waited.total_seconds() / 60)),
    }
    show = Button(Line("group.button.phone"), officer_payload("phone", referral.id))
    prompt = Prompt((Line("group.phone_them", params),), ((show,),))
    key = f"{referral.id}:{stage.key}"
    owe_notice(work, NATIONAL, prompt, key=key, language=desk.officers_speak, now=now)


def call_anew(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> Referral:
    """A unit that came to have the case after its on-call stage: its own people are written to."""
    passed = sorted(key for key in referral.done if key.endswith(TargetKind.ON_CALL.value))
    if not passed:
        return referral
    people = here(desk, work, referral, now)
    return call_on_duty(work, case, referral, passed[-1], people, now)
