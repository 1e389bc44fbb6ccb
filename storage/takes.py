"""Recordings of officers that nobody has agreed to yet; what they point to is sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain.ids import TakeId
from bot.domain.recording import Take
from storage.tables import micros, takes
from storage.transaction import Transaction, opened, sealed

_ADD: Final = (
    insert(takes)
    .inline()
    .values(id=bindparam("id"), due_at=bindparam("due_at"), sealed=bindparam("sealed"))
)
_GET: Final = (
    select(takes.c.id, takes.c.sealed).where(takes.c.id == bindparam("which")).with_for_update()
)
_SAVE: Final = (
    update(takes)
    .where(takes.c.id == bindparam("which"))
    .values(due_at=bindparam("due_at"), sealed=bindparam("sealed"))
)
_DROP: Final = delete(takes).where(takes.c.id == bindparam("which"))
_DUE: Final = (
    select(takes.c.id, takes.c.sealed)
    .where(takes.c.due_at <= bindparam("now"))
    .order_by(takes.c.due_at, takes.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


class Takes:
    """Implements `bot.ports.Takes`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("takes")

    def add(self, take: Take, due_at: datetime) -> None:
        """Store a new take."""
        self._transaction.change(_ADD, id=take.id, due_at=micros(due_at), sealed=self._seal(take))

    def get(self, take: TakeId) -> Take | None:
        """A take, or None where it was dropped or put in its place."""
        row = self._transaction.one(_GET, which=take)
        return self._open(row[0], row[1]) if row else None

    def save(self, take: Take, due_at: datetime) -> None:
        """Store its new state, and when something is next to be done with it."""
        self._transaction.change(
            _SAVE, which=take.id, due_at=micros(due_at), sealed=self._seal(take)
        )

    def drop(self, take: TakeId) -> None:
        """Forget it."""
        self._transaction.change(_DROP, which=take)

    def due(self, now: datetime, limit: int) -> Sequence[Take]:
        """Takes with something to be done, earliest first; locked, others' locks skipped."""
        rows = self._transaction.all(_DUE, now=micros(now), most=limit)
        return [self._open(take, blob) for take, blob in rows]

    def _seal(self, take: Take) -> bytes:
        return sealed(self._sealer, take, "takes", take.id)

    def _open(self, take: str, blob: bytes) -> Take:
        return opened(self._sealer, Take, blob, "takes", take)
