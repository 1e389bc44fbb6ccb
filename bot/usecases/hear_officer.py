"""An officer's private chat: enrolment, my cases, and what the officer does with one of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import OfficerNote
from bot.domain.conversation import Conversation
from bot.domain.ids import ReferralId
from bot.domain.incoming import Blocked, Incoming, Tap, Text
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, Literal, Named, OfficerTap, Prompt, Value, read_payload
from bot.domain.text import clean, fold
from bot.domain.unit import CodePurpose, Officer
from bot.flows.my_cases import MINE, UNIT
from bot.ports import Work
from bot.usecases import (
    close_case,
    contact_made,
    give_back,
    hand_over,
    judge_case,
    look_into,
    mute_words,
    my_cases,
    note_case,
    nrm_steps,
    plan_next_step,
)
from bot.usecases.answer_referral import answer_referral
from bot.usecases.awaited import awaited, carried, expect_nothing
from bot.usecases.desk import Desk
from bot.usecases.floods import CHATTER, Kind
from bot.usecases.held_case import Held, held_case
from bot.usecases.owing import owe_notice, owe_officer, reply_handle
from bot.usecases.while_held import while_held, while_open

Action = Callable[[Desk, Work, Held, str], Sequence[Prompt]]
"""What a button does, with its value, or words; the prompts are shown to the officer."""
ListAction = Callable[[Desk, Work, Sequence[Officer], str, datetime], Sequence[Prompt]]
"""What a button about no case in particular does, for all enrolments of an account."""

CODE = re.compile(r"^\s*(?:/?(?:start|code|link)\s+)?([0-9]{8})\s*$", re.IGNORECASE)
BUTTONS: Mapping[str, Action] = {
    "open": look_into.details,
    "record": look_into.record,
    "sensitive": look_into.sensitive,
    "history": look_into.history,
    "note": note_case.ask,
    "contact": while_open(contact_made.contact),
    "next": while_held(plan_next_step.plan),
    "finding": while_open(judge_case.judge),
    "grounds": while_open(judge_case.grounds),
    "handover": while_held(hand_over.hand_over),
    "give_back": while_held(give_back.give_back),
    "close": while_open(close_case.close),
    "reopen": close_case.reopen,
    "nrm": nrm_steps.nrm,
    "mute": while_held(mute_words.mute),
}
"""What an officer can do with a case in private, by the action of its payload."""
LOOKS = frozenset({"record", "sensitive", "history"})
"""Buttons that only show: words that were asked for before stay awaited, others end that."""
LISTS: Mapping[str, ListAction] = {
    MINE: my_cases.mine,
    UNIT: my_cases.of_unit,
    mute_words.CONFIRM: mute_words.confirm,
}
"""What an officer can look at that is about no case in particular."""
WORDS: Mapping[str, Action] = {
    "note": note_case.noted,
    plan_next_step.DAY: while_held(plan_next_step.on_day),
    judge_case.REASON: while_open(judge_case.reasoned),
    close_case.AMOUNT: while_open(close_case.told),
}
"""What becomes of words that an officer was asked for (`awaited`)."""
MENU_WORDS = frozenset({"cases", "my cases", "เคส", "เรื่อง", "เรื่องของฉัน"})
"""Typed words that show the list even while other words are awaited; a slash command does too."""
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
    if isinstance(tap, OfficerTap) and tap.action not in LOOKS:
        expect_nothing(work, officer)
    if isinstance(tap, OfficerTap) and tap.action in CARD_ACTIONS:
        answer_referral(desk, work, incoming, tap, now)
    elif isinstance(tap, OfficerTap) and tap.action in LISTS:
        _list(desk, work, incoming, tap.action, tap.value, now)
    elif isinstance(tap, OfficerTap):
        _act(desk, work, incoming, BUTTONS.get(tap.action), tap.referral, tap.value, now)
    else:
        _told(desk, work, incoming, officer, now)


def _told(desk: Desk, work: Work, incoming: Incoming, officer: Officer, now: datetime) -> None:
    """Words: those that were asked for, a case number, or anything else, which shows the list."""
    text = clean(incoming.content.text) if isinstance(incoming.content, Text) else ""
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    asked = next((each for each in enrolled if awaited(each)[0] in WORDS), None)
    if asked is not None and not _is_menu(desk, text):
        if not text:
            prompt = Prompt((Line("officer.write_please"),))
            _reply(work, officer, prompt, incoming, f"write:{desk.ids.evidence()}", now)
            return
        what, referral = awaited(asked)
        expect_nothing(work, asked)
        _act(desk, work, incoming, WORDS[what], referral, text, now, carried(asked))
        return
    expect_nothing(work, officer)
    if my_cases.is_number(text):
        _show(desk, work, incoming, my_cases.by_number(desk, work, incoming, text, now), now)
        return
    _list(desk, work, incoming, MINE, "", now)


def _is_menu(desk: Desk, text: str) -> bool:
    """Whether somebody wants the list, whatever they were asked."""
    if text.startswith("/") or fold(text) in MENU_WORDS:
        return True
    spoken = {desk.around.lexicon.meaning(text, each) for each in desk.around.languages}
    return Meaning.MENU in spoken


def _list(
    desk: Desk, work: Work, incoming: Incoming, which: str, value: str, now: datetime
) -> None:
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    _show(desk, work, incoming, LISTS[which](desk, work, enrolled, value, now), now)


def _show(
    desk: Desk, work: Work, incoming: Incoming, prompts: Sequence[Prompt], now: datetime
) -> None:
    """What is about no case that they hold; no more of it in a minute than can be read."""
    if desk.floods.counted(incoming, Kind.LOOKS, now) > CHATTER:
        return
    officer = work.directory.officers_with(incoming.chat.channel, incoming.account)[0]
    for number, prompt in enumerate(prompts):
        key = f"shown:{desk.ids.evidence()}:{number}"
        _reply(work, officer, prompt, incoming, key, now)


def _act(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    action: Action | None,
    which: ReferralId,
    value: str,
    now: datetime,
    before: str = "",
) -> None:
    """A button, or words that were asked for. Only whoever holds the case sees into it."""
    held = held_case(work, incoming, which, now)
    if held is None or action is None:
        _show(desk, work, incoming, [Prompt((Line("group.refused"),))], now)
        return
    held = replace(held, carried=before)
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
