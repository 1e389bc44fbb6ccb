"""Events of the platforms: each counts once; a raw event is sealed and dropped once processed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import Channel
from storage.tables import events, micros
from storage.transaction import Transaction

_LENGTH_BYTES: Final = 4

# A new event is written as done at once. Where it is not done when the unit of work ends, its raw
# form is added: most are, and are spared a second statement and a seal.
_ADD: Final = (
    insert(events)
    .inline()
    .values(
        event=bindparam("event"), channel=bindparam("channel"), state="done", at=bindparam("at")
    )
    .on_conflict_do_nothing()
)
_KEEP: Final = (
    update(events)
    .where(events.c.event == bindparam("which"))
    .values(state="kept", sealed=bindparam("raw"))
)
_DONE: Final = (
    update(events)
    .where(events.c.event == bindparam("which"))
    .values(state="done", sealed=None, account=None, message=None)
)
_WHOSE: Final = ("account", "message")
_stick = (
    insert(events)
    .inline()
    .values(
        event=bindparam("event"),
        channel=bindparam("channel"),
        state="stuck",
        at=bindparam("at"),
        sealed=bindparam("raw"),
        account=bindparam("account"),
        message=bindparam("message"),
    )
)
_STICK: Final = _stick.on_conflict_do_update(
    index_elements=[events.c.event],
    set_={name: getattr(_stick.excluded, name) for name in ("state", "sealed", *_WHOSE)},
)
_DROP: Final = (
    update(events)
    .where(events.c.message == bindparam("which"))
    .values(state="done", sealed=None, account=None, message=None)
)
_STUCK: Final = (
    select(events.c.event, events.c.channel, events.c.sealed)
    .where(events.c.state == "stuck", events.c.sealed.is_not(None))
    .order_by(events.c.at, events.c.event)
    .limit(bindparam("most"))
)
# What nobody could read ("kept") is no use later; what a bug stopped ("stuck") is taken again.
_TIDY: Final = delete(events).where(
    or_(events.c.state == "done", events.c.state == "kept"), events.c.at < bindparam("before")
)


class Inbox:
    """Implements `bot.ports.Inbox`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("inbox")
        self._undone: dict[bytes, bytes] = {}
        transaction.at_end(self._keep_undone)

    def accept(self, channel: Channel, event: str, raw: bytes, now: datetime) -> bool:
        """Keep a new event; False where it is known already, a stuck one too."""
        key = self._key(channel, event)
        added = self._transaction.change(_ADD, event=key, channel=channel.value, at=micros(now))
        if added:
            self._undone[key] = _joined(event, raw)
        return bool(added)

    def done(self, channel: Channel, event: str) -> None:
        """Drop the raw event: it has been processed."""
        key = self._key(channel, event)
        if self._undone.pop(key, None) is None:
            self._transaction.change(_DONE, which=key)

    def stick(
        self,
        channel: Channel,
        event: str,
        raw: bytes,
        now: datetime,
        *,
        account: str = "",
        message: str = "",
    ) -> None:
        """Keep an event that a bug stopped, to be taken again later.

        With whose it is, it goes with the conversation that they have erased; with its message,
        when that is taken back.
        """
        key, digest = self._key(channel, event), self._transaction.digest
        self._undone.pop(key, None)
        self._transaction.change(
            _STICK,
            event=key,
            channel=channel.value,
            at=micros(now),
            raw=self._seal(key, _joined(event, raw)),
            account=digest("account", channel.value, account) if account else None,
            message=self._message(channel, account, message) if account and message else None,
        )

    def unstick(self, channel: Channel, account: str, message: str) -> None:
        """Drop what a message brought that was taken back before it could be taken."""
        self._transaction.change(_DROP, which=self._message(channel, account, message))

    def stuck(self, limit: int) -> Sequence[tuple[Channel, str, bytes]]:
        """Stuck events, oldest first: channel, event id, raw."""
        rows = self._transaction.all(_STUCK, most=limit)
        return [
            (Channel(channel), *_parted(self._sealer.open(raw, "events", key.hex(), "sealed")))
            for key, channel, raw in rows
        ]

    def tidy(self, before: datetime) -> int:
        """Forget events older than `before`, but for those that are stuck; how many."""
        return self._transaction.change(_TIDY, before=micros(before))

    def _key(self, channel: Channel, event: str) -> bytes:
        return self._transaction.digest("event", channel.value, event)

    def _message(self, channel: Channel, account: str, message: str) -> bytes:
        return self._transaction.digest("event.message", channel.value, account, message)

    def _seal(self, key: bytes, plain: bytes) -> bytes:
        return self._sealer.seal(plain, "events", key.hex(), "sealed")

    def _keep_undone(self) -> None:
        for key, plain in self._undone.items():
            self._transaction.change(_KEEP, which=key, raw=self._seal(key, plain))


def _joined(event: str, raw: bytes) -> bytes:
    name = event.encode()
    return len(name).to_bytes(_LENGTH_BYTES, "big") + name + raw


def _parted(plain: bytes) -> tuple[str, bytes]:
    end = _LENGTH_BYTES + int.from_bytes(plain[:_LENGTH_BYTES], "big")
    return plain[_LENGTH_BYTES:end].decode(), plain[end:]
