"""The talk with the officers as a turn needs it, and what waits, brought when the worker writes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import Conversation
from bot.domain.delivery import OwedKind
from bot.domain.ids import Reference
from bot.domain.incoming import Incoming
from bot.domain.prompt import Prompt, WorkerTap, read_payload
from bot.domain.relay import Direction, MessageState, RelayMessage, Talk
from bot.flows import relay_screens
from bot.flows.engine import show
from bot.flows.talking import hears
from bot.flows.turn import Said, Turn
from bot.ports import Work
from bot.usecases.contact import May
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_worker, reply_handle
from bot.usecases.permission import about_earlier
from bot.usecases.relay_queue import drop_unwanted, is_queued, lay_out

OFFER_AGAIN = timedelta(days=1)
"""After so long somebody who does not want to be written to is told once more what waits."""


def talk_of(desk: Desk, work: Work, conversation: Conversation, now: datetime) -> Talk:
    """What a turn of this conversation needs to know of the talk with the officers."""
    messages = messages_of(work, conversation)
    last = _last(desk, messages)
    waits = any(_may_hear(work, conversation, each, now) for each in messages if is_queued(each))
    if last is None:
        return Talk(pending=waits)
    prompt = relay_screens.for_worker(last, desk.around.phrases, conversation.id)
    worded = desk.voice.word(prompt, conversation.language)
    taps = [(b.label, read_payload(b.payload)) for row in worded.rows for b in row]
    labels = tuple((label, tap.value) for label, tap in taps if isinstance(tap, WorkerTap))
    wants = bool(labels) and last.state is MessageState.SENT
    return Talk(last.id, last.sent_at, wants, labels, pending=waits)


def _last(desk: Desk, messages: list[RelayMessage]) -> RelayMessage | None:
    """What the worker was shown last; a question still counts when only statements followed it."""
    ours = [m for m in messages if m.direction is Direction.TO_WORKER and m.was_seen]
    seen = sorted(ours, key=lambda m: m.sent_at or m.at)
    phrases = desk.around.phrases
    asking = [m for m in seen if relay_screens.wants_answer(m, phrases)]
    if not asking or asking[-1].state is not MessageState.SENT:
        return seen[-1] if seen else None
    return asking[-1]


def messages_of(work: Work, conversation: Conversation) -> list[RelayMessage]:
    """The messages of every case that this person may hear of here."""
    return [each for case in cases_of(conversation) for each in work.messages.of_case(case)]


def cases_of(conversation: Conversation) -> Iterable[Reference]:
    """The case of this conversation, and that of the one before it where nothing guards it."""
    return [each for each in (conversation.reference, conversation.before) if each is not None]


def _may_hear(work: Work, conversation: Conversation, message: RelayMessage, now: datetime) -> bool:
    """Whether it may be shown in the next reply, once the safety gate is open.

    Whoever said "do not write" is told only that something waits, once a day. What belongs to an
    earlier conversation keeps to that one's wish and guard.
    """
    if message.conversation != conversation.id:
        earlier = work.conversations.get(message.conversation)
        if earlier is None or about_earlier(earlier, conversation, May.CONTENT) is not May.CONTENT:
            return False
    if conversation.record.value("may_write") != "no":
        return True
    return message.offered_at is None or now - message.offered_at >= OFFER_AGAIN


def with_waiting(
    desk: Desk,
    work: Work,
    turn: Turn,
    conversation: Conversation,
    prompts: tuple[Prompt, ...],
    now: datetime,
) -> tuple[Conversation, tuple[Prompt, ...], tuple[RelayMessage, ...]]:
    """With the officers' messages that come now; they stand last only where they ask something.

    Else the question that had given way is asked after them.
    """
    waiting = brought(desk, work, conversation, now) if turn.gave_way else ()
    if not turn.gave_way or asks(desk, waiting):
        return conversation, prompts, waiting
    shown, asking = show(Said(conversation, now, desk.ids.evidence()), desk.around)
    return shown, (*prompts, *asking), waiting


def asks(desk: Desk, messages: tuple[RelayMessage, ...]) -> bool:
    """Whether one of them wants an answer."""
    return any(relay_screens.wants_answer(each, desk.around.phrases) for each in messages)


def brought(
    desk: Desk, work: Work, conversation: Conversation, now: datetime
) -> tuple[RelayMessage, ...]:
    """What the worker is shown now that they write and it is safe: up to the first question.

    Two questions at once would leave it open which one typed words answer.
    """
    ready = []
    for message in messages_of(work, conversation) if hears(conversation) else ():
        case = work.casework.get(message.case) if is_queued(message) else None
        if case is None or not _may_hear(work, conversation, message, now):
            continue
        if drop_unwanted(work, case, message):
            continue
        ready.append(message)
        if (
            relay_screens.wants_answer(message, desk.around.phrases)
            or conversation.record.value("may_write") == "no"
        ):
            break
    return tuple(ready)


def bring(
    desk: Desk,
    work: Work,
    conversation: Conversation,
    messages: tuple[RelayMessage, ...],
    incoming: Incoming,
    now: datetime,
) -> None:
    """Owe them as answers to what the worker just wrote.

    To somebody who does not want to be written to only that there is one.
    """
    handle = reply_handle(incoming, now)
    for message in messages:
        if conversation.record.value("may_write") != "no":
            lay_out(desk, work, message, conversation, now, handle)
            continue
        work.messages.save(replace(message, offered_at=now))
        prompt = relay_screens.offer(message, conversation.id)
        key = f"relay:{message.id}:offer:{desk.ids.evidence()}"
        kind = OwedKind.REPLY
        owe_worker(work, conversation, prompt, key=key, kind=kind, now=now, reply=handle)
