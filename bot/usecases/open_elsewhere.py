"""A number and its PIN typed on another phone: the intake goes on there, and only there."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.conversation import Conversation, EvidenceState, Gate
from bot.domain.ids import CaseState, Reference, ReferralState
from bot.domain.incoming import Incoming, PinTyped
from bot.domain.prompt import Line, Literal
from bot.flows import refer_consent
from bot.flows.elsewhere import account_of
from bot.flows.engine import show
from bot.flows.gate import NUDGED
from bot.flows.officer_rows import done
from bot.flows.turn import Said, Turn
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_officer
from bot.usecases.pin_limits import count_wrong, may_try
from bot.usecases.tend import WAITING, conversation_due


def open_elsewhere(
    desk: Desk, work: Work, turn: Turn, incoming: Incoming, now: datetime
) -> Turn | None:
    """The turn of the intake that was opened; None where nothing was.

    Why it was not (no such number, a wrong PIN, too soon, too often) makes no difference to be
    seen. Too soon or too often nothing is looked at and nothing counted.
    """
    number, typed = turn.conversation.number_asked, turn.opens
    account = account_of(turn.conversation)
    if number is None or typed is None or not may_try(work, number, account, now):
        return None
    found = _opened(work, number, typed)
    if found is None or found.id == turn.conversation.id:
        count_wrong(desk, work, number, account, now)
        return None
    work.worker_pins.forgive("number", number)
    return _moved(desk, work, found, turn.conversation, incoming, now)


def _opened(work: Work, number: Reference, typed: PinTyped) -> Conversation | None:
    """What the PIN opens: the hash it was held against must still be the one that counts."""
    pin = work.worker_pins.of(number)
    if pin is None or not typed.right or typed.against != pin.hashed:
        return None
    return work.conversations.get(pin.conversation)


def _moved(
    desk: Desk,
    work: Work,
    found: Conversation,
    here: Conversation,
    incoming: Incoming,
    now: datetime,
) -> Turn:
    """The intake in its new chat: the gate first, and nothing more to the one it came from."""
    work.outbox.cancel(found.id)
    was = account_of(found)
    moved = replace(
        found,
        chat=incoming.chat,
        account=incoming.account,
        language=here.language,
        heard_at=now,
        asked=None,
        editing=None,
        interjection=None,
        gate=Gate.ASKED,
        safe_at=None,
        stopped=found.stopped and "send" in found.marks,
        blocked=False,
        before=None,  # the PIN opens this one and no earlier case
        earlier=None,
        nudged=False,
        moved_at=now,
        began_with=found.began_with or was,
        marks=_marks(found) | _cards(work, found),
    )
    moved = _with_messages_of_its_own(work, moved)
    work.conversations.move(moved, conversation_due(moved, desk.around.intake), now)
    subject = moved.reference or moved.number or moved.id
    places = f"{found.chat.channel.value} {moved.chat.channel.value}"
    work.audit.record(AuditEntry(now, "worker", "case.moved", subject, detail=places))
    _leave(desk, work, found, moved)
    _tell_holder(work, moved, now)
    said = Said(moved, now, desk.ids.evidence(), lines=(Line("case.opened"),))
    conversation, prompts = show(said, desk.around)
    return Turn(conversation, prompts)


def _with_messages_of_its_own(work: Work, moved: Conversation) -> Conversation:
    """Nothing in the new chat changes what was said in the other one.

    A platform's number of a message is its chat's own: the same may come again here.
    """
    for each in work.conversations.evidence_of(moved.id):
        due = each.at if each.state in (EvidenceState.RECEIVED, EvidenceState.ERASED) else None
        work.conversations.save_evidence(replace(each, message=""), due)
    for said in work.messages.of_case(moved.reference) if moved.reference else ():
        work.messages.save(replace(said, message=""))
    answers = tuple(replace(each, message="") for each in moved.answers)
    notes = tuple(replace(each, message="") for each in moved.notes)
    return replace(moved, answers=answers, notes=notes)


def _marks(found: Conversation) -> frozenset[str]:
    kept = frozenset(mark for mark in found.marks if not mark.startswith(NUDGED))
    return kept | {WAITING} if found.reference is not None else kept


def _cards(work: Work, found: Conversation) -> frozenset[str]:
    """What the worker was asked about agencies and has not answered: asked again here."""
    if found.reference is None:
        return frozenset()
    referrals = work.casework.agency_referrals_of(found.reference)
    asked = [each for each in referrals if each.state is ReferralState.ASKED and each.asked_at]
    return frozenset(refer_consent.DUE + refer_consent.question_of(each) for each in asked)


def _leave(desk: Desk, work: Work, found: Conversation, moved: Conversation) -> None:
    """Who started over in the chat it came from is told nothing more of it there."""
    newest = work.conversations.current(found.chat.channel, found.account)
    if found.reference is None or newest is None or newest.id == moved.id:
        return
    before = None if newest.before == found.reference else newest.before
    earlier = None if newest.earlier == found.reference else newest.earlier
    newest = replace(newest, before=before, earlier=earlier)
    work.conversations.save(newest, conversation_due(newest, desk.around.intake))


def _tell_holder(work: Work, moved: Conversation, now: datetime) -> None:
    case = work.casework.get(moved.reference) if moved.reference is not None else None
    if case is None or case.state is not CaseState.TAKEN:
        return
    for referral in work.casework.referrals_of(case.reference):
        holder = work.directory.officer(referral.holder) if referral.holder else None
        if holder is not None and referral.state is ReferralState.ACKNOWLEDGED:
            key = f"moved:{case.reference}:{now.timestamp()}"
            prompt = done(_notice(case), referral)
            owe_officer(work, holder, prompt, key=key, now=now, case=case, referral=referral)


def _notice(case: Case) -> Line:
    # wording: The worker opened the case with number and PIN from another phone or platform.
    return Line("officer.moved", {"reference": Literal(case.reference)})
