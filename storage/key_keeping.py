"""What is still sealed with an earlier secret, and its sealing anew, a few values at a time.

A value is replaced only where it still is what was read: whoever writes at the same moment wins,
and what was interrupted goes on where it stopped, because nothing is remembered but the values.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, ColumnElement, LargeBinary, bindparam, func, select, true, update

from storage.marks import Marks
from storage.sealing import HEADER_BYTES, Keyring, Sealer
from storage.tables import (
    audit,
    chat_messages,
    codes,
    data_keys,
    events,
    groups,
    interpreters,
    officers,
    outbox,
    pins,
    rosters,
    takes,
    units,
)
from storage.transaction import Transaction

FINGERPRINT: Final = "key.fingerprint"
RING: Final = "key.ring"


class Kept(NamedTuple):
    """A column that is sealed with a key derived from the ring; no service: wrapped data keys."""

    row: Column[Any]
    column: Column[Any]
    service: str = ""
    where: ColumnElement[bool] = true()


KEPT: Final = (
    Kept(data_keys.c.conversation, data_keys.c.wrapped),
    Kept(events.c.event, events.c.sealed, "inbox", events.c.sealed.is_not(None)),
    Kept(groups.c.chat, groups.c.sealed, "directory"),
    Kept(officers.c.id, officers.c.sealed, "directory"),
    Kept(codes.c.code, codes.c.sealed, "directory"),
    Kept(
        outbox.c.key,
        outbox.c.sealed,
        "outbox",
        outbox.c.sealed.is_not(None) & outbox.c.conversation.is_(None),
    ),
    Kept(units.c.id, units.c.sealed, "directory"),
    Kept(rosters.c.unit, rosters.c.sealed, "rosters"),
    Kept(interpreters.c.id, interpreters.c.sealed, "interpreters"),
    Kept(pins.c.account, pins.c.sealed, "pins"),
    Kept(takes.c.id, takes.c.sealed, "takes"),
    Kept(chat_messages.c.id, chat_messages.c.sealed, "chat_messages"),
    Kept(audit.c.seq, audit.c.sealed, "audit"),
)
"""Everything that is not sealed with a conversation's own data key."""


class KeyKeeping:
    """Implements `bot.ports.KeyKeeping`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def begin(self, master: bytes, masters: Sequence[bytes]) -> tuple[str, str, bool]:
        """A new secret to seal with, and the ring sealed with `master`; the marks as stored.

        The ring is the one that the database has now, opened with one of `masters`: another
        process may have changed it, and has sealed with it since. Where it is sealed with
        `master` already, that stays, and the last is False. Raises `UnknownMasterError`.
        """
        marks = Marks(self._transaction)
        self._transaction.lock("keys")
        known, kept = marks.get(FINGERPRINT), marks.get(RING)
        fingerprint = Keyring(master).fingerprint
        if known == fingerprint:
            return known, kept, False
        present = Keyring(*masters)
        present.adopt(known, kept)
        kept = present.ring.renewed().sealed_by(master)
        marks.set(FINGERPRINT, fingerprint)
        marks.set(RING, kept)
        self._transaction.scrub()
        return fingerprint, kept, True

    def behind(self) -> Mapping[str, int]:
        """How many values of each table are still sealed with an earlier secret."""
        found: dict[str, int] = {}
        for kept in KEPT:
            row = self._transaction.one(_counting(kept), newest=self._sealer(kept).header)
            found[kept.column.table.name] = int(row[0]) if row else 0
        return found

    def renew(self, limit: int) -> int:
        """Seal at most so many of them anew; how many were."""
        done = 0
        for kept in KEPT:
            if done < limit:
                done += self._renew(kept, limit - done)
        self._transaction.scrub()
        return done

    def _renew(self, kept: Kept, limit: int) -> int:
        sealer, table = self._sealer(kept), kept.column.table.name
        rows = self._transaction.all(_finding(kept), newest=sealer.header, most=limit)
        done = 0
        for row, blob in rows:
            place = table, row.hex() if isinstance(row, bytes) else str(row), kept.column.name
            new = sealer.seal(sealer.open(blob, *place), *place)
            done += self._transaction.change(_replacing(kept), which=row, was=blob, becomes=new)
        return done

    def _sealer(self, kept: Kept) -> Sealer:
        keyring = self._transaction.keyring
        return keyring.service(kept.service) if kept.service else keyring.wrapping


def _is_behind(kept: Kept) -> ColumnElement[bool]:
    begins = func.substr(kept.column, 1, HEADER_BYTES, type_=LargeBinary)
    return kept.where & (begins != bindparam("newest", type_=LargeBinary))


_STATEMENTS: Final = {
    kept: (
        select(func.count()).select_from(kept.column.table).where(_is_behind(kept)),
        select(kept.row, kept.column)
        .where(_is_behind(kept))
        .order_by(kept.row)
        .limit(bindparam("most")),
        update(kept.column.table)
        .where(kept.row == bindparam("which"), kept.column == bindparam("was"))
        .values({kept.column.name: bindparam("becomes")}),
    )
    for kept in KEPT
}


def _counting(kept: Kept) -> Any:  # noqa: ANN401  a statement
    return _STATEMENTS[kept][0]


def _finding(kept: Kept) -> Any:  # noqa: ANN401
    return _STATEMENTS[kept][1]


def _replacing(kept: Kept) -> Any:  # noqa: ANN401
    return _STATEMENTS[kept][2]
