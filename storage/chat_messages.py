"""Which messages stand in a person's chat and can still be taken away there; sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.incoming import Chat
from storage.tables import chat_messages, micros
from storage.transaction import Transaction

_ADD: Final = (
    insert(chat_messages)
    .inline()
    .values(
        id=bindparam("id"), chat=bindparam("chat"), at=bindparam("at"), sealed=bindparam("sealed")
    )
    .on_conflict_do_nothing()
)
_OF: Final = (
    select(chat_messages.c.id, chat_messages.c.sealed)
    .where(chat_messages.c.chat == bindparam("of_chat"), chat_messages.c.at >= bindparam("since"))
    .order_by(chat_messages.c.at)
)
_DROP: Final = delete(chat_messages).where(chat_messages.c.chat == bindparam("of_chat"))
_TIDY: Final = delete(chat_messages).where(chat_messages.c.at < bindparam("before"))


class ChatMessages:
    """Implements `bot.ports.ChatMessages`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("chat_messages")

    def add(self, chat: Chat, message: str, now: datetime) -> None:
        """Remember that a message stands in a chat; once."""
        name = self._transaction.digest("shown", chat.channel.value, chat.id, message)
        blob = self._sealer.seal(message.encode(), "chat_messages", name.hex(), "sealed")
        place = self._place(chat)
        self._transaction.change(_ADD, id=name, chat=place, at=micros(now), sealed=blob)

    def take(self, chat: Chat, since: datetime) -> Sequence[str]:
        """The platform's names of what came since, oldest first; nothing is remembered any more."""
        place = self._place(chat)
        rows = self._transaction.all(_OF, of_chat=place, since=micros(since))
        self._transaction.change(_DROP, of_chat=place)
        return [
            self._sealer.open(blob, "chat_messages", name.hex(), "sealed").decode()
            for name, blob in rows
        ]

    def tidy(self, before: datetime) -> int:
        """Forget what no platform takes away any more; how many."""
        return self._transaction.change(_TIDY, before=micros(before))

    def _place(self, chat: Chat) -> bytes:
        return self._transaction.digest("chat", chat.channel.value, chat.id)
