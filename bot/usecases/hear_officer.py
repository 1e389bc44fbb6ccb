"""An officer's private chat: enrolment, my cases, and what the officer does with one of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.incoming import Blocked, Incoming, Media, Tap, Text
from bot.domain.invitation import in_private
from bot.domain.lexicon import Meaning
from bot.domain.permissions import TABLE, Capacity, Say
from bot.domain.prompt import Line, Literal, OfficerTap, Prompt, Value, read_payload
from bot.domain.text import clean, fold
from bot.domain.unit import CodePurpose, Officer
from bot.flows.my_cases import MINE
from bot.flows.officer_rows import about, done
from bot.ports import Work
from bot.usecases import my_cases, relay_file, relay_send
from bot.usecases.agency_case import unit_name
from bot.usecases.answer_referral import answer_referral
from bot.usecases.awaited import awaited, carried, expect_nothing
from bot.usecases.desk import Desk
from bot.usecases.floods import CHATTER, Kind
from bot.usecases.hear_interpreter import enrol_interpreter
from bot.usecases.held_case import held_case
from bot.usecases.officer_actions import (
    BUTTONS,
    CARD_ACTIONS,
    LISTS,
    LOOKS,
    MENU_WORDS,
    OWN,
    OWN_WORDS,
    WORDS,
    Action,
)
from bot.usecases.officer_gone import officer_gone
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.permit import note_done, note_refused, permit, permitted
from bot.usecases.record_voice import record_voice
from bot.usecases.redeem import redeem
from bot.usecases.way_back import with_list, with_way_back
from bot.usecases.while_held import while_open


def hear_officer(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> bool:
    """Take a private message of an officer; False where it comes from somebody else."""
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    text = incoming.content.text if isinstance(incoming.content, Text) else ""
    code = in_private(text)
    if code and _enrol(desk, work, incoming, code, now):
        return True
    if not enrolled:
        return False
    for each in enrolled:
        if isinstance(incoming.content, Blocked):
            officer_gone(desk, work, each, now)
        elif not each.private_open:
            work.directory.enrol(replace(each, private_open=True))
    if not isinstance(incoming.content, Blocked):
        asked = next((each for each in enrolled if each.awaiting), enrolled[0])
        _heard(desk, work, incoming, replace(asked, private_open=True), now)
    return True


def _enrol(desk: Desk, work: Work, incoming: Incoming, code: str, now: datetime) -> bool:
    """Redeem an invitation; an unknown code says nothing, it may be a worker's own words."""
    people = (CodePurpose.OFFICER, CodePurpose.INTERPRETER)
    found = redeem(desk, work, incoming, code, now, *people)
    if found is None:
        return False
    if found.purpose is CodePurpose.INTERPRETER:
        enrol_interpreter(desk, work, incoming, found, now)
        return True
    officer = Officer(
        desk.ids.officer(),
        found.unit,
        incoming.chat.channel,
        incoming.account,
        found.name,
        found.role,
        desk.officers_speak,
        private_open=True,
        phone=found.phone,
    )
    work.directory.enrol(officer)
    work.audit.record(AuditEntry(now, officer.id, "officer.enrolled", found.unit))
    params: dict[str, Value] = {
        "name": Literal(officer.name),
        "unit": unit_name(work, officer.unit, officer),
    }
    prompt = Prompt((Line("officer.welcome", params), Line("officer.how")))
    _reply(work, officer, prompt, incoming, f"welcome:{officer.id}", now)
    return True


def _heard(desk: Desk, work: Work, incoming: Incoming, officer: Officer, now: datetime) -> None:
    if record_voice(desk, work, incoming, officer, now):
        return
    content = incoming.content
    tap = read_payload(content.payload) if isinstance(content, Tap) else None
    if isinstance(tap, OfficerTap) and tap.action not in LOOKS:
        expect_nothing(work, officer)
    if isinstance(tap, OfficerTap) and _is_of_card(work, incoming, tap):
        answer_referral(desk, work, incoming, tap, now)
    elif isinstance(tap, OfficerTap) and tap.action in LISTS:
        _list(desk, work, incoming, tap.action, tap.value, now)
    elif isinstance(tap, OfficerTap) and tap.action in OWN:
        OWN[tap.action](desk, work, incoming, tap, now)
    elif isinstance(tap, OfficerTap):
        _act(desk, work, incoming, tap, BUTTONS.get(tap.action), now)
    else:
        _told(desk, work, incoming, officer, now)


