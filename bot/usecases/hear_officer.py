"""An officer's private chat: enrolment, my cases, and what the officer does with one of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import OfficerNote
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, ReferralId
from bot.domain.incoming import Blocked, Incoming, Media, Tap, Text
from bot.domain.prompt import Line, Literal, Named, OfficerTap, Prompt, Value, read_payload
from bot.domain.referral import Referral
from bot.domain.text import clean
from bot.domain.unit import CodePurpose, Officer
from bot.flows import officer as screens
from bot.ports import Work
from bot.usecases import close_case, look_into, note_case, relay_send, relay_talk
from bot.usecases.answer_referral import answer_referral
from bot.usecases.awaited import awaited, expect_nothing
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held, held_case
from bot.usecases.owing import owe_notice, owe_officer, reply_handle

Action = Callable[[Desk, Work, Held, str], Sequence[Prompt]]
"""What a button does, with its value, or words; the prompts are shown to the officer."""

CODE = re.compile(r"^\s*(?:/?(?:start|code|link)\s+)?([0-9]{8})\s*$", re.IGNORECASE)
BUTTONS: Mapping[str, Action] = {
    "open": look_into.details,
    "record": look_into.record,
    "sensitive": look_into.sensitive,
    "note": note_case.ask,
    "close": close_case.close,
    "write": relay_send.write,
    "send": relay_send.send,
    "change": relay_send.change,
    "drop": relay_send.drop,
    "unsend": relay_send.unsend,
    "talk": relay_talk.talk,
}
"""What an officer can do with a case in private, by the action of its payload."""
WORDS: Mapping[str, Action] = {
    "note": note_case.noted,
    relay_send.OWN: relay_send.wrote,
    relay_send.INTERPRETED: relay_send.interpreted,
}
"""What becomes of words that an officer was asked for (`awaited`)."""
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
    content = incoming.content
    tap = read_payload(content.payload) if isinstance(content, Tap) else None
    if isinstance(tap, OfficerTap) and tap.action in CARD_ACTIONS:
        answer_referral(desk, work, incoming, tap, now)
        return
    if isinstance(tap, OfficerTap):
        _act(desk, work, incoming, BUTTONS.get(tap.action), tap.referral, tap.value, now)
        return
    what, referral = awaited(officer)
    if what in WORDS and isinstance(content, Text):
        expect_nothing(work, officer)
        _act(desk, work, incoming, WORDS[what], referral, clean(content.text), now)
        return
    if what in (relay_send.OWN, relay_send.INTERPRETED) and isinstance(content, Media):
        _act(desk, work, incoming, relay_send.no_files, referral, "", now)
        return
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    taken = [each for one in enrolled for each in work.casework.held_by(one.id)]
    held = [each for each in taken if not _is_closed(work, each)]
    prompt = screens.my_cases(held)
    _reply(work, officer, prompt, incoming, f"cases:{desk.ids.evidence()}", now)


def _is_closed(work: Work, referral: Referral) -> bool:
    case = work.casework.get(referral.reference)
    return case is None or case.state is CaseState.CLOSED


def _act(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    action: Action | None,
    which: ReferralId,
    value: str,
    now: datetime,
) -> None:
    """A button, or words that were asked for. Only whoever holds the case sees into it."""
    held = held_case(work, incoming, which, now)
    if held is None or action is None:
        officer = work.directory.officers_with(incoming.chat.channel, incoming.account)[0]
        prompt = Prompt((Line("group.refused"),))
        _reply(work, officer, prompt, incoming, f"refused:{desk.ids.evidence()}", now)
        return
    for number, prompt in enumerate(action(desk, work, held, value)):
        # Owed with its case: it cannot be passed on, and goes when the case is erased.
        owe_officer(
            work,
            held.officer,
            prompt,
            key=f"private:{desk.ids.evidence()}:{number}",
            now=now,
            case=held.case,
            referral=held.referral,
            reply=reply_handle(incoming, now),
        )


def _reply(
    work: Work, officer: Officer, prompt: Prompt, incoming: Incoming, key: str, now: datetime
) -> None:
    owe_officer(work, officer, prompt, key=key, now=now, reply=reply_handle(incoming, now))


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
