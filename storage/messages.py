"""What officers and workers wrote to each other, sealed with the case."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import MessageId, Reference
from bot.domain.relay import RelayMessage
from storage.tables import messages, micros, micros_or_none
from storage.transaction import Row, Transaction, opened, sealed

_save = (
    insert(messages)
    .inline()
    .values(
        id=bindparam("id"),
        reference=bindparam("of_case"),
        conversation=bindparam("of_conversation"),
        direction=bindparam("direction"),
        state=bindparam("state"),
        at=bindparam("at"),
        sent_at=bindparam("sent_at"),
        answered_at=bindparam("answered_at"),
        sealed=bindparam("sealed"),
    )
)
_SAVE: Final = _save.on_conflict_do_update(
    index_elements=[messages.c.id],
    set_={
        name: getattr(_save.excluded, name)
        for name in ("state", "sent_at", "answered_at", "sealed")
    },
)
_rows = select(messages.c.id, messages.c.conversation, messages.c.sealed)
_GET: Final = _rows.where(messages.c.id == bindparam("which")).with_for_update(of=messages)
_OF_CASE: Final = _rows.where(messages.c.reference == bindparam("of_case")).order_by(messages.c.seq)
_ERASE: Final = delete(messages).where(messages.c.id == bindparam("which"))


class Messages:
    """Implements `bot.ports.Messages`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def save(self, message: RelayMessage) -> None:
        """Store a new message, or its new state; nothing happens where its case was erased."""
        sealer = self._transaction.known_sealer(message.conversation)
        if sealer is None:
            return
        self._transaction.change(
            _SAVE,
            id=message.id,
            of_case=message.case,
            of_conversation=message.conversation,
            direction=message.direction.value,
            state=message.state.value,
            at=micros(message.at),
            sent_at=micros_or_none(message.sent_at),
            answered_at=micros_or_none(message.answered_at),
            sealed=sealed(sealer, message, "messages", message.id),
        )

    def get(self, message: MessageId) -> RelayMessage | None:
        """A message, locked until the unit of work ends; ask for its case first."""
        row = self._transaction.one(_GET, which=message)
        return next(iter(self._opened([row])), None) if row else None

    def of_case(self, reference: Reference) -> Sequence[RelayMessage]:
        """All messages of a case in the order in which they were written."""
        return list(self._opened(self._transaction.all(_OF_CASE, of_case=reference)))

    def erase(self, message: MessageId) -> None:
        """Forget one for good."""
        self._transaction.change(_ERASE, which=message)

    def _opened(self, rows: Sequence[Row]) -> Iterable[RelayMessage]:
        for name, conversation, blob in rows:
            sealer = self._transaction.known_sealer(conversation)
            if sealer is not None:
                yield opened(sealer, RelayMessage, blob, "messages", name)
