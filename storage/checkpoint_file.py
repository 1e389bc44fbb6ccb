"""The signed checkpoints of the log: one JSON line each, in a file beside the database."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.domain.audit import Checkpoint
from storage.forms import from_bytes, to_bytes


class BadCheckpointError(ValueError):
    """A line is no checkpoint; the message names the file and the line."""


class CheckpointLines:
    """Implements `bot.ports.CheckpointFile`. Nothing personal stands in it; copy it elsewhere."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def append(self, checkpoint: Checkpoint) -> None:
        """Add one, durably."""
        await asyncio.to_thread(self._append, checkpoint)

    async def all(self) -> Sequence[Checkpoint]:
        """All of them, oldest first; raises `BadCheckpointError`."""
        return await asyncio.to_thread(lambda: list(self._read()))

    def _append(self, checkpoint: Checkpoint) -> None:
        with self._path.open("ab") as file:
            file.write(to_bytes(checkpoint) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> Iterator[Checkpoint]:
        if not self._path.exists():
            return
        for number, line in enumerate(self._path.read_bytes().splitlines(), 1):
            try:
                yield from_bytes(Checkpoint, line)
            except ValueError:
                raise BadCheckpointError(f"{self._path}, line {number}: no checkpoint") from None
