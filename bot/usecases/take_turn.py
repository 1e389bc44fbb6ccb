"""Take one event of a platform: in one transaction, once, and without sending anything."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.delivery import OwedKind
from bot.domain.incoming import Blocked, Incoming, PinTyped, Tap, Unreadable, Unsent
from bot.domain.prompt import Line, OfficerTap, Prompt, WorkerTap, read_payload
from bot.flows import elsewhere, taking_back
from bot.flows.chatter import calls_for_help
from bot.flows.engine import advance, show
from bot.flows.listening import LISTEN
from bot.flows.turn import Said, Turn
from bot.ports import EventOutcome, StoreDown, Work
from bot.usecases import hear_group, hear_interpreter, hear_officer
from bot.usecases.asked_back import asked_back
from bot.usecases.clear_chat import clear_chat, heard_in
from bot.usecases.desk import Desk
from bot.usecases.file_case import Filing, file_case
from bot.usecases.hear_consent import hear_consent
from bot.usecases.keep_pin import keep_pin
from bot.usecases.listen import offering, play
from bot.usecases.measured import answered_in_measure
from bot.usecases.open_elsewhere import open_elsewhere
from bot.usecases.owing import owe_erasing, owe_worker, reply_handle
from bot.usecases.own_copy import copied
from bot.usecases.part import noted, part
from bot.usecases.permit import note_done, note_pressed
from bot.usecases.receipts import put_off, receipts
from bot.usecases.rejoin import addressed, rejoined
from bot.usecases.relay_bring import asks, bring, talk_of, with_waiting
from bot.usecases.relay_hear import heard, taken_back
from bot.usecases.relay_show import show_wanted
from bot.usecases.say_safe import say_safe, told_later
from bot.usecases.stick import new_conversation, stick
from bot.usecases.take_back import take_back
from bot.usecases.tell_holder import tell_holder
from bot.usecases.tell_late import tell_late
from bot.usecases.tend import WAITING, conversation_due
from bot.usecases.typed_pin import without_digits
from bot.usecases.unhelped import hear_aftermath
from bot.usecases.withhold import withheld


async def take_turn(desk: Desk, incoming: Incoming) -> None:
    """Take an event; it is durably stored when this returns.

    Raises `StoreDown` when nothing could be stored: the platform is to bring it again. A bug in
    the turn rolls it back; then the event is kept as stuck, the worker is owed the emergency
    numbers, and the chat goes on.
    """
    now = desk.clock()
    incoming = await without_digits(desk, incoming)
    try:
        outcome = await desk.store.write(lambda work: take(desk, work, incoming, now))
    except StoreDown:
        raise
    except Exception as error:  # noqa: BLE001  a bug must not block the chat's later messages
        outcome = EventOutcome.STUCK
        desk.log.failure("turn.stuck", error, channel=incoming.chat.channel)
        await stick(desk, incoming, now)
    desk.meter.event(incoming.chat.channel, type(incoming.content).__name__.lower(), outcome)
    desk.meter.turn(incoming.chat.channel, desk.clock() - now)
    desk.floods.took(desk.clock() - now)
    desk.wake()


def take(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> EventOutcome:
    """The whole turn, inside one unit of work."""
    known = not isinstance(incoming.content, Unreadable)
    if not work.inbox.accept(incoming.chat.channel, incoming.event, incoming.raw, now):
        return EventOutcome.REPEATED
    if not known:
        if not incoming.chat.private:  # nothing said in a group is kept
            work.inbox.done(incoming.chat.channel, incoming.event)
        return EventOutcome.UNREADABLE
    take_accepted(desk, work, incoming, now)
    work.inbox.done(incoming.chat.channel, incoming.event)
    return EventOutcome.NEW


def take_accepted(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> None:
    """An event that is known to count: of a group, an officer or a worker."""
    chat = incoming.chat
    work.audit.heard_in(chat.channel if chat.private else f"{chat.channel} group {chat.id}")
    if not chat.private:
        hear_group.hear_group(desk, work, incoming, now)
    elif not any(hear(desk, work, incoming, now) for hear in _STAFF):
        if incoming.account:
            note_pressed(work, incoming, now, desk.floods)
            heard_in(work, incoming, now)
            _worker(desk, work, incoming, now)
        return
    tap = read_payload(incoming.content.payload) if isinstance(incoming.content, Tap) else None
    if isinstance(tap, OfficerTap):
        note_done(work, incoming, tap.action, tap.referral, now)


_STAFF = (hear_officer.hear_officer, hear_interpreter.hear_interpreter)
"""Whose private messages are no worker's; an officer who translates as well is an officer here."""


