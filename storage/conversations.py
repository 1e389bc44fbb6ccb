"""Intakes and the files sent in them; erasing one erases its data key and all it opens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.conversation import Conversation, Evidence
from bot.domain.delivery import OwedKind
from bot.domain.ids import CaseState, Channel, ConversationId, EvidenceId, Level
from storage.sealing import SealBrokenError
from storage.tables import (
    assignments,
    case_links,
    cases,
    conversations,
    copy_links,
    data_keys,
    enclosure_links,
    enclosures,
    events,
    evidence,
    links,
    messages,
    micros,
    micros_or_none,
    outbox,
    referrals,
    slots,
    worker_pins,
)
from storage.transaction import Row, Transaction, opened, sealed

_later = conversations.alias("later")
_WITH_KEY: Final = select(conversations.c.id, conversations.c.sealed, data_keys.c.wrapped).join(
    data_keys, data_keys.c.conversation == conversations.c.id
)
_CURRENT: Final = (
    _WITH_KEY.where(conversations.c.account == bindparam("account"))
    .order_by(conversations.c.started_at.desc(), conversations.c.seq.desc())
    .limit(1)
    .with_for_update(of=conversations)
)
_GET: Final = _WITH_KEY.where(conversations.c.id == bindparam("id")).with_for_update(
    of=conversations
)
_save = (
    insert(conversations)
    .inline()
    .values(
        id=bindparam("id"),
        channel=bindparam("channel"),
        account=bindparam("account"),
        chat=bindparam("chat"),
        started_at=bindparam("started_at"),
        due_at=bindparam("due_at"),
        sealed=bindparam("sealed"),
    )
)
_SAVE: Final = _save.on_conflict_do_update(
    index_elements=[conversations.c.id],
    set_={
        "chat": _save.excluded.chat,
        "due_at": _save.excluded.due_at,
        "sealed": _save.excluded.sealed,
    },
)
_OF_NEWEST: Final = select(conversations.c.account).where(
    conversations.c.id == bindparam("which"),
    ~exists().where(
        _later.c.account == conversations.c.account,
        _later.c.started_at > conversations.c.started_at,
    ),
)
_UNSTICK: Final = (
    update(events)
    .where(events.c.account == bindparam("of_account"))
    .values(state="done", sealed=None, account=None, message=None)
)
_NEWEST: Final = (
    select(conversations.c.started_at)
    .where(conversations.c.account == bindparam("account"))
    .order_by(conversations.c.started_at.desc())
    .limit(1)
)
_MOVE: Final = (
    update(conversations)
    .where(conversations.c.id == bindparam("which"))
    .values(
        channel=bindparam("to_channel"),
        account=bindparam("to_account"),
        started_at=bindparam("since"),  # of an account's conversations the newest is current
    )
)
_DUE: Final = (
    select(conversations.c.id)
    .where(conversations.c.due_at <= bindparam("now"))
    .order_by(conversations.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(of=conversations, skip_locked=True)
)
_ADD_EVIDENCE: Final = (
    insert(evidence)
    .inline()
    .values(
        id=bindparam("id"),
        conversation=bindparam("conversation"),
        state=bindparam("state"),
        due_at=bindparam("due_at"),
        sealed=bindparam("sealed"),
    )
)
_SAVE_EVIDENCE: Final = (
    update(evidence)
    .where(evidence.c.id == bindparam("which"))
    .values(state=bindparam("state"), due_at=bindparam("due_at"), sealed=bindparam("sealed"))
)
_EVIDENCE: Final = select(evidence.c.id, evidence.c.conversation, evidence.c.sealed)
_KNOWN_EVIDENCE: Final = select(evidence.c.id).where(evidence.c.id == bindparam("which"))
_EVIDENCE_OF: Final = _EVIDENCE.where(evidence.c.conversation == bindparam("id")).order_by(
    evidence.c.seq
)
_DUE_EVIDENCE: Final = (
    _EVIDENCE.where(evidence.c.due_at <= bindparam("now"))
    .order_by(evidence.c.due_at, evidence.c.seq)
    .limit(bindparam("most"))
    .with_for_update(of=evidence, skip_locked=True)
)
_FORGET: Final = (
    # Answers given are of no more use: their names are never owed again, and strangers make many.
    delete(outbox).where(
        outbox.c.conversation == bindparam("which"),
        outbox.c.kind == OwedKind.REPLY.value,
        outbox.c.sealed.is_(None),
    ),
    delete(slots).where(
        slots.c.target
        == select(conversations.c.chat)
        .where(conversations.c.id == bindparam("which"))
        .scalar_subquery()
    ),
    delete(evidence).where(evidence.c.conversation == bindparam("which")),
    delete(messages).where(messages.c.conversation == bindparam("which")),
    delete(enclosure_links).where(enclosure_links.c.conversation == bindparam("which")),
    delete(enclosures).where(enclosures.c.conversation == bindparam("which")),
    delete(conversations).where(conversations.c.id == bindparam("which")),
    delete(worker_pins).where(worker_pins.c.conversation == bindparam("which")),
    delete(data_keys).where(data_keys.c.conversation == bindparam("which")),
    delete(links).where(
        links.c.reference.in_(
            select(cases.c.reference).where(cases.c.conversation == bindparam("which"))
        )
    ),
    delete(case_links).where(
        case_links.c.referral.in_(
            select(referrals.c.id).where(referrals.c.conversation == bindparam("which"))
        )
    ),
    delete(copy_links).where(copy_links.c.conversation == bindparam("which")),
    update(referrals)
    .where(referrals.c.conversation == bindparam("which"))
    .values(due_at=None, sealed=None),
    update(assignments)
    .where(assignments.c.conversation == bindparam("which"))
    .values(due_at=None, sealed=None),
    update(outbox)
    .where(outbox.c.conversation == bindparam("which"), outbox.c.sealed.is_not(None))
    .values(state="dead", reason="erased", due_at=None, leased=False, sealed=None),
)


_ENTOMB: Final = (
    update(cases)
    .where(cases.c.conversation == bindparam("which"), cases.c.state != CaseState.ERASED.value)
    .values(
        state=CaseState.ERASED.value,
        level=Level.U.value,  # the column must say something; this one says nothing
        alerted_level=None,
        urgent=False,
        sealed=None,
        erased_at=bindparam("now"),
    )
)


class Conversations:
    """Implements `bot.ports.Conversations`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def current(self, channel: Channel, account: str) -> Conversation | None:
        """The conversation an account is in, locked until the unit of work ends.

        Where there is none the account is locked all the same: two first messages at once do not
        make two conversations.
        """
        key = self._transaction.digest("account", channel.value, account)
        self._transaction.lock("account", key)
        found = self._opened(self._transaction.one(_CURRENT, account=key))
        if found is not None and (found.chat.channel, found.account) != (channel, account):
            raise SealBrokenError(f"conversations.account of {found.id} is not its own")
        return found

    def get(self, conversation: ConversationId) -> Conversation | None:
        """A conversation by id, locked until the unit of work ends."""
        return self._opened(self._transaction.one(_GET, id=conversation))

    def save(self, conversation: Conversation, due_at: datetime | None) -> None:
        """Store it; of an account's conversations the one started last is the current one."""
        chat, digest = conversation.chat, self._transaction.digest
        sealer = self._transaction.sealer(conversation.id)
        self._transaction.change(
            _SAVE,
            id=conversation.id,
            channel=chat.channel.value,
            account=digest("account", chat.channel.value, conversation.account),
            chat=digest("chat", chat.channel.value, chat.id),
            started_at=micros(conversation.started_at),
            due_at=micros_or_none(due_at),
            sealed=sealed(sealer, conversation, "conversations", conversation.id),
        )

    def move(self, conversation: Conversation, due_at: datetime | None, now: datetime) -> None:
        """Store it with another account, of which it is the current one from now on."""
        channel = conversation.chat.channel.value
        account = self._transaction.digest("account", channel, conversation.account)
        newest = self._transaction.one(_NEWEST, account=account)
        since = max(micros(now), newest[0] + 1 if newest else 0)
        self._transaction.change(
            _MOVE, which=conversation.id, to_channel=channel, to_account=account, since=since
        )
        self.save(conversation, due_at)

    def due(self, now: datetime, limit: int) -> Sequence[ConversationId]:
        """Conversations for which something is to happen, earliest first."""
        rows = self._transaction.all(_DUE, now=micros(now), most=limit)
        return [ConversationId(row[0]) for row in rows]

    def forget(self, conversation: ConversationId, now: datetime | None = None) -> None:
        """Erase it with all that its data key opens: files' rows, its case, what is owed."""
        # Before its row goes, which names the account; of an earlier one nothing can be stuck.
        if row := self._transaction.one(_OF_NEWEST, which=conversation):
            self._transaction.change(_UNSTICK, of_account=row[0])
        self._transaction.change(_ENTOMB, which=conversation, now=micros_or_none(now))
        for statement in _FORGET:
            self._transaction.change(statement, which=conversation)
        self._transaction.forget_key(conversation)

    def add_evidence(self, evidence: Evidence, due_at: datetime | None) -> None:
        """Keep a received file's message; `due_at` is when to fetch its bytes."""
        self._transaction.change(
            _ADD_EVIDENCE,
            id=evidence.id,
            conversation=evidence.conversation,
            state=evidence.state.value,
            due_at=micros_or_none(due_at),
            sealed=self._sealed_evidence(evidence),
        )

    def save_evidence(self, evidence: Evidence, due_at: datetime | None) -> None:
        """Store its new state."""
        if self._transaction.known_sealer(evidence.conversation) is None:
            return  # erased in the meantime
        self._transaction.change(
            _SAVE_EVIDENCE,
            which=evidence.id,
            state=evidence.state.value,
            due_at=micros_or_none(due_at),
            sealed=self._sealed_evidence(evidence),
        )

    def evidence_of(self, conversation: ConversationId) -> Sequence[Evidence]:
        """Files in the order received."""
        return self._evidence(self._transaction.all(_EVIDENCE_OF, id=conversation))

    def knows_evidence(self, evidence: EvidenceId) -> bool:
        """Whether a row still stands for a file."""
        return self._transaction.one(_KNOWN_EVIDENCE, which=evidence) is not None

    def due_evidence(self, now: datetime, limit: int) -> Sequence[Evidence]:
        """Files whose bytes are to be fetched, locked against other workers."""
        return self._evidence(self._transaction.all(_DUE_EVIDENCE, now=micros(now), most=limit))

    def _opened(self, row: Row | None) -> Conversation | None:
        if row is None:
            return None
        conversation, blob, wrapped = row
        self._transaction.learn_key(conversation, wrapped)
        sealer = self._transaction.keyring.sealer(conversation, wrapped)
        return opened(sealer, Conversation, blob, "conversations", conversation)

    def _sealed_evidence(self, evidence: Evidence) -> bytes:
        sealer = self._transaction.sealer(evidence.conversation)
        return sealed(sealer, evidence, "evidence", evidence.id)

    def _evidence(self, rows: Sequence[Row]) -> list[Evidence]:
        found = []
        for name, conversation, blob in rows:
            sealer = self._transaction.known_sealer(conversation)
            if sealer is not None:
                found.append(opened(sealer, Evidence, blob, "evidence", name))
        return found
