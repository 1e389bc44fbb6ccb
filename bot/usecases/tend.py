"""What a conversation's own clock brings: alerts after silence, a nudge, forgetting."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.conversation import Conversation
from bot.domain.delivery import OwedKind
from bot.domain.ids import ConversationId
from bot.domain.prompt import Line, Prompt
from bot.flows.facts import QUIET_BEFORE_UNFINISHED, is_unfinished_but_grave
from bot.flows.order import Intake
from bot.ports import StoreDown, Work
from bot.usecases.aftercare import ask_after
from bot.usecases.desk import Desk
from bot.usecases.file_case import file_case
from bot.usecases.owing import owe_worker
from bot.usecases.wish import carry_out_wish

DRAFT_LIFE = timedelta(hours=24)
"""Before consent there is one draft; it is gone after so long."""
KEPT_LIFE = timedelta(days=30)
"""An unfiled intake with consent is kept for so long after the last message."""
NUDGE_AFTER = timedelta(hours=24)
BATCH = 50
WAITING = "tell_status"
"""Marks a worker who could not be told something when it happened."""


def conversation_due(conversation: Conversation, table: Intake) -> datetime | None:
    """When something next happens to a conversation by itself.

    A filed one has its case's clock; once that is closed, there is aftercare. Which of these has
    come is worked out anew at that time, from the answers as they are then.
    """
    if conversation.reference is not None:
        return conversation.filed_due_at
    heard = conversation.heard_at
    if not conversation.record.has("consent_keep", "pass", "keep"):
        return heard + DRAFT_LIFE
    moments = [heard + KEPT_LIFE]
    if not conversation.nudged and not conversation.stopped:
        moments.append(heard + NUDGE_AFTER)
    if is_unfinished_but_grave(conversation, table):
        moments.append(heard + QUIET_BEFORE_UNFINISHED)
    return min(moments)


async def tend_conversations(desk: Desk) -> None:
    """Look after every conversation that is due, each in its own unit of work."""
    now = desk.clock()
    due = await desk.store.read(lambda work: work.conversations.due(now, BATCH))
    for conversation in due:
        try:
            await _look_after(desk, conversation, now)
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001  one must not hold up all that come after it
            desk.log.failure("tend.broken", error, conversation=conversation)
    if due:
        desk.wake()


async def _look_after(desk: Desk, which: ConversationId, now: datetime) -> None:
    """A filed conversation by its account, which is locked first; any other one by its name."""
    known = await desk.store.read(lambda work: work.conversations.get(which))
    if known is not None and known.reference is not None:
        if known.parting_at is not None and known.parting_at <= now:
            await carry_out_wish(desk, which, now)
            return
        await desk.store.write(partial(ask_after, known, now))
    else:
        await desk.store.write(partial(_tend, desk, which, now))


def _tend(desk: Desk, which: ConversationId, now: datetime, work: Work) -> None:
    conversation = work.conversations.get(which)
    if conversation is None:
        return
    table = desk.around.intake
    at = conversation_due(conversation, table)
    if at is None or at > now:
        work.conversations.save(conversation, at)
        return
    silent = now - conversation.heard_at
    consented = conversation.record.has("consent_keep", "pass", "keep")
    if silent >= KEPT_LIFE or not consented:
        work.outbox.cancel(which)
        work.conversations.forget(which)
        desk.log.event("conversation.forgotten", conversation=which)
        return
    if is_unfinished_but_grave(conversation, table) and silent >= QUIET_BEFORE_UNFINISHED:
        conversation = file_case(desk, work, conversation, now, unfinished=True).conversation
        conversation = replace(conversation, marks=conversation.marks | {WAITING})
    elif not conversation.nudged and not conversation.stopped:
        _nudge(work, conversation, now)
        conversation = replace(conversation, nudged=True)
    work.conversations.save(conversation, conversation_due(conversation, table))


def _nudge(work: Work, conversation: Conversation, now: datetime) -> None:
    """Once, in neutral words, where writing is allowed."""
    prompt = Prompt((Line("push.neutral"),))
    key = f"{conversation.id}:nudge"
    owe_worker(work, conversation, prompt, key=key, kind=OwedKind.PUSH, now=now)
