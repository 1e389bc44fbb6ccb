"""A worker opens an officer's photo or voice: at their own tap alone, and when it is safe."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.conversation import Conversation, Gate
from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.incoming import Incoming
from bot.domain.prompt import Prompt
from bot.domain.relay import RelayMessage
from bot.flows.alarm import PRESSING
from bot.flows.talking import hears
from bot.flows.turn import Turn
from bot.ports import Work
from bot.usecases.contact import ALLOWED_AFTER, PROMPT_REPLY
from bot.usecases.desk import Desk
from bot.usecases.owing import reply_handle
from bot.usecases.progress import WORKER
from bot.usecases.relay_bring import messages_of


def opened(
    desk: Desk,
    work: Work,
    turn: Turn,
    message: RelayMessage,
    incoming: Incoming,
    now: datetime,
) -> Turn:
    """The worker wants to see it: now, or once the safety gate is open."""
    if message.encloses is None or not message.was_seen:
        return turn
    if not hears(turn.conversation):
        work.messages.save(replace(message, wanted_at=now))
        return turn
    _show(desk, work, turn.conversation, message, incoming, now)
    asked = turn.conversation.asked
    if asked is not None and asked.question in PRESSING:
        return turn
    covered = replace(asked, covered=True) if asked is not None else None
    return replace(turn, conversation=replace(turn.conversation, asked=covered), prompts=())


def show_wanted(
    desk: Desk,
    work: Work,
    was: Conversation,
    conversation: Conversation,
    incoming: Incoming,
    now: datetime,
) -> None:
    """What the worker had tapped just before the gate was opened; not what they wanted long ago."""
    if was.gate is Gate.OPEN or not hears(conversation):
        return
    for message in messages_of(work, conversation):
        since = message.wanted_at
        if since is not None and now - since <= ALLOWED_AFTER and message.was_seen:
            _show(desk, work, conversation, message, incoming, now)


def _show(
    desk: Desk,
    work: Work,
    conversation: Conversation,
    message: RelayMessage,
    incoming: Incoming,
    now: datetime,
) -> None:
    """Owe it at once or not at all: later the phone may be in other hands."""
    work.messages.save(replace(message, wanted_at=None, opened_at=message.opened_at or now))
    entry = AuditEntry(now, WORKER, "message.opened", message.case, message.unit, message.id)
    work.audit.record(entry)
    work.outbox.owe(
        Owed(
            key=f"relay:{message.id}:see:{desk.ids.evidence()}",
            target=conversation.chat,
            kind=OwedKind.REPLY,
            prompt=Prompt((), encloses=message.enclosure),
            language=conversation.language,
            due_at=now,
            priority=PRIORITY[OwedKind.REPLY],
            expires_at=now + PROMPT_REPLY,
            conversation=message.conversation,
            reply=reply_handle(incoming, now),
        )
    )
