"""What opens an intake from another phone: sealed with that intake's own data key."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import ConversationId, Reference
from bot.domain.pin import Pin, Tries
from storage.tables import micros, micros_or_none, moment, moment_or_none, pin_tries, worker_pins
from storage.transaction import Transaction, opened, sealed

_OF: Final = select(worker_pins.c.conversation, worker_pins.c.sealed).where(
    worker_pins.c.number == bindparam("key")
)
_keep = (
    insert(worker_pins)
    .inline()
    .values(number=bindparam("key"), conversation=bindparam("of"), sealed=bindparam("payload"))
)
_KEEP: Final = _keep.on_conflict_do_update(
    index_elements=[worker_pins.c.number],
    set_={"conversation": _keep.excluded.conversation, "sealed": _keep.excluded.sealed},
)
_DROP: Final = delete(worker_pins).where(worker_pins.c.conversation == bindparam("of"))
_TRIES: Final = select(pin_tries.c.wrong, pin_tries.c.since, pin_tries.c.until).where(
    pin_tries.c.name == bindparam("key")
)
_count = (
    insert(pin_tries)
    .inline()
    .values(
        name=bindparam("key"),
        wrong=bindparam("times"),
        since=bindparam("last"),
        until=bindparam("rests"),
    )
)
_COUNT: Final = _count.on_conflict_do_update(
    index_elements=[pin_tries.c.name],
    set_={name: _count.excluded[name] for name in ("wrong", "since", "until")},
)
_FORGIVE: Final = delete(pin_tries).where(pin_tries.c.name == bindparam("key"))
_TIDY: Final = delete(pin_tries).where(pin_tries.c.since < bindparam("before"))


class WorkerPins:
    """Implements `bot.ports.WorkerPins`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, number: Reference) -> Pin | None:
        """What opens a number; None where nothing does, or where it was erased."""
        key = self._key(number)
        row = self._transaction.one(_OF, key=key)
        sealer = self._transaction.known_sealer(row[0]) if row is not None else None
        return opened(sealer, Pin, row[1], "worker_pins", key.hex()) if row and sealer else None

    def keep(self, pin: Pin) -> None:
        """Store it, in place of an earlier one of the same number."""
        key, sealer = self._key(pin.number), self._transaction.sealer(pin.conversation)
        payload = sealed(sealer, pin, "worker_pins", key.hex())
        self._transaction.change(_KEEP, key=key, of=pin.conversation, payload=payload)

    def drop(self, conversation: ConversationId) -> None:
        """Have none for a conversation any more."""
        self._transaction.change(_DROP, of=conversation)

    def tries(self, kind: str, name: str) -> Tries:
        """Wrong tries by number, by account or of all; locked until the unit of work ends."""
        key = self._name(kind, name)
        self._transaction.lock("pin", key)
        row = self._transaction.one(_TRIES, key=key)
        return Tries(row[0], moment(row[1]), moment_or_none(row[2])) if row else Tries()

    def count(self, kind: str, name: str, tries: Tries) -> None:
        """Store them."""
        if tries.since is not None:
            self._transaction.change(
                _COUNT,
                key=self._name(kind, name),
                times=tries.wrong,
                last=micros(tries.since),
                rests=micros_or_none(tries.until),
            )

    def forgive(self, kind: str, name: str) -> None:
        """Start counting anew."""
        self._transaction.change(_FORGIVE, key=self._name(kind, name))

    def tidy(self, before: datetime) -> int:
        """Forget counts without a wrong try since then; how many."""
        return self._transaction.change(_TIDY, before=micros(before))

    def _key(self, number: Reference) -> bytes:
        return self._transaction.digest("pin", number)

    def _name(self, kind: str, name: str) -> bytes:
        return self._transaction.digest("pin.tries", kind, name)