def _is_of_card(work: Work, incoming: Incoming, tap: OfficerTap) -> bool:
    """Whether it is a button of a card, which stands in private too for who is on call."""
    if tap.action == "refer" and not tap.value:
        return permit(work, incoming, tap.action, tap.referral) is not None
    return tap.action in CARD_ACTIONS


def _told(desk: Desk, work: Work, incoming: Incoming, officer: Officer, now: datetime) -> None:
    """Words: those that were asked for, a case number, or anything else, which shows the list."""
    text = clean(incoming.content.text) if isinstance(incoming.content, Text) else ""
    enrolled = work.directory.officers_with(incoming.chat.channel, incoming.account)
    words = {*WORDS, *OWN_WORDS}
    asked = next((each for each in enrolled if awaited(each)[0] in words), None)
    if isinstance(incoming.content, Media) and _for_worker(desk, work, incoming, enrolled, now):
        return
    if asked is not None and not _is_menu(desk, text):
        if not text:
            prompt = Prompt((Line("officer.write_please"),))
            _reply(work, officer, prompt, incoming, f"write:{desk.ids.evidence()}", now)
            return
        what, referral = awaited(asked)
        expect_nothing(work, asked)
        tap = OfficerTap(f"words.{what}", referral, text)
        if what in OWN_WORDS:
            OWN_WORDS[what](desk, work, incoming, tap, now)
            note_done(work, incoming, tap.action, referral, now)
        else:
            _act(desk, work, incoming, tap, WORDS[what], now, carried(asked))
        return
    expect_nothing(work, officer)
    if my_cases.is_number(text):
        _show(desk, work, incoming, my_cases.by_number(desk, work, incoming, text, now), now)
        return
    _list(desk, work, incoming, MINE, "", now)


def _for_worker(
    desk: Desk, work: Work, incoming: Incoming, enrolled: Sequence[Officer], now: datetime
) -> bool:
    """Whether a photo or voice message is for the worker whom the officer is writing to.

    What was awaited stays so: the photos of an album come one after the other.
    """
    writing = next((each for each in enrolled if awaited(each)[0] in relay_send.AWAITED), None)
    if writing is None:
        return False
    what, referral = awaited(writing)
    tap = OfficerTap("words.file", referral, "")
    _act(desk, work, incoming, tap, while_open(relay_file.sent_file), now, what)
    return True


def _is_menu(desk: Desk, text: str) -> bool:
    """Whether somebody wants the list, whatever they were asked."""
    if text.startswith("/") or fold(text) in MENU_WORDS:
        return True
    spoken = {desk.around.lexicon.meaning(text, each) for each in desk.around.languages}
    return Meaning.MENU in spoken


def _list(
    desk: Desk, work: Work, incoming: Incoming, which: str, value: str, now: datetime
) -> None:
    enrolled = permitted(work, incoming, which)
    note_done(work, incoming, which, "", now)
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
        _reply(work, officer, with_list(prompt), incoming, key, now)


def _act(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    tap: OfficerTap,
    action: Action | None,
    now: datetime,
    before: str = "",
) -> None:
    """A button, or words that were asked for. Only whoever holds the case sees into it."""
    held = held_case(work, incoming, tap.action, tap.referral, now)
    if held is None or action is None:
        note_refused(work, incoming, tap.action, tap.referral, now)
        _show(desk, work, incoming, [_refusal(work, incoming, tap, now)], now)
        return
    held = replace(held, carried=before)
    shown = with_way_back(work, held, action(desk, work, held, tap.value))
    if not work.audit.recorded:
        seen = f"seen.{tap.action}"
        entry = AuditEntry(now, held.officer.id, seen, held.case.reference, held.officer.unit)
        work.audit.record(entry)
    for number, prompt in enumerate(shown):
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


def _refusal(work: Work, incoming: Incoming, tap: OfficerTap, now: datetime) -> Prompt:
    """One answer for whatever may not be seen; a colleague is told who may move the case."""
    row = TABLE.get(tap.action)
    moves = row is not None and row.to(Capacity.HOLDING) is Say.OWN
    held = held_case(work, incoming, "open", tap.referral, now) if moves else None
    if held is None:
        return Prompt((Line("group.refused"),))
    return done(about("officer.only_holder", held.referral), held.referral)


def _reply(
    work: Work, officer: Officer, prompt: Prompt, incoming: Incoming, key: str, now: datetime
) -> None:
    owe_officer(work, officer, prompt, key=key, now=now, reply=reply_handle(incoming, now))
