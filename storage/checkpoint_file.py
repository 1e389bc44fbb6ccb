"""The signed checkpoints of the log: one JSON line each, in a file beside the database."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from bot.domain.audit import Checkpoint
from storage.forms import from_bytes, to_bytes


class CheckpointLines:
    """Implements `bot.ports.CheckpointFile`. Nothing personal stands in it; copy it elsewhere."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def append(self, checkpoint: Checkpoint) -> None:
        """Add one, durably."""
        await asyncio.to_thread(self._append, checkpoint)

    async def all(self) -> tuple[Sequence[Checkpoint], Sequence[str]]:
        """All of them, oldest first; and each line that is none, by file and number."""
        found = await asyncio.to_thread(lambda: list(self._read()))
        spoilt = [each for each in found if isinstance(each, str)]
        return [each for each in found if not isinstance(each, str)], spoilt

    def _append(self, checkpoint: Checkpoint) -> None:
        with self._path.open("a+b") as file:
            # A line that a crash cut off stays alone: it must not spoil this one.
            end = b"" if _ends_whole(file) else b"\n"
            file.write(end + to_bytes(checkpoint) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> Iterator[Checkpoint | str]:
        if not self._path.exists():
            return
        for number, line in enumerate(self._path.read_bytes().splitlines(), 1):
            try:
                yield from_bytes(Checkpoint, line)
            except ValueError:
                yield f"{self._path}, line {number}: no checkpoint"


def _ends_whole(file: BinaryIO) -> bool:
    if not file.seek(0, os.SEEK_END):
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
