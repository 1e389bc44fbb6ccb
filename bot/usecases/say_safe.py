"""A worker says "I am safe now": a task for the officer, and no clock stops for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed
from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import CaseState
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.referral import STANDS
from bot.domain.retention import Heard
from bot.domain.said_safe import SaidSafe
from bot.flows import safe_now as screens
from bot.flows.turn import Turn
from bot.ports import Work
from bot.usecases.clear_chat import clear_chat
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_notice, owe_officer
from bot.usecases.part import filed_of, hidden
from bot.usecases.progress import WORKER, record_deed
from bot.usecases.relay_queue import holders
from bot.usecases.withhold import withheld

OPEN = (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)
ONCE_IN = timedelta(minutes=10)
"""Said several times within so long, it is one notice."""
NOTED = "safe_noted"
"""Marks somebody who is to hear, once it is safe, that an officer makes sure of it."""


def say_safe(desk: Desk, work: Work, turn: Turn, incoming: Incoming, now: datetime) -> None:
    """Write it down for every open case of this person, tell who has it; the chat is cleared.

    Nothing is said of it on the screen: whoever presses it learns only that the chat is empty.
    """
    conversation = withheld(work, turn.conversation)
    cases = [case for case in filed_of(work, conversation) if case.state in OPEN]
    urgent = [case for case in cases if case.urgent or case.alerted_urgent]
    for case in urgent or cases:
        _noted(desk, work, case, now)
    clear_chat(desk, work, conversation.chat, conversation.language, now)
    marks = conversation.marks | {NOTED} if cases else conversation.marks
    hidden(desk, work, replace(conversation, marks=marks), incoming, now)


def _noted(desk: Desk, work: Work, case: Case, now: datetime) -> None:
    """Said again it is asked again, unless an officer already made sure."""
    known = case.said_safe
    said = known if known is not None and known.heard else SaidSafe(now)
    case = replace(case, said_safe=said)
    work.casework.save(case)
    work.audit.record(AuditEntry(now, WORKER, "case.said_safe", case.reference))
    slice_ = int(now.timestamp() // ONCE_IN.total_seconds())
    key = f"safe:{case.reference}:{slice_}"
    # wording: In the group: "I am safe now" was pressed in the worker's chat, perhaps by another.
    line = Line("group.said_safe", {"reference": Literal(case.reference)})
    standing = [r for r in work.casework.referrals_of(case.reference) if r.state in STANDS]
    units = dict.fromkeys([case.unit, *(unit for each in standing for unit in each.units)])
    speak = desk.officers_speak
    for unit in units:
        owe_notice(work, unit, Prompt((line,)), key=f"{key}:{unit}", language=speak, now=now)
    conversation = work.conversations.get(case.conversation)
    for referral, officer in holders(work, case) if conversation else ():
        prompt = screens.told(case, referral, conversation, now) if conversation else Prompt(())
        owe_officer(work, officer, prompt, key=key, now=now, case=case, referral=referral)


def answer(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The officer made sure, in one of the ways there are, or does not know it to be so."""
    case, now = held.case, held.now
    said = case.said_safe
    if said is None:
        # wording: To the officer: nobody said "I am safe now" in this case, or it was dropped.
        return [Prompt((Line("officer.safe.none"),))]
    if value == screens.NOT:
        work.casework.save(replace(case, said_safe=None))
        _log(work, held, "case.safe_dropped", "")
        # wording: To the officer: it is not known that the worker is safe; the case goes on.
        return [Prompt((Line("officer.safe.dropped", {"reference": Literal(case.reference)}),))]
    if value not in tuple(Heard) or said.heard:
        return [screens.told(case, held.referral, held.conversation, now)]
    due = now + desk.policy.retention.wish_waits
    sure = replace(said, heard=value, by=held.officer.id, due_at=due)
    asked = replace(held, case=replace(case, said_safe=sure))  # making sure is contact
    case = record_deed(desk, work, asked, Deed.CONTACTED, value=f"safe.{value}")
    _log(work, held, "case.safe_confirmed", value)
    return [screens.told(case, held.referral, held.conversation, now)]


def _log(work: Work, held: Held, action: str, detail: str) -> None:
    officer, reference = held.officer, held.case.reference
    work.audit.record(AuditEntry(held.now, officer.id, action, reference, officer.unit, detail))


def told_later(conversation: Conversation) -> tuple[Conversation, tuple[Prompt, ...]]:
    """Once it is safe: that an officer makes sure, and that help goes on until then."""
    if NOTED not in conversation.marks or conversation.gate is not Gate.OPEN:
        return conversation, ()
    told = replace(conversation, marks=conversation.marks - {NOTED})
    # wording: "I am safe now" was said in this chat; an officer first makes sure of it.
    return told, (Prompt((Line("safe_now.noted"),)),)
