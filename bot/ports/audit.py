"""The log of views and changes, and small facts of the installation."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.audit import AuditEntry


class Audit(Protocol):
    """The log of views and changes, hash-chained."""

    def record(self, entry: AuditEntry) -> None:
        """Append an entry."""

    def entries(self, subject: str = "") -> Sequence[AuditEntry]:
        """Entries, oldest first."""

    def verify(self) -> int | None:
        """The number of the first entry that was changed or is missing, or None."""


class Marks(Protocol):
    """Small named facts of the installation: heartbeats, poll offsets, the key's fingerprint."""

    def get(self, name: str) -> str:
        """The value, or an empty string."""

    def set(self, name: str, value: str) -> None:
        """Store it."""

    def swap(self, name: str, was: str, value: str) -> bool:
        """Store it if it still is `was` (empty: not there yet); whether it was."""
