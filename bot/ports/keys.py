"""Where the master key is changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class KeyKeeping(Protocol):
    """What is sealed with which secret, within one unit of work."""

    def begin(self, master: bytes) -> tuple[str, str]:
        """Seal with a new secret from now on; the fingerprint and the ring as stored."""

    def behind(self) -> Mapping[str, int]:
        """How many values of each table are still sealed with an earlier secret."""

    def renew(self, limit: int) -> int:
        """Seal at most so many of them anew; how many were."""


class Rotation(Protocol):
    """The change of the master key as a whole."""

    async def begin(self) -> str:
        """Take a new master key into use; its fingerprint. May raise `WrongArgument`."""

    async def renew(self, limit: int) -> int:
        """Seal at most so many values anew; how many were."""

    async def behind(self) -> Mapping[str, int]:
        """How many values of each table an earlier secret still seals."""

    async def finish(self) -> Path | None:
        """Take earlier keys out of use; where the last of them was put."""
