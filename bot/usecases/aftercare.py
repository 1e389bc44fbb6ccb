"""Aftercare: 7 and 30 days after closing the worker is asked how they are, if they allow it."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.delivery import OwedKind
from bot.domain.ids import CaseState
from bot.domain.prompt import Line, Prompt
from bot.flows.aftercare import AFTER, UNHELPED, WANTED, next_after
from bot.flows.screens import button
from bot.ports import Work
from bot.usecases.owing import owe_worker


def case_closed(work: Work, case: Case, conversation: Conversation, now: datetime) -> None:
    """Tell the worker that the case was closed and how to open it; and ask again later."""
    conversation = replace(conversation, aftercare_at=now + AFTER[0])
    work.conversations.save(conversation, conversation.filed_due_at)
    again = button(conversation, "menu", UNHELPED, Line(f"choice.menu.{UNHELPED}"))
    prompt = Prompt((Line("closed.worker"), Line("closed.again")), ((again,),))
    key = f"closed:{case.reference}:{now.isoformat()}"
    owe_worker(work, conversation, prompt, key=key, kind=OwedKind.PUSH, now=now)


def ask_after(known: Conversation, now: datetime, work: Work) -> None:
    """What is due of a filed conversation: a neutral line; the question comes with the answer.

    Nothing where the case was opened again or erased, where the worker blocked us, is not safe,
    or did not say that we may write; then it is never asked again.
    """
    newest = work.conversations.current(known.chat.channel, known.account)
    conversation = work.conversations.get(known.id)
    at = conversation.aftercare_at if conversation else None
    if conversation is None or conversation.reference is None:
        return
    if at is None or at > now:
        work.conversations.save(conversation, conversation.filed_due_at)
        return
    case = work.casework.get(conversation.reference)
    wanted = case is not None and case.closed_at is not None and case.state is CaseState.CLOSED
    here = _asked_in(conversation, newest)
    if not wanted or here is None or not _allowed(conversation):
        rest = replace(conversation, aftercare_at=None)
        work.conversations.save(rest, rest.filed_due_at)
        return
    coming = next_after(case.closed_at, at) if case and case.closed_at else None
    asked = replace(conversation, aftercare_at=coming)
    work.conversations.save(asked, asked.filed_due_at)
    here = replace(here, aftercare_at=coming) if here.id == conversation.id else here
    due = here.filed_due_at if here.reference else here.heard_at
    work.conversations.save(replace(here, marks=here.marks | {WANTED}), due)
    prompt = Prompt((Line("push.neutral"),))
    key = f"aftercare:{conversation.reference}:{at.isoformat()}"
    owe_worker(work, conversation, prompt, key=key, kind=OwedKind.PUSH, now=now)


def _asked_in(conversation: Conversation, newest: Conversation | None) -> Conversation | None:
    """Where it is asked: in the conversation the person is in now, if that knows of the case."""
    if newest is None or newest.id == conversation.id:
        return conversation
    return newest if newest.before == conversation.reference and not newest.reference else None


def _allowed(conversation: Conversation) -> bool:
    record = conversation.record
    quiet = record.has("safe_to_talk", "quiet_help")
    return record.has("may_write", "yes") and not quiet and not conversation.blocked
