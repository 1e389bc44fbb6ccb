"""The recordings on disk: those that come with a language, and over them the office's own.

`<folder>/<language>/<key>.m4a` is a recording, `<key>.json` beside it says of which words. One
without that says nothing anybody could rely on, and is not played.
"""

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.domain.ids import LanguageCode, TakeId
from bot.domain.recording import Recorded, Sound, Spoken, Take, ToRead, wording_mark
from bot.domain.wording import Key
from bot.ports import NotRecorded
from bot.recordings.script import script
from bot.recordings.sound import NotSound, TooLong, as_m4a, joined, length_of

SUFFIX: Final = ".m4a"
_LABEL: Final = ".json"
_TAKES: Final = "takes"
_READY: Final = "ready"
_NAME: Final = 32
_TICK: Final = 2_000_000_000  # nanoseconds

Wording = Callable[[str, LanguageCode], str]
"""The words of a message in a language; empty where it has none, or none that can be recorded."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording on disk, and the marks of its words and of its bytes."""

    path: Path
    wording: str
    sha256: str


@dataclass(slots=True)
class Shelf:
    """Finds recordings, makes sounds of them, puts new ones in their place.

    `shipped` is the folder of languages; `own` belongs to this installation, and what it has
    comes first. Several processes may share both.
    """

    shipped: Path
    own: Path
    wording: Wording
    keys: Callable[[], Iterable[Key]]
    _known: dict[Path, tuple[int, Mapping[str, Kept]]] = field(default_factory=dict)
    _made: dict[str, Sound] = field(default_factory=dict)

    def state(self, language: LanguageCode, key: str) -> Recorded:
        """Whether a message has a voice that speaks its present words."""
        if self._current(Spoken(language, key)) is not None:
            return Recorded.CURRENT
        paths = (folder / f"{key}{SUFFIX}" for folder in self._folders(language))
        return Recorded.OUTDATED if any(path.exists() for path in paths) else Recorded.MISSING

    def has(self, spoken: Spoken) -> bool:
        """Whether there is a recording of the words as they stand now."""
        return self._current(spoken) is not None

    def to_read(self, language: LanguageCode) -> Sequence[ToRead]:
        """Every message that can be recorded, those most needed first."""
        return [
            ToRead(key.msgid, text, key.context, self.state(language, key.msgid))
            for key in script(self.keys())
            if (text := self.wording(key.msgid, language))
        ]

    async def sound(self, parts: Sequence[Spoken]) -> Sound | None:
        """The parts that there are as one sound, a file under a name that tells nothing."""
        if not parts:
            return None
        return await asyncio.to_thread(self._sound, parts)

    async def keep_take(self, take: Take, recording: bytes) -> None:
        """Keep what an officer sent, made playable; raises `NotRecorded`."""
        try:
            made = await asyncio.to_thread(as_m4a, recording)
        except TooLong as error:
            raise NotRecorded(too_long=True) from error
        except NotSound as error:
            raise NotRecorded from error
        await asyncio.to_thread(_write, self._take(take.id), made)

    async def put(self, take: Take) -> None:
        """Put a take in its place; where that was done already, nothing happens."""

        def move() -> None:
            path = self._take(take.id)
            if path.exists():
                place(self.own, take.language, take.key, take.wording, path.read_bytes())
                path.unlink()

        await asyncio.to_thread(move)

    async def drop(self, take: TakeId) -> None:
        """Remove a take's file; nothing happens where there is none."""
        await asyncio.to_thread(self._take(take).unlink, missing_ok=True)

    def playable(self, language: str, name: str) -> Path | None:
        """The file behind an address, if it is one of ours; whatever else is asked for is None."""
        hexadecimal = len(name) == _NAME and all(letter in "0123456789abcdef" for letter in name)
        if not (hexadecimal and language.isascii() and language.isalpha()):
            return None
        path = self.own / _READY / language / f"{name}{SUFFIX}"
        return path if path.is_file() else None

    def _folders(self, language: LanguageCode) -> tuple[Path, Path]:
        return self.own / language, self.shipped / language / "voice"

    def _take(self, take: TakeId) -> Path:
        return self.own / _TAKES / f"{take}{SUFFIX}"

    def _current(self, spoken: Spoken) -> Path | None:
        """The recording to be played, if any speaks the present words."""
        if spoken.take:
            path = self._take(spoken.take)
            return path if path.exists() else None
        text = self.wording(spoken.key, spoken.language)
        if not text:
            return None
        mark = wording_mark(text)
        for folder in self._folders(spoken.language):
            kept = self._listed(folder).get(spoken.key)
            if kept is not None and kept.wording == mark:
                return kept.path
        return None

    def _listed(self, folder: Path) -> Mapping[str, Kept]:
        """What a folder holds; read again when something in it was put in place or taken away."""
        try:
            changed = folder.stat().st_mtime_ns
        except FileNotFoundError:
            return {}
        known = self._known.get(folder)
        # A clock that ticks coarsely gives two changes at once the same time.
        settled = time.time_ns() - changed > _TICK
        if known is None or known[0] != changed or not settled:
            known = self._known[folder] = changed, dict(_read(folder))
        return known[1]

    def _sound(self, parts: Sequence[Spoken]) -> Sound | None:
        files = [path.read_bytes() for part in parts if (path := self._current(part)) is not None]
        if not files:
            return None
        language = parts[0].language
        marks = "".join(hashlib.sha256(file).hexdigest() for file in files)
        name = hashlib.sha256(f"{language}:{marks}".encode()).hexdigest()[:_NAME]
        path = self.own / _READY / language / f"{name}{SUFFIX}"
        known = self._made.get(name)
        if known is None or not path.exists():
            if not path.exists():
                _write(path, files[0] if len(files) == 1 else joined(files))
            known = self._made[name] = Sound(name, language, _milliseconds(path), path)
        return known


def place(folder: Path, language: LanguageCode, key: str, wording: str, m4a: bytes) -> None:
    """Put a recording in a folder, its label last: until then it is not played."""
    label = {"wording": wording, "sha256": hashlib.sha256(m4a).hexdigest()}
    _write(folder / language / f"{key}{SUFFIX}", m4a)
    _write(folder / language / f"{key}{_LABEL}", json.dumps(label).encode())


def _read(folder: Path) -> Iterator[tuple[str, Kept]]:
    """The recordings of a folder that a label speaks for."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            label = json.loads(path.with_name(f"{path.stem}{_LABEL}").read_bytes())
            kept = Kept(path, str(label["wording"]), str(label["sha256"]))
            whole = hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if whole:
            yield path.stem, kept


def _milliseconds(path: Path) -> int:
    return max(1, round(length_of(path.read_bytes()).total_seconds() * 1000))


def _write(path: Path, content: bytes) -> None:
    """There whole or not at all, on disk when this returns; read by this installation alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
