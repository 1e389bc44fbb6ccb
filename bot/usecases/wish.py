"""A worker's wish in a grave case is an officer's task: confirmed, then it waits, then done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed, OfficerNote, Wish
from bot.domain.conversation import Conversation
from bot.domain.ids import CaseState, ConversationId
from bot.domain.prompt import Line, Literal, Prompt
from bot.domain.retention import Heard, Parting
from bot.flows import wish as screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.end_case import carry_out
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_notice, owe_officer
from bot.usecases.progress import WORKER, record_deed
from bot.usecases.relay_queue import holders


def wished(desk: Desk, work: Work, case: Case, parting: Parting, now: datetime) -> None:
    """Write the wish down and ask whoever has the case to make sure; the clocks go on.

    Said again it is asked again; a wish that was confirmed stays confirmed.
    """
    known = case.wish
    wish = known if known is not None and known.heard else Wish(parting, now)
    note = OfficerNote("erasure_wished", "bot", now)
    case = replace(case, wish=wish, notes=(*case.notes, note))
    work.casework.save(case)
    action = "case.erasure_wished" if parting is Parting.ERASE else "case.withdrawal_wished"
    work.audit.record(AuditEntry(now, WORKER, action, case.reference))
    line = Line("group.erasure_wished", {"reference": Literal(case.reference)})
    key = f"erasure:{case.reference}:{desk.ids.evidence()}"
    speak = desk.officers_speak
    owe_notice(work, case.unit, Prompt((line,)), key=key, language=speak, now=now)
    conversation = work.conversations.get(case.conversation)
    if conversation is None:
        return
    for referral, officer in holders(work, case):
        prompt = screens.told(case, referral, conversation, now)
        key = f"{referral.id}:erasure:{desk.ids.evidence()}"
        owe_officer(work, officer, prompt, key=key, now=now, case=case, referral=referral)


def answer(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The officer made sure, in one of the ways there are, or found that it is not so."""
    case = held.case
    if case.wish is None:
        # wording: The officer answers a wish that is gone.
        return [Prompt((Line("officer.wish.none"),))]
    if value == screens.NOT:
        return [_dropped(work, held)]
    if value not in tuple(Heard) or case.wish.heard:
        return [screens.told(case, held.referral, held.conversation, held.now)]
    due = held.now + desk.policy.retention.wish_waits
    wish = replace(case.wish, heard=value, by=held.officer.id, due_at=due)
    asked = replace(held, case=replace(case, wish=wish))  # making sure is contact with the worker
    case = record_deed(desk, work, asked, Deed.CONTACTED, value=f"wish.{value}")
    talk = replace(held.conversation, parting_at=due)
    work.conversations.save(talk, talk.filed_due_at)
    _log(work, held, "case.wish_confirmed", value)
    return [screens.told(case, held.referral, talk, held.now)]


def _dropped(work: Work, held: Held) -> Prompt:
    work.casework.save(replace(held.case, wish=None))
    talk = replace(held.conversation, parting_at=None)
    work.conversations.save(talk, talk.filed_due_at)
    _log(work, held, "case.wish_dropped", "")
    # wording: To the officer: the wish is dropped, the case goes on.
    return Prompt((Line("officer.wish.dropped", {"reference": Literal(held.case.reference)}),))


def _log(work: Work, held: Held, action: str, detail: str) -> None:
    entry = AuditEntry(
        held.now, held.officer.id, action, held.case.reference, held.officer.unit, detail
    )
    work.audit.record(entry)


async def carry_out_wish(desk: Desk, which: ConversationId, now: datetime) -> None:
    """What an officer confirmed, once it has waited."""
    await desk.store.write(partial(_carry_out, desk, which, now))


def _carry_out(desk: Desk, which: ConversationId, now: datetime, work: Work) -> None:
    conversation = work.conversations.get(which)
    at = conversation.parting_at if conversation else None
    if conversation is None or at is None or at > now:
        return
    case = work.casework.get(conversation.reference) if conversation.reference else None
    wish = case.wish if case else None
    if case is None or wish is None or not wish.heard:
        _let_be(work, conversation)
    elif case.hold is not None:
        _let_be(work, conversation)
        work.audit.record(AuditEntry(now, "bot", "case.wish_held", case.reference))
    elif (
        case.state is CaseState.FILED and wish.heard != WORKER
    ):  # new danger, or nobody answers for it: ask again
        _let_be(work, conversation)
        wished(desk, work, replace(case, wish=None), Parting(wish.parting), now)
    else:
        carry_out(desk, work, case, Parting(wish.parting), now, by=wish.by)


def _let_be(work: Work, conversation: Conversation) -> None:
    talk = replace(conversation, parting_at=None)
    work.conversations.save(talk, talk.filed_due_at)
