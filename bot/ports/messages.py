"""Where it stands what officers and workers wrote to each other."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.ids import MessageId, Reference
from bot.domain.relay import RelayMessage


class Messages(Protocol):
    """The messages of cases, sealed with the case: erasing it erases them."""

    def save(self, message: RelayMessage) -> None:
        """Store a new message, or its new state; nothing happens where its case was erased."""

    def get(self, message: MessageId) -> RelayMessage | None:
        """A message, locked until the unit of work ends; ask for its case first."""

    def of_case(self, reference: Reference) -> Sequence[RelayMessage]:
        """All messages of a case in the order in which they were written."""

    def erase(self, message: MessageId) -> None:
        """Forget one for good."""
