"""The log of views and changes, and small facts of the installation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.audit import AuditEntry, Checkpoint, Disagreement


class Audit(Protocol):
    """The log of views and changes, hash-chained."""

    def heard_in(self, chat: str) -> None:
        """What is recorded from now on in this unit of work came from this chat."""

    @property
    def recorded(self) -> bool:
        """Whether anything was recorded in this unit of work."""

    def record(self, entry: AuditEntry) -> None:
        """Append an entry."""

    def entries(self, subject: str = "") -> Sequence[AuditEntry]:
        """Entries, oldest first."""

    def checkpoint(self, now: datetime) -> Checkpoint | None:
        """The log as it stands, signed; None while it is empty."""

    def disagreement(self, checkpoint: Checkpoint) -> Disagreement | None:
        """Why the log is not the one that was signed, or None."""

    def bears(self, mark: str) -> bool:
        """Whether the log has the entry that somebody wrote down (`Checkpoint.mark`)."""

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


class CheckpointFile(Protocol):
    """Where signed checkpoints of the log are kept, outside the database."""

    async def append(self, checkpoint: Checkpoint) -> None:
        """Add one, durably."""

    async def all(self) -> tuple[Sequence[Checkpoint], Sequence[str]]:
        """All of them, oldest first; and what stands there and is none, in words."""
