"""Photos and voices that the bot brings to somebody, sealed with their case; links to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.enclosure import Enclosure
from bot.domain.ids import ConversationId, EnclosureId
from storage.tables import enclosure_links, enclosures, micros, micros_or_none
from storage.transaction import Row, Transaction, opened, sealed

_save = (
    insert(enclosures)
    .inline()
    .values(
        id=bindparam("id"),
        conversation=bindparam("of_conversation"),
        due_at=bindparam("due_at"),
        sealed=bindparam("sealed"),
    )
)
_SAVE: Final = _save.on_conflict_do_update(
    index_elements=[enclosures.c.id],
    set_={name: getattr(_save.excluded, name) for name in ("due_at", "sealed")},
)
_rows = select(enclosures.c.id, enclosures.c.conversation, enclosures.c.sealed)
_GET: Final = _rows.where(enclosures.c.id == bindparam("which"))
_DUE: Final = (
    _rows.where(enclosures.c.due_at <= bindparam("now"))
    .order_by(enclosures.c.due_at, enclosures.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=enclosures, skip_locked=True)
)
_DROP: Final = (
    delete(enclosure_links).where(enclosure_links.c.enclosure == bindparam("which")),
    delete(enclosures).where(enclosures.c.id == bindparam("which")),
)
_DROP_ALL: Final = (
    delete(enclosure_links).where(enclosure_links.c.conversation == bindparam("which")),
    delete(enclosures).where(enclosures.c.conversation == bindparam("which")),
)
_LINK: Final = (
    insert(enclosure_links)
    .inline()
    .values(
        token=bindparam("token"),
        enclosure=bindparam("enclosure"),
        conversation=bindparam("of_conversation"),
        expires_at=bindparam("expires_at"),
    )
)
_BY_TOKEN: Final = _rows.join(
    enclosure_links, enclosure_links.c.enclosure == enclosures.c.id
).where(
    enclosure_links.c.token == bindparam("token"), enclosure_links.c.expires_at > bindparam("now")
)
_TIDY: Final = delete(enclosure_links).where(enclosure_links.c.expires_at < bindparam("before"))


class Enclosures:
    """Implements `bot.ports.Enclosures`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def save(self, enclosure: Enclosure, due_at: datetime | None) -> None:
        """Store it, and when to make it anew; nothing happens where its case was erased."""
        sealer = self._transaction.known_sealer(enclosure.conversation)
        if sealer is None:
            return
        self._transaction.change(
            _SAVE,
            id=enclosure.id,
            of_conversation=enclosure.conversation,
            due_at=micros_or_none(due_at),
            sealed=sealed(sealer, enclosure, "enclosures", enclosure.id),
        )

    def get(self, enclosure: EnclosureId) -> Enclosure | None:
        """One of them, or None where it is gone."""
        return self._opened(self._transaction.one(_GET, which=enclosure))

    def due(self, now: datetime, limit: int) -> Sequence[Enclosure]:
        """What is to be made, earliest first; locked, others' locks skipped."""
        rows = self._transaction.all(_DUE, now=micros(now), most=limit)
        return [each for each in map(self._opened, rows) if each is not None]

    def knows(self, enclosure: EnclosureId) -> bool:
        """Whether a row still stands for a file."""
        return self._transaction.one(_GET, which=enclosure) is not None

    def drop(self, enclosure: EnclosureId) -> None:
        """Forget it with all links to it."""
        for statement in _DROP:
            self._transaction.change(statement, which=enclosure)

    def drop_all(self, conversation: ConversationId) -> None:
        """Forget all of a conversation, with all links to them."""
        for statement in _DROP_ALL:
            self._transaction.change(statement, which=conversation)

    def link(self, token: str, enclosure: Enclosure, until: datetime) -> None:
        """Let whoever has this token fetch it, until then."""
        self._transaction.change(
            _LINK,
            token=self._token(token),
            enclosure=enclosure.id,
            of_conversation=enclosure.conversation,
            expires_at=micros(until),
        )

    def by_token(self, token: str, now: datetime) -> Enclosure | None:
        """What a token leads to; None where it is over, or leads nowhere."""
        row = self._transaction.one(_BY_TOKEN, token=self._token(token), now=micros(now))
        return self._opened(row)

    def tidy(self, before: datetime) -> int:
        """Forget links that ended before; how many."""
        return self._transaction.change(_TIDY, before=micros(before))

    def _token(self, token: str) -> bytes:
        return self._transaction.digest("enclosure.token", token)

    def _opened(self, row: Row | None) -> Enclosure | None:
        sealer = self._transaction.known_sealer(row[1]) if row is not None else None
        if row is None or sealer is None:
            return None
        return opened(sealer, Enclosure, row[2], "enclosures", row[0])
