"""What opens an intake from another phone: PINs, and the wrong ones that were tried."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import ConversationId, Reference
from bot.domain.pin import Pin, Tries


class PinHashing(Protocol):
    """The slow hash of a PIN; never worked out inside a unit of work."""

    async def hash(self, pin: str) -> str:
        """Its hash, with a random salt."""

    async def verify(self, hashed: str, pin: str) -> bool:
        """Whether it fits a hash; an empty one costs the same work and never fits."""


class WorkerPins(Protocol):
    """PINs by number, and the counts of wrong ones."""

    def of(self, number: Reference) -> Pin | None:
        """What opens a number; None where nothing does, or where it was erased."""

    def keep(self, pin: Pin) -> None:
        """Store it, in place of an earlier one of the same number."""

    def drop(self, conversation: ConversationId) -> None:
        """Have none for a conversation any more."""

    def tries(self, kind: str, name: str) -> Tries:
        """Wrong tries by number, by account or of all; locked until the unit of work ends."""

    def count(self, kind: str, name: str, tries: Tries) -> None:
        """Store them."""

    def forgive(self, kind: str, name: str) -> None:
        """Start counting anew."""

    def tidy(self, before: datetime) -> int:
        """Forget counts without a wrong try since then; how many."""
