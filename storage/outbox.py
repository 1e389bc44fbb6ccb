"""What is owed and what became of it.

Ordinary messages to one target leave one claim at a time and, of equal priority, in order: one
that could not be sent holds back those behind it until its next try. An alert (of kind alert, or
of priority 0 and below) waits for nothing but its own time.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.delivery import Fate, Owed, OwedKind
from bot.domain.ids import ConversationId
from bot.domain.incoming import Chat
from storage import outbox_statements as sql
from storage.sealing import SealBrokenError
from storage.tables import micros, micros_or_none, moment, moment_or_none
from storage.transaction import Row, Transaction, opened, sealed

_SECOND: Final = 1_000_000
_ANY: Final = 1_000  # above every priority


class Outbox:
    """Implements `bot.ports.Outbox`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._service = transaction.keyring.service("outbox")

    def owe(self, owed: Owed) -> bool:
        """Owe it, unless its key was ever owed; then False."""
        key = self._key(owed.key)
        conversation = owed.conversation
        if conversation is not None and self._transaction.is_forgotten(conversation):
            conversation = None  # its key is gone; the row must not bring one back
        sealer = self._transaction.sealer(conversation) if conversation else self._service
        added = self._transaction.change(
            sql.OWE,
            key=key,
            target=self._target(owed.target),
            kind=owed.kind.value,
            priority=owed.priority,
            alert=owed.kind is OwedKind.ALERT or owed.priority <= 0,
            conversation=conversation,
            due=micros(owed.due_at),
            expires_at=micros_or_none(owed.expires_at),
            attempts=owed.attempts,
            payload=sealed(sealer, owed, "outbox", key.hex()),
        )
        return bool(added)

    def cancel(self, conversation: ConversationId) -> None:
        """Drop what has not yet been sent to a conversation's chat."""
        self._transaction.change(sql.CANCEL, of=conversation)

    def cancel_key(self, key: str) -> None:
        """Drop one owed message if it has not been sent."""
        self._transaction.change(sql.CANCEL_KEY, which=self._key(key))

    def claim(
        self, now: datetime, limit: int, lease_until: datetime, *, alerts_only: bool = False
    ) -> Sequence[Owed]:
        """Lease due messages: priority first, then due time, then the order owed.

        Ordinary messages of one target are never in two claims at the same time. What has
        expired, and what cannot be opened (its conversation was erased), is given up.
        """
        self._transaction.lock("claim")
        at = micros(now)
        self._transaction.change(sql.EXPIRE, now=at)
        asked = {"now": at, "most": limit, "priority_below": 1 if alerts_only else _ANY}
        rows = self._transaction.all(sql.DUE, **asked)
        locked = self._transaction.lock_row(sql.LOCK_DUE, **asked)
        if locked is not None:
            rows = _in_order(rows, {row[0] for row in locked})
        claimed = []
        for row in rows:
            owed = self._opened(row)
            if owed is None:
                self._settle(row[1], "dead", "unreadable", at)
            else:
                self._transaction.change(sql.LEASE, which=row[0], until=micros(lease_until))
                claimed.append(owed)
        return claimed

    def sent(self, owed: Owed, message: str, now: datetime) -> bool:
        """Record that it left, unless it was cancelled; `message` is kept for its slot."""
        wanted = self._transaction.change(sql.SENT, which=self._key(owed.key), now=micros(now))
        if owed.slot and message:
            target = self._target(owed.target)
            slot = self._slot(owed.slot)
            self._transaction.change(sql.PLACE, target=target, slot=slot, message=message)
        return bool(wanted)

    def later(self, owed: Owed, due_at: datetime) -> None:
        """Give the lease back, to be tried again at `due_at`; counts an attempt."""
        self._transaction.change(sql.LATER, which=self._key(owed.key), due=micros(due_at))

    def dead(self, owed: Owed, reason: str, now: datetime) -> None:
        """Give up on it; its sealed payload is dropped."""
        self._settle(self._key(owed.key), "dead", reason, micros(now))

    def fate(self, key: str) -> Fate | None:
        """What became of a message; None where it was never owed."""
        row = self._transaction.one(sql.FATE, which=self._key(key))
        if row is None:
            return None
        state, reason, settled_at, due_at, attempts = row
        return Fate(state, reason, moment_or_none(settled_at or due_at), attempts)

    def undeliverable(self, since: datetime) -> int:
        """How many messages were given up since then that somebody should have had."""
        row = self._transaction.one(sql.UNDELIVERABLE, since=micros(since))
        return int(row[0]) if row else 0

    def hold(self, owed: Owed) -> None:
        """Keep it without a time: it leaves when its target is spoken to anyway."""
        self._transaction.change(sql.HOLD, which=self._key(owed.key))

    def held(self, target: Chat) -> Sequence[Owed]:
        """What is kept for a target without a time, oldest first."""
        rows = self._transaction.all(sql.HELD, at=self._target(target))
        return [owed for owed in map(self._opened, rows) if owed is not None]

    def unsent_of(self, conversation: ConversationId) -> Sequence[Owed]:
        """What still waits to be sent of a conversation and its case, to whomever."""
        rows = self._transaction.all(sql.UNSENT_OF, of=conversation)
        return [owed for owed in map(self._opened, rows) if owed is not None]

    def placed(self, target: Chat, slot: str) -> str:
        """The platform's id of the message in a slot, or an empty string."""
        place = {"at": self._target(target), "which": self._slot(slot)}
        row = self._transaction.one(sql.PLACED, **place)
        return str(row[0]) if row else ""

    def follows_alert(self, owed: Owed) -> bool:
        """Whether an alert that was owed to the same target before is just on its way."""
        asked = {"at": self._target(owed.target), "before": owed.id}
        return self._transaction.one(sql.ALERTING, **asked) is not None

    def waiting(self, now: datetime) -> Sequence[tuple[str, int, float]]:
        """Per kind: how many wait that should have left, and the oldest's age in seconds."""
        at = micros(now)
        return [
            (kind, number, (at - oldest) / _SECOND)
            for kind, number, oldest in self._transaction.all(sql.WAITING, now=at)
        ]

    def next_due(self) -> datetime | None:
        """When the next message falls due; what is held back behind another does not count."""
        row = self._transaction.one(sql.NEXT_DUE)
        return moment_or_none(row[0]) if row else None

    def release(self, now: datetime) -> int:
        """Give back every lease, those of others too: only where nobody else sends. How many."""
        return self._transaction.change(sql.RELEASE, now=micros(now))

    def tidy(self, before: datetime) -> int:
        """Forget answers that were owed before, and are of no conversation; how many."""
        return self._transaction.change(sql.TIDY, before=micros(before))

    def _settle(self, key: bytes, state: str, reason: str, at: int) -> None:
        self._transaction.change(sql.SETTLE, which=key, what=state, why=reason, now=at)

    def _opened(self, row: Row) -> Owed | None:
        number, key, _, _, conversation, attempts, due_at, blob = row
        sealer = self._transaction.known_sealer(conversation) if conversation else self._service
        if sealer is None:
            return None
        try:
            owed = opened(sealer, Owed, blob, "outbox", key.hex())
        except (SealBrokenError, ValueError):  # one row must not hold up all the others
            return None
        return replace(owed, id=number, attempts=attempts, due_at=moment(due_at))

    def _key(self, key: str) -> bytes:
        return self._transaction.digest("owed", key)

    def _target(self, chat: Chat) -> bytes:
        return self._transaction.digest("chat", chat.channel.value, chat.id)

    def _slot(self, slot: str) -> bytes:
        return self._transaction.digest("slot", slot)


def _in_order(rows: Sequence[Row], locked: set[int]) -> list[Row]:
    """Rows that are locked, without those behind an ordinary one that somebody else holds."""
    held: set[bytes] = set()
    kept = []
    for row in rows:
        number, _, target, alert, *_ = row
        if number in locked and (alert or target not in held):
            kept.append(row)
        elif not alert:
            held.add(target)
    return kept
