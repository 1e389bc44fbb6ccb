"""An officer's private chat: enrolment, my cases, the record, notes and closing."""

import re
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, OfficerNote
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, ReferralId, ReferralState
from bot.domain.incoming import Blocked, Incoming, Tap, Text
from bot.domain.prompt import Line, Literal, Named, OfficerTap, Prompt, Value, read_payload
from bot.domain.referral import Referral
from bot.domain.text import clean
from bot.domain.unit import CodePurpose, Officer
from bot.flows import officer as screens
from bot.ports import Work
from bot.usecases.answer_referral import answer_referral
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice, owe_officer, reply_handle

CODE = re.compile(r"^\s*(?:/?(?:start|code|link)\s+)?([0-9]{8})\s*$", re.IGNORECASE)
LOOKS = frozenset({"open", "record", "sensitive"})
"""Actions that show something of a case; changes are written down where they are made."""
CARD_ACTIONS = frozenset({"take", "pass", "refer", "cannot", "interpreter"})


def hear_officer(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> bool:
    """Take a private message of an officer; False where it comes from somebody else."""
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    text = incoming.content.text if isinstance(incoming.content, Text) else ""
    code = CODE.match(text)
    if code and _enrol(desk, work, incoming, code[1], now):
        return True
    if not enrolled:
        return False
    for each in enrolled:
        opened = not isinstance(incoming.content, Blocked)
        if each.private_open is not opened:
            work.directory.enrol(replace(each, private_open=opened))
    if not isinstance(incoming.content, Blocked):
        _heard(desk, work, incoming, replace(enrolled[0], private_open=True), now)
    return True


def _enrol(desk: Desk, work: Work, incoming: Incoming, code: str, now: datetime) -> bool:
    """Redeem an invitation; an unknown code says nothing, it may be a worker's own words."""
    found = work.directory.redeem(code, now)
    if found is None or found.purpose is not CodePurpose.OFFICER:
        return False
    officer = Officer(
        desk.ids.officer(),
        found.unit,
        incoming.chat.channel,
        incoming.account,
        found.name,
        found.role,
        desk.officers_speak,
        private_open=True,
    )
    work.directory.enrol(officer)
    work.audit.record(AuditEntry(now, officer.id, "officer.enrolled", found.unit))
    params: dict[str, Value] = {"name": Literal(officer.name), "unit": Named("unit", officer.unit)}
    prompt = Prompt((Line("officer.welcome", params), Line("officer.how")))
    _reply(work, officer, prompt, incoming, f"welcome:{officer.id}", now)
    return True


def _heard(desk: Desk, work: Work, incoming: Incoming, officer: Officer, now: datetime) -> None:
    tap = read_payload(incoming.content.payload) if isinstance(incoming.content, Tap) else None
    if isinstance(tap, OfficerTap):
        _tapped(desk, work, incoming, officer, tap, now)
        return
    if officer.awaiting and isinstance(incoming.content, Text):
        _noted(desk, work, incoming, officer, clean(incoming.content.text), now)
        return
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    taken = [each for one in enrolled for each in work.casework.held_by(one.id)]
    held = [each for each in taken if not _is_closed(work, each)]
    prompt = screens.my_cases(held)
    _reply(work, officer, prompt, incoming, f"cases:{desk.ids.evidence()}", now)


def _is_closed(work: Work, referral: Referral) -> bool:
    case = work.casework.get(referral.reference)
    return case is None or case.state is CaseState.CLOSED


def _reply(
    work: Work, officer: Officer, prompt: Prompt, incoming: Incoming, key: str, now: datetime
) -> None:
    owe_officer(work, officer, prompt, key=key, now=now, reply=reply_handle(incoming, now))


def _tapped(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    officer: Officer,
    tap: OfficerTap,
    now: datetime,
) -> None:
    """A button in the private chat. Only whoever holds the case sees into it."""
    if tap.action in CARD_ACTIONS:
        answer_referral(desk, work, incoming, tap, now)
        return
    held = _held(work, incoming, tap.referral)
    conversation = work.conversations.get(held[1].conversation) if held else None
    if held is None or conversation is None:
        prompt = Prompt((Line("group.refused"),))
        _reply(work, officer, prompt, incoming, f"refused:{desk.ids.evidence()}", now)
        return
    referral, case = held
    if tap.action in LOOKS:
        work.audit.record(AuditEntry(now, officer.id, f"case.{tap.action}", case.reference))
    for number, prompt in enumerate(
        _shown(desk, work, officer, tap, (case, referral, conversation), now)
    ):
        # Owed with its case: it cannot be passed on, and goes when the case is erased.
        key = f"private:{desk.ids.evidence()}:{number}"
        handle = reply_handle(incoming, now)
        owe_officer(
            work, officer, prompt, key=key, now=now, case=case, referral=referral, reply=handle
        )


def _held(work: Work, incoming: Incoming, which: ReferralId) -> tuple[Referral, Case] | None:
    """The referral and its case, if this account is of the unit that holds them."""
    referral = work.casework.referral(which)
    if referral is None or referral.state is not ReferralState.ACKNOWLEDGED:
        return None
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    if referral.holder_unit not in {each.unit for each in enrolled}:
        return None
    case = work.casework.get(referral.reference)
    return (referral, case) if case is not None else None


def _shown(
    desk: Desk,
    work: Work,
    officer: Officer,
    tap: OfficerTap,
    held: tuple[Case, Referral, Conversation],
    now: datetime,
) -> list[Prompt]:
    case, referral, conversation = held
    evidence = work.conversations.evidence_of(conversation.id)
    match tap.action:
        case "open":
            return [screens.details(case, referral, conversation)]
        case "record" | "sensitive":
            sensitive = tap.action == "sensitive"
            pages = screens.record_pages(
                case, conversation, evidence, desk.around, sensitive=sensitive
            )
            return list(pages)
        case "note":
            work.directory.enrol(replace(officer, awaiting=referral.id))
            reference = Literal(case.reference)
            return [Prompt((Line("officer.ask.note", {"reference": reference}),))]
        case "close" if tap.value in screens.CLOSE_OUTCOMES:
            return [_closed(work, officer, case, tap.value, now)]
        case "close":
            return [screens.close(referral)]
        case _:
            return []


def _closed(work: Work, officer: Officer, case: Case, outcome: str, now: datetime) -> Prompt:
    """A person closes the case; the bot never does.

    Not where it waits for an answer again (new danger, or the worker wrote after an earlier
    close): an old button must not say that it is over.
    """
    if any(each.state.is_open for each in work.casework.referrals_of(case.reference)):
        return Prompt((Line("officer.not_closed", {"reference": Literal(case.reference)}),))
    entry = AuditEntry(now, officer.id, "case.closed", case.reference, officer.unit, outcome)
    work.audit.record(entry)
    closed = replace(case, state=CaseState.CLOSED, closed_at=now, outcome=outcome)
    work.casework.save(closed)
    return Prompt((Line("officer.closed", {"reference": Literal(case.reference)}),))


def _noted(
    desk: Desk, work: Work, incoming: Incoming, officer: Officer, text: str, now: datetime
) -> None:
    """Words asked for with "note": kept with the case, never shown to the worker."""
    held = _held(work, incoming, ReferralId(officer.awaiting))
    work.directory.enrol(replace(officer, awaiting=""))
    if held is None:
        line = Line("group.refused")
    else:
        case = held[1]
        note = OfficerNote(text, officer.id, now)
        work.casework.save(replace(case, notes=(*case.notes, note)))
        work.audit.record(AuditEntry(now, officer.id, "case.noted", case.reference))
        line = Line("officer.noted", {"reference": Literal(case.reference)})
    _reply(work, officer, Prompt((line,)), incoming, f"noted:{desk.ids.evidence()}", now)


def wish_to_withdraw(desk: Desk, work: Work, conversation: Conversation, now: datetime) -> None:
    """A filed case is not erased by whoever holds the phone: it becomes an officer's task."""
    case = work.casework.get(conversation.reference) if conversation.reference else None
    if case is None:
        return
    work.audit.record(AuditEntry(now, "worker", "case.erasure_wished", case.reference))
    note = OfficerNote("erasure_wished", "bot", now)
    work.casework.save(replace(case, notes=(*case.notes, note)))
    line = Line("group.erasure_wished", {"reference": Literal(case.reference)})
    owe_notice(
        work,
        case.unit,
        Prompt((line,)),
        key=f"erasure:{case.reference}:{desk.ids.evidence()}",
        language=desk.officers_speak,
        now=now,
    )
    for referral in work.casework.referrals_of(case.reference):
        holder = work.directory.officer(referral.holder) if referral.holder else None
        if holder is not None:
            prompt = Prompt((Line("officer.erasure", {"reference": Literal(case.reference)}),))
            key = f"{referral.id}:erasure:{desk.ids.evidence()}"
            owe_officer(work, holder, prompt, key=key, now=now, case=case, referral=referral)
