"""The worker takes a case back or has it erased: at once, or as an officer's task."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum

from bot.domain.case import Case, Wish
from bot.domain.conversation import Conversation, Gate
from bot.domain.delivery import OwedKind
from bot.domain.ids import Reference
from bot.domain.incoming import Incoming
from bot.domain.prompt import Line, Listing, Literal, Prompt
from bot.domain.retention import ENDED, Parting, needs_officer
from bot.flows.engine import show
from bot.flows.gate import locked, veils
from bot.flows.hiding import HIDDEN
from bot.flows.turn import Said, Turn
from bot.ports import Work
from bot.usecases.clear_chat import clear_chat
from bot.usecases.desk import Desk
from bot.usecases.end_case import anew, carry_out, knowing
from bot.usecases.owing import owe_worker, reply_handle
from bot.usecases.progress import WORKER
from bot.usecases.tend import conversation_due
from bot.usecases.wish import wished
from bot.usecases.withhold import withheld

NOTED = "wish_noted"
"""Marks somebody who is to hear, once it is safe, that an officer looks into their wish."""


class Outcome(Enum):
    """What became of the wish for one case."""

    DONE = "done"
    TASK = "task"
    HELD = "held"


def part(desk: Desk, work: Work, turn: Turn, incoming: Incoming, now: datetime) -> None:
    """Carry out the wish for every case of this person; the chat is cleared at once.

    A grave case is never ended by whoever holds the phone, nor one that a code-word guards before
    that was given: nothing is said of it there.
    """
    conversation, parting = withheld(work, turn.conversation), Parting(turn.parting)
    cases = filed_of(work, conversation)
    agencies = [name for case in cases for name in knowing(work, case, conversation.language)]
    outcomes = [_ended(desk, work, case, conversation, parting, now) for case in cases]
    clear_chat(desk, work, conversation.chat, conversation.language, now)
    if Outcome.TASK in outcomes:
        grave = cases[outcomes.index(Outcome.TASK)].reference
        there = _still_there(desk, work, conversation, grave, now)
        there = replace(there, marks=there.marks | {NOTED})
        hidden(desk, work, there, incoming, now)
        return
    if Outcome.HELD in outcomes and veils(conversation):
        hidden(desk, work, conversation, incoming, now)
        return
    lines = _said(conversation, parting, outcomes, agencies)
    if parting is Parting.ERASE:
        _forget_draft(work, conversation, now)
    following = work.conversations.current(conversation.chat.channel, conversation.account)
    if following is None or following.withdrawn:
        following = anew(desk, following or conversation, now)
    following = replace(following, heard_at=now, interjection=None, asked=None)
    work.conversations.save(following, conversation_due(following, desk.around.intake))
    owe_worker(
        work,
        following,
        Prompt(tuple(lines)),
        key=f"parted:{desk.ids.evidence()}",
        kind=OwedKind.REPLY,
        now=now,
        reply=reply_handle(incoming, now),
    )


def _said(
    conversation: Conversation,
    parting: Parting,
    outcomes: Sequence[Outcome],
    agencies: Sequence[str],
) -> list[Line]:
    """What became of it; at a closed gate the same as where there never was a case."""
    if veils(conversation) and parting is Parting.ERASE:
        return [Line("forgotten")]
    lines = [Line("held.kept")] if Outcome.HELD in outcomes else []
    if not outcomes or Outcome.DONE in outcomes:
        lines += [_DONE[parting], *_known_to(agencies)]
    return lines


_DONE = {
    Parting.ERASE: Line("erased.done"),
    Parting.WITHDRAW: Line("withdrawn.done"),
}


def filed_of(work: Work, conversation: Conversation) -> list[Case]:
    """The cases of this person, newest first: this conversation's and those before it."""
    wanted = [conversation.reference, conversation.before, conversation.earlier]
    found: list[Case] = []
    while wanted:
        reference = wanted.pop(0)
        case = work.casework.get(reference) if reference else None
        if case is None or any(case.reference == each.reference for each in found):
            continue
        found.append(case)
        talk = work.conversations.get(case.conversation)
        wanted += [talk.before, talk.earlier] if talk is not None else []
    return found


def _ended(
    desk: Desk, work: Work, case: Case, here: Conversation, parting: Parting, now: datetime
) -> Outcome:
    if parting is Parting.WITHDRAW and case.state in ENDED:
        return Outcome.DONE
    if locked(here) or needs_officer(case):
        wished(desk, work, case, parting, now)
        return Outcome.TASK
    if parting is Parting.ERASE and case.hold is not None:
        wish = case.wish or Wish(parting, now, heard=WORKER, by=WORKER)
        work.casework.save(replace(case, wish=wish))
        return Outcome.HELD
    carry_out(desk, work, case, parting, now, by=WORKER)
    return Outcome.DONE


def _known_to(agencies: Sequence[str]) -> list[Line]:
    """What an agency already has is said plainly."""
    if not agencies:
        return []
    names = Listing(tuple(Literal(name) for name in dict.fromkeys(agencies)))
    # wording: To the worker. {agencies} are offices that the worker had agreed to.
    return [Line("parted.agencies", {"agencies": names})]


def _forget_draft(work: Work, conversation: Conversation, now: datetime) -> None:
    """What was begun after the case, and not filed, goes as well."""
    if conversation.reference is None:
        work.outbox.cancel(conversation.id)
        work.conversations.forget(conversation.id, now)


def _still_there(
    desk: Desk, work: Work, conversation: Conversation, grave: Reference, now: datetime
) -> Conversation:
    """The conversation, or an empty one where it was ended: what is erased must not come back."""
    here = work.conversations.get(conversation.id)
    if here is not None and not here.withdrawn:
        return conversation
    return replace(anew(desk, conversation, now), before=None, earlier=grave)


def hidden(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> None:
    """Harmless text alone; what was done about it is told once it is safe."""
    marks = conversation.marks | {HIDDEN}
    shut = replace(
        conversation, gate=Gate.SHUT, interjection=None, editing=None, marks=marks, heard_at=now
    )
    shown, prompts = show(Said(shut, now, desk.ids.evidence()), desk.around)
    work.conversations.save(shown, conversation_due(shown, desk.around.intake))
    for number, prompt in enumerate(prompts):
        owe_worker(
            work,
            shown,
            prompt,
            key=f"hidden:{desk.ids.evidence()}:{number}",
            kind=OwedKind.REPLY,
            now=now,
            reply=reply_handle(incoming, now),
        )


def noted(conversation: Conversation) -> tuple[Conversation, tuple[Prompt, ...]]:
    """Once it is safe: that an officer looks into the wish."""
    if NOTED not in conversation.marks or conversation.gate is not Gate.OPEN:
        return conversation, ()
    told = replace(conversation, marks=conversation.marks - {NOTED})
    # wording: The case is grave: somebody else might hold the phone.
    return told, (Prompt((Line("withdraw.asked"),)),)
