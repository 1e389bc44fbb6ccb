"""Where the bytes of photos and recordings are kept."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from bot.domain.ids import EvidenceId


class EvidenceStore(Protocol):
    """Where the bytes of photos and recordings are kept, sealed."""

    def new_key(self) -> str:
        """A new key for one file; it belongs in the file's row."""

    async def keep(
        self, evidence: EvidenceId, key: str, pieces: AsyncIterator[bytes]
    ) -> tuple[int, str]:
        """Seal and keep them durably; size in bytes and SHA-256 of what came."""

    async def open(self, evidence: EvidenceId, key: str) -> bytes:
        """The bytes as they came."""

    async def erase(self, evidence: EvidenceId) -> None:
        """Remove them; nothing happens where there are none."""

    async def names(self) -> Sequence[EvidenceId]:
        """Every file that is kept."""
