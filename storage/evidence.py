"""The files that workers sent, one each beside the database, each sealed with a key of its own.

That key stands in the file's row, sealed with the conversation's data key: whoever erases the
conversation has made the file unreadable, in backups as well.
"""

import asyncio
import base64
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.domain.ids import EvidenceId
from storage.sealing import KEY_BYTES, Sealer


class EvidenceFiles:
    """Implements `bot.ports.EvidenceStore` in a folder.

    A file is written aside, flushed to disk and renamed: it is there whole or not at all.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new_key(self) -> str:
        """A new random key for one file."""
        return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()

    async def keep(
        self, evidence: EvidenceId, key: str, pieces: AsyncIterator[bytes]
    ) -> tuple[int, str]:
        """Seal and keep the bytes durably; their size, and the SHA-256 of what came."""
        whole = bytearray()
        async for piece in pieces:
            whole += piece
        digest = await asyncio.to_thread(self._seal, evidence, key, whole)
        return len(whole), digest

    async def open(self, evidence: EvidenceId, key: str) -> bytes:
        """The bytes as they came; `FileNotFoundError` where there are none."""
        return await asyncio.to_thread(self._open, evidence, key)

    async def erase(self, evidence: EvidenceId) -> None:
        """Remove them; nothing happens where there are none."""
        for path in (self._path(evidence), self._path(evidence).with_suffix(".part")):
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def names(self) -> Sequence[EvidenceId]:
        """Every file that is kept, and what a crash left half-written."""
        if not self._folder.is_dir():
            return ()
        files = await asyncio.to_thread(lambda: list(self._folder.iterdir()))
        return [EvidenceId(file.stem) for file in files]

    def _path(self, evidence: EvidenceId) -> Path:
        return self._folder / f"{evidence}.sealed"

    def _open(self, evidence: EvidenceId, key: str) -> bytes:
        return _sealer(key).open(self._path(evidence).read_bytes(), "evidence", evidence, "bytes")

    def _seal(self, evidence: EvidenceId, key: str, whole: bytearray) -> str:
        """Seal and write; the digest of what came. Apart from the loop: it may be 20 MB."""
        self._write(evidence, _sealer(key).seal(whole, "evidence", evidence, "bytes"))
        return hashlib.sha256(whole).hexdigest()

    def _write(self, evidence: EvidenceId, sealed: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(evidence)
        aside = path.with_suffix(".part")
        try:
            with aside.open("wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)  # a full disk must not keep half a file


def _sealer(key: str) -> Sealer:
    return Sealer(base64.b64decode(key))
