"""A legal hold: what is neither erased nor retained out; by command, or by a head of `national`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Hold
from bot.domain.ids import NATIONAL, Reference
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, OfficerTap, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Officer, Role
from bot.flows import legal_hold as screens
from bot.ports import Office, Work, WrongArgument
from bot.usecases.awaited import awaited, carried, expect, expect_nothing
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.permit import first, note_refused, permit
from bot.usecases.progress import WORKER
from bot.usecases.toast import toast

NO_CASE = "there is no case with this number"
HOLD_REASON, LIFT_REASON = "hold_reason", "lift_reason"
_HOLD_SURE, _LIFT_SURE = "hold_sure", "lift_sure"
LONGEST = 500
"""Characters of a reason that is kept."""


def put(work: Work, case: Case, reason: str, by: str, where: str, now: datetime) -> None:
    """Hold it, with the reason; put again it is held for the new reason."""
    work.casework.save(replace(case, hold=Hold(reason, by, now)))
    work.audit.record(AuditEntry(now, by, "case.held", case.reference, where, reason))


def lift(work: Work, case: Case, reason: str, by: str, where: str, now: datetime) -> None:
    """End it; what the worker wished meanwhile, and might by itself, is carried out."""
    work.casework.save(replace(case, hold=None))
    work.audit.record(AuditEntry(now, by, "case.hold_released", case.reference, where, reason))
    talk = work.conversations.get(case.conversation)
    if talk is not None and case.wish is not None and case.wish.heard:
        waits = case.wish.heard != WORKER and case.wish.due_at
        talk = replace(talk, parting_at=waits or now)
        work.conversations.save(talk, talk.filed_due_at)


async def hold_case(office: Office, *, who: str, reference: str, reason: str) -> None:
    """Put a case under a legal hold: it is neither erased nor retained out."""
    if not reason.strip():
        raise WrongArgument("reason", "say why; it is written down")
    now = office.clock()

    def body(work: Work) -> None:
        case = work.casework.get(Reference(reference))
        if case is None:
            raise WrongArgument("reference", NO_CASE)
        put(work, case, reason.strip(), who, "command", now)

    await office.store.write(body)


async def release_case(office: Office, *, who: str, reference: str, reason: str = "") -> None:
    """End a legal hold."""
    now = office.clock()

    def body(work: Work) -> None:
        case = work.casework.get(Reference(reference))
        if case is None or case.hold is None:
            raise WrongArgument("reference", "there is no case under a hold with this number")
        lift(work, case, reason.strip(), who, "command", now)

    await office.store.write(body)


def offered(work: Work, enrolled: Sequence[Officer], reference: Reference) -> list[Prompt]:
    """How the hold stands, to a head of `national` who typed the number; nobody else gets any."""
    if not any(each.unit == NATIONAL and each.role is Role.HEAD for each in enrolled):
        return []
    case = work.casework.get(reference)
    referrals = work.casework.referrals_of(reference) if case else ()
    newest = referrals[-1] if referrals else None
    may = first(screens.HOLD, enrolled, newest)
    return [screens.offer(case, may.referral)] if case is not None and may is not None else []


def hold(desk: Desk, work: Work, incoming: Incoming, tap: OfficerTap, now: datetime) -> None:
    """A button about the hold; or the reason, typed: then `tap.value` is what was written."""
    may = permit(work, incoming, tap.action, tap.referral)
    case = work.casework.get(may.referral.reference) if may is not None else None
    if may is None or case is None:
        note_refused(work, incoming, tap.action, tap.referral, now)
        toast(desk, work, incoming, Line("group.refused"), now)
        return
    words = tap.action.startswith("words.")
    step = _reasoned if words else _pressed
    prompt = step(work, may.officer, case, may.referral, tap, now)
    key, reply = f"hold:{desk.ids.evidence()}", reply_handle(incoming, now)
    owe_officer(
        work, may.officer, prompt, key=key, now=now, case=case, referral=may.referral, reply=reply
    )


def _pressed(
    work: Work, officer: Officer, case: Case, referral: Referral, tap: OfficerTap, now: datetime
) -> Prompt:
    what, asked_of = awaited(officer)
    reason = carried(officer)
    expect_nothing(work, officer)
    if tap.value == screens.NOT:
        return screens.left(referral)
    wanted = {_HOLD_SURE: False, _LIFT_SURE: True}.get(what)
    if tap.value == screens.SURE and asked_of == referral.id and wanted is (case.hold is not None):
        (lift if wanted else put)(work, case, reason, officer.id, officer.unit, now)
        return screens.done(referral, lift=bool(wanted))
    lifts = tap.value == screens.LIFT
    if tap.value == screens.SURE or lifts is not (case.hold is not None):
        return screens.offer(case, referral)  # an old button, or somebody was quicker
    expect(work, officer, LIFT_REASON if lifts else HOLD_REASON, referral.id)
    return screens.ask(referral, lift=lifts)


def _reasoned(
    work: Work, officer: Officer, case: Case, referral: Referral, tap: OfficerTap, now: datetime
) -> Prompt:
    """The reason is kept beside the officer until they are sure, not half-stored in the case."""
    del case, now
    lifts = tap.action == f"words.{LIFT_REASON}"
    reason = tap.value[:LONGEST]
    expect(work, officer, _LIFT_SURE if lifts else _HOLD_SURE, referral.id, reason)
    return screens.sure(referral, reason, lift=lifts)