def _worker(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> None:
    conversation = work.conversations.current(incoming.chat.channel, incoming.account)
    if conversation is None:
        if isinstance(incoming.content, Blocked):
            return
        conversation = new_conversation(desk, incoming, now)
    incoming = asked_back(desk, work, conversation, incoming, now)
    incoming = _without_pin(work, conversation, incoming, now)
    conversation, answered = hear_consent(desk, work, conversation, incoming, now)
    conversation, incoming, turn = _turn(desk, work, conversation, incoming, now)
    turn = replace(turn, prompts=(*answered, *turn.prompts))
    turn = answered_in_measure(desk, incoming, conversation, turn, step=bool(answered))
    if turn.parting:
        part(desk, work, turn, incoming, now)
        return
    if turn.says_safe:
        say_safe(desk, work, turn, incoming, now)
        return
    if _opens(desk, work, conversation, turn, incoming, now):
        return
    if turn.forget:
        _forget(desk, work, conversation, incoming, now)
        return
    if turn.fresh:
        _drop_draft(work, conversation)
        turn = _fresh(desk, incoming, turn, now)
    elif keeps_nothing(turn.conversation):
        _drop_draft(work, conversation)
        empty = replace(
            new_conversation(desk, incoming, now),
            language=turn.conversation.language,
            safe_at=turn.conversation.safe_at,
            before=turn.conversation.before,
            earlier=turn.conversation.earlier,
        )
        turn = Turn(empty, turn.prompts)
    _keep(desk, work, incoming, keep_pin(desk, work, turn, now), conversation, now)


def _turn(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> tuple[Conversation, Incoming, Turn]:
    """The turn, in the conversation in which it is taken."""
    talk = talk_of(desk, work, conversation, now)
    turn = advance(conversation, incoming, now, desk.around, desk.ids.evidence(), talk)
    joining = rejoined(desk, work, conversation, turn)
    if joining is not None:
        conversation, incoming = joining, addressed(incoming, joining)
        talk = talk_of(desk, work, conversation, now)
        turn = advance(conversation, incoming, now, desk.around, desk.ids.evidence(), talk)
    return conversation, incoming, turn


def _opens(
    desk: Desk,
    work: Work,
    conversation: Conversation,
    turn: Turn,
    incoming: Incoming,
    now: datetime,
) -> bool:
    """Whether a PIN opened another intake; what was begun here without consent is dropped."""
    opened = open_elsewhere(desk, work, turn, incoming, now) if turn.opens else None
    if opened is None:
        return False
    if not conversation.record.has("consent_keep", "pass", "keep"):
        _drop_draft(work, conversation)
    _keep(desk, work, incoming, opened, opened.conversation, now)
    return True


def _without_pin(
    work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> Incoming:
    """The message without the digits of a PIN; where it had any, it goes from the chat as well."""
    safe = elsewhere.guarded(conversation, incoming)
    if safe.content != incoming.content or isinstance(incoming.content, PinTyped):
        owe_erasing(work, incoming, now)
    return safe


def keeps_nothing(conversation: Conversation) -> bool:
    """Whether consent was refused, or no worker writes, and nobody was alerted: the draft goes."""
    record = conversation.record
    refused = record.has("consent_keep", "no") or record.has("for_whom", "not_worker")
    return refused and conversation.reference is None


def _drop_draft(work: Work, conversation: Conversation) -> None:
    """Erase what was said before; a filed case stays as it is."""
    if conversation.reference is None:
        work.outbox.cancel(conversation.id)
        work.conversations.forget(conversation.id)


def _keep(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    turn: Turn,
    was: Conversation,
    now: datetime,
) -> None:
    """Store the turn and owe what it says: receipts first, the question last."""
    calls = calls_for_help(incoming, was, turn.conversation, desk.around)
    back = isinstance(incoming.content, Unsent)
    turn, told = heard(desk, work, turn, incoming, now, calls=calls)
    filing = file_case(desk, work, turn.conversation, now)
    conversation, prompts = _answered(desk, work, filing, turn, now)
    conversation, prompts, waiting = with_waiting(desk, work, turn, conversation, prompts, now)
    conversation, prompts = offering(desk, conversation, prompts)
    conversation = _as_worded(desk, conversation, prompts)
    conversation = _stored(desk, work, turn, conversation)
    if turn.evidence is not None:
        work.conversations.add_evidence(turn.evidence, now)
    take_back(desk, work, conversation, incoming, now, was=was)
    taken_back(desk, work, conversation, incoming, now)
    if filing.case is not None and not filing.newly_filed and not (told or back):
        tell_holder(work, filing.case, was, conversation, now, calls=calls)
    if turn.listens:
        play(desk, work, conversation, incoming, now)
    if turn.hides:
        clear_chat(desk, work, conversation.chat, conversation.language, now)
    before = () if asks(desk, waiting) else waiting
    bring(desk, work, conversation, before, incoming, now)
    _owe_prompts(desk, work, incoming, conversation, prompts, was, now)
    bring(desk, work, conversation, () if before else waiting, incoming, now)
    show_wanted(desk, work, was, conversation, incoming, now)


def _stored(desk: Desk, work: Work, turn: Turn, conversation: Conversation) -> Conversation:
    """The conversation as it is kept; where the chat is cleared nothing is under way any more."""
    kept = withheld(work, conversation) if turn.hides else conversation
    work.conversations.save(kept, conversation_due(kept, desk.around.intake))
    return kept


def _answered(
    desk: Desk, work: Work, filing: Filing, turn: Turn, now: datetime
) -> tuple[Conversation, tuple[Prompt, ...]]:
    """What is said to the turn: what could not be told before, then receipts and the question."""
    conversation = filing.conversation
    prompts = receipts(desk, filing, turn, now)
    if put_off(filing):
        conversation = replace(conversation, marks=conversation.marks | {WAITING})
    conversation, late = tell_late(desk, work, conversation, now, asked=turn.status)
    after = hear_aftermath(desk, work, conversation, turn.aftermath, now) if turn.aftermath else ()
    conversation, wish = noted(conversation)
    conversation, safe = told_later(conversation)
    conversation, gone = taking_back.told_later(conversation)
    copy = copied(desk, work, conversation, turn.copies, now) if turn.copies else ()
    return conversation, (*late, *wish, *safe, *gone, *after, *copy, *prompts)


def _owe_prompts(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    conversation: Conversation,
    prompts: tuple[Prompt, ...],
    was: Conversation,
    now: datetime,
) -> None:
    turned = _turned_page(incoming, was, conversation)
    for number, prompt in enumerate(prompts):
        last = number == len(prompts) - 1
        owe_worker(
            work,
            conversation,
            prompt,
            key=f"turn:{desk.ids.evidence()}:{number}",
            kind=OwedKind.REPLY,
            now=now,
            reply=reply_handle(incoming, now),
            slot=f"ask:{conversation.asked.question}" if last and conversation.asked else "",
            edits=last and turned and len(prompts) == 1,
        )


def _turned_page(incoming: Incoming, was: Conversation, now: Conversation) -> bool:
    """Whether a tap only changed the message it stands under: a page, a tick."""
    tap = read_payload(incoming.content.payload) if isinstance(incoming.content, Tap) else None
    if not isinstance(tap, WorkerTap) or was.asked is None or now.asked is None:
        return False
    moved = was.asked.page != now.asked.page or was.answers != now.answers
    return moved and tap.question == was.asked.question == now.asked.question


def _as_worded(desk: Desk, conversation: Conversation, prompts: tuple[Prompt, ...]) -> Conversation:
    """With the exact words and labels under which the question was put."""
    asked = conversation.asked
    shown = next((p for p in reversed(prompts) if asked and p.question == asked.question), None)
    if asked is None or shown is None:
        return conversation
    message = desk.voice.word(shown, conversation.language)
    labels = []
    for button in (each for row in message.rows for each in row):
        tap = read_payload(button.payload)
        ours = isinstance(tap, WorkerTap) and tap.question == asked.question
        if isinstance(tap, WorkerTap) and ours and tap.value != LISTEN:
            labels.append((button.label, tap.value))
    asked = replace(asked, wording=message.text, labels=tuple(labels))
    return replace(conversation, asked=asked)


def _fresh(desk: Desk, incoming: Incoming, turn: Turn, now: datetime) -> Turn:
    """Start over: a new conversation in the same language; a filed one stays as it is.

    How its case stands can still be asked, unless a code-word guards that.
    """
    was = turn.conversation
    before = None if was.record.has("code_word", "told") else was.reference or was.before
    earlier = was.reference or was.earlier
    empty = new_conversation(desk, incoming, now)
    new = replace(empty, language=was.language, before=before, earlier=earlier)
    conversation, prompts = show(Said(new, now, desk.ids.evidence()), desk.around)
    return Turn(conversation, prompts)


def _forget(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> None:
    """Erase an intake that nobody was told of, and say so."""
    _drop_draft(work, conversation)
    empty = replace(new_conversation(desk, incoming, now), language=conversation.language)
    work.conversations.save(empty, conversation_due(empty, desk.around.intake))
    owe_worker(
        work,
        empty,
        Prompt((Line("forgotten"),)),
        key=f"forgotten:{empty.id}",
        kind=OwedKind.REPLY,
        now=now,
        reply=reply_handle(incoming, now),
    )
