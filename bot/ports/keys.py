"""Where the master key is changed."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.ports.store import Work

Note = Callable[["Work", str], None]
"""Writes down which key, by its fingerprint, was taken into use or out of it."""


class KeyKeeping(Protocol):
    """What is sealed with which secret, within one unit of work."""

    def begin(self, master: bytes, masters: Sequence[bytes]) -> tuple[str, str, bool]:
        """Seal with a new secret from now on; the fingerprint and the ring as stored.

        The last is False where the database has this master key already, and nothing was changed.
        `masters` are those that are at hand.
        """

    def behind(self) -> Mapping[str, int]:
        """How many values of each table are still sealed with an earlier secret."""

    def renew(self, limit: int) -> int:
        """Seal at most so many of them anew; how many were."""


class Rotation(Protocol):
    """The change of the master key as a whole."""

    async def begin(self, note: Note) -> str:
        """Take a new master key into use; its fingerprint. May raise `WrongArgument`.

        `note` writes it down in the same unit of work.
        """

    async def renew(self, limit: int) -> int:
        """Seal at most so many values anew; how many were."""

    async def behind(self) -> Mapping[str, int]:
        """How many values of each table an earlier secret still seals."""

    async def finish(self, note: Note) -> Path | None:
        """Take earlier keys out of use; where the last of them was put."""
