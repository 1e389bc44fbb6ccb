"""`national` phones whoever is on call: the number is shown to one person, in private, logged."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.ids import NATIONAL, OfficerId
from bot.domain.incoming import Incoming
from bot.domain.prompt import (
    Button,
    Line,
    Literal,
    Named,
    OfficerTap,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.domain.unit import Officer
from bot.ports import Work
from bot.usecases.call_people import last_called
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer
from bot.usecases.permit import note_refused, permit
from bot.usecases.toast import toast

OUTCOMES = {
    "reached": Line("officer.choice.phone.reached"),
    "not_reached": Line("officer.choice.phone.not_reached"),
}


def phone(desk: Desk, work: Work, incoming: Incoming, tap: OfficerTap, now: datetime) -> None:
    """Show name and number in the private chat of whoever tapped, if they are of `national`.

    A value says how the call went: it is written down, and the clock goes on all the same, for
    a call is no answer.
    """
    may = permit(work, incoming, "phone", tap.referral)
    if may is None or last_called(may.referral) is None:
        note_refused(work, incoming, "phone", tap.referral, now, floods=desk.floods)
        toast(desk, work, incoming, Line("group.refused"), now)
        return
    officer, referral = may.officer, may.referral
    if not referral.state.is_open:
        toast(desk, work, incoming, Line("group.over"), now)
    elif tap.value in OUTCOMES:
        _told(desk, work, incoming, officer, referral, tap.value, now)
    else:
        _shown(desk, work, incoming, officer, referral, now)


def _shown(
    desk: Desk, work: Work, incoming: Incoming, officer: Officer, referral: Referral, now: datetime
) -> None:
    called = last_called(referral)
    person = work.directory.officer(OfficerId(called[1])) if called else None
    if person is None:
        return
    work.audit.record(AuditEntry(now, officer.id, "duty.phone_shown", person.id, person.unit))
    params: dict[str, Value] = {
        "reference": Literal(referral.reference),
        "unit": Named("unit", person.unit),
        "name": Literal(person.name),
        "phone": Literal(person.phone) if person.phone else Line("officer.phone.none"),
    }
    rows = tuple(
        (Button(OUTCOMES[each], officer_payload("phone", referral.id, each)),) for each in OUTCOMES
    )
    prompt = Prompt((Line("officer.phone", params),), rows)
    key = f"{referral.id}:phone:{desk.ids.evidence()}"
    owe_officer(work, officer, prompt, key=key, now=now)
    if not incoming.chat.private:
        toast(desk, work, incoming, Line("group.see_private"), now)


def _told(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    officer: Officer,
    referral: Referral,
    how: str,
    now: datetime,
) -> None:
    work.casework.save_referral(replace(referral.step(f"phoned.{how}", NATIONAL, now)))
    entry = AuditEntry(now, officer.id, f"duty.phoned_{how}", referral.reference, officer.unit)
    work.audit.record(entry)
    toast(desk, work, incoming, Line("officer.phoned"), now)
