"""Files that are held in memory: the same readers, and no file system to wait for."""

import io
from pathlib import PosixPath
from typing import IO, Any


class Held(PosixPath):
    """A file of any name whose bytes are `raw`; its folder is as real as its name says."""

    raw = b""

    def open(  # type: ignore[override]
        self,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> IO[Any]:
        """For reading, as a real one is opened."""
        assert mode in {"r", "rb"}, mode
        file = io.BytesIO(self.raw)
        return file if "b" in mode else io.TextIOWrapper(file, encoding, errors, newline)


def held(name: str, raw: bytes) -> Held:
    """A file with these bytes, in the working directory."""
    file = Held(name)
    file.raw = raw
    return file
