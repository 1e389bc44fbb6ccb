"""What can be taken away of a chat, and what is counted of erased cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import Reference
from bot.domain.incoming import Chat
from bot.domain.retention import Sort


class ChatMessages(Protocol):
    """Which messages stand in a person's chat and can still be taken away there."""

    def add(self, chat: Chat, message: str, now: datetime) -> None:
        """Remember that a message stands in a chat; once."""

    def take(self, chat: Chat, since: datetime) -> Sequence[str]:
        """The platform's names of what came since, oldest first; nothing is remembered any more."""

    def tidy(self, before: datetime) -> int:
        """Forget what no platform takes away any more; how many."""


class Statistics(Protocol):
    """Which cases can be counted, and how many of which sort were erased."""

    def count(self, sort: Sort) -> None:
        """One more case of this sort."""

    def all(self) -> Sequence[tuple[Sort, int]]:
        """Every sort with its number."""

    def filed(
        self, since: datetime, until: datetime, after: int, limit: int
    ) -> Sequence[tuple[int, Reference]]:
        """Cases filed between two moments that were not erased, behind a place in their order."""

    def how_many(self, since: datetime, until: datetime) -> int:
        """How many those are."""
