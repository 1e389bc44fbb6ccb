"""An officer's message on its way to the worker: owed, put back, left, or failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry
from bot.domain.case import Case, Deed
from bot.domain.conversation import Conversation
from bot.domain.delivery import PRIORITY, Owed, OwedKind, ReplyHandle
from bot.domain.ids import CaseState, ReferralState
from bot.domain.incoming import Chat, Incoming, Opened
from bot.domain.prompt import Prompt
from bot.domain.referral import Referral
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.domain.unit import Officer
from bot.flows import relay_screens, talk_screens
from bot.flows.hiding import swept
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.owing import owe_officer
from bot.usecases.progress import record_deed

AT_ONCE = timedelta(minutes=1)
"""What leaves within this time of the officer's tap needs no second word that it has."""


def lay_out(
    desk: Desk,
    work: Work,
    message: RelayMessage,
    newest: Conversation,
    due_at: datetime,
    reply: ReplyHandle | None = None,
) -> None:
    """Owe it to the worker, at `due_at`, in the conversation they are in.

    It is sealed with the case's own key and never expires: `permission` judges it whenever it would
    leave, and the officer can take it back.
    """
    shown = relay_screens.for_worker(message, desk.around.phrases, newest.id)
    prompt = swept(newest, shown)
    if message.waits:
        work.outbox.cancel_key(message.key)
    message = message.laid_out()
    work.messages.save(message)
    _owe(work, message, newest, prompt, due_at, reply)


def _owe(
    work: Work,
    message: RelayMessage,
    newest: Conversation,
    prompt: Prompt,
    due_at: datetime,
    reply: ReplyHandle | None,
) -> None:
    kind = OwedKind.REPLY if reply is not None else OwedKind.PUSH
    work.outbox.owe(
        Owed(
            key=message.key,
            target=newest.chat,
            kind=kind,
            prompt=prompt,
            language=newest.language,
            due_at=due_at,
            priority=PRIORITY[kind],
            conversation=message.conversation,
            reply=reply,
            relays=message.id,
        )
    )


def is_wanted(work: Work, owed: Owed) -> bool:
    """Whether it is still to leave: not taken back, not shown already, its case not erased."""
    message = _message(work, owed)
    return message is not None and message.state is MessageState.QUEUED and message.key == owed.key


def put_back(work: Work, owed: Owed) -> None:
    """It may not leave as it is: it waits until the worker writes."""
    message = _message(work, owed)
    if message is not None and message.key == owed.key:
        work.messages.save(message.put_back())


def left(desk: Desk, work: Work, batch: Sequence[Owed], now: datetime) -> None:
    """The platform accepted them: where one was an officer's, the worker has been written to."""
    for owed in batch:
        if owed.relays is not None:
            _left(desk, work, owed, now)


def fell(desk: Desk, work: Work, batch: Sequence[Owed], now: datetime) -> None:
    """They cannot be brought to the worker: whoever holds the case is told of an officer's."""
    for owed in batch:
        if owed.relays is not None:
            _fell(desk, work, owed, now)


def _left(desk: Desk, work: Work, owed: Owed, now: datetime) -> None:
    found = _found(work, owed)
    if found is None:
        return
    case, message, referral = found
    sent = message.left(now)
    work.messages.save(sent)
    officer = work.directory.officer(message.by)
    conversation = work.conversations.get(case.conversation)
    if officer is not None and conversation is not None and case.state is not CaseState.CLOSED:
        chat = Chat(officer.channel, officer.account)
        came = Incoming("", chat, officer.account, now, Opened())
        held = Held(officer, case, referral, conversation, came, now)
        record_deed(desk, work, held, Deed.CONTACTED, value=message.phrase or _sort(message))
    if now - (message.asked_at or now) > AT_ONCE:
        _tell(work, case, referral, sent, now)


def _fell(desk: Desk, work: Work, owed: Owed, now: datetime) -> None:
    found = _found(work, owed)
    if found is None or found[1].key != owed.key:
        return
    case, message, referral = found
    work.messages.save(message.failed())
    work.audit.record(AuditEntry(now, "bot", "message.failed", case.reference, detail=message.id))
    desk.log.event("message.failed", referral=referral.id)
    _tell(work, case, referral, message.failed(), now)


def _sort(message: RelayMessage) -> str:
    return "words" if message.encloses is None else message.encloses.value


def _tell(work: Work, case: Case, referral: Referral, message: RelayMessage, now: datetime) -> None:
    for at, officer in holders(work, case):
        prompt = talk_screens.fell_or_left(message, at)
        key = f"relay:{message.id}:{message.state.value}:{message.owed}"
        owe_officer(work, officer, prompt, key=key, now=now, case=case, referral=referral)


def holders(work: Work, case: Case) -> list[tuple[Referral, Officer]]:
    """Whoever has the case now, with the referral by which they have it."""
    found = []
    for referral in work.casework.referrals_of(case.reference):
        holder = work.directory.officer(referral.holder) if referral.holder else None
        if holder is not None and referral.state is ReferralState.ACKNOWLEDGED:
            found.append((referral, holder))
    return found


def drop_unwanted(work: Work, case: Case, message: RelayMessage) -> bool:
    """Whether it must not reach the worker any more; then it is taken back.

    The worker does not want that centre, or the case was taken from it.
    """
    referral = work.casework.referral(message.referral)
    revoked = referral is None or referral.state is ReferralState.REVOKED
    if not revoked and message.unit not in case.facts.unwanted:
        return False
    if message.waits:
        work.outbox.cancel_key(message.key)
    work.messages.save(message.withdrawn())
    put_away(work, message)
    return True


def put_away(work: Work, message: RelayMessage) -> None:
    """The photo or voice that was to go with it goes for good."""
    if message.enclosure:
        work.enclosures.drop(message.enclosure)


def _message(work: Work, owed: Owed) -> RelayMessage | None:
    return work.messages.get(owed.relays) if owed.relays is not None else None


def _found(work: Work, owed: Owed) -> tuple[Case, RelayMessage, Referral] | None:
    """Case first: that is the order in which rows are locked."""
    case = work.casework.of_conversation(owed.conversation) if owed.conversation else None
    message = _message(work, owed)
    referral = work.casework.referral(message.referral) if message is not None else None
    if case is None or message is None or referral is None:
        return None
    return case, message, referral


def is_queued(message: RelayMessage) -> bool:
    """Whether it waits to be shown."""
    return message.direction is Direction.TO_WORKER and message.state is MessageState.QUEUED
