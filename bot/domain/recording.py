"""Recorded voices: which message is spoken in which language, and an officer's try at one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.domain.ids import LanguageCode, OfficerId, TakeId
from bot.domain.incoming import Chat


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message of the catalogue, said aloud in a language.

    `take` names a recording of it that nobody has agreed to yet.
    """

    language: LanguageCode
    key: str
    take: TakeId | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound ready to be sent; its name tells nobody what is in it."""

    name: str
    language: LanguageCode
    milliseconds: int
    path: Path


class TakeState(StrEnum):
    """How far a take has come."""

    SENT = "sent"  # it still lies with the platform
    READY = "ready"  # played back to the officer, who decides
    WANTED = "wanted"  # to be put in its place
    UNWANTED = "unwanted"  # to be thrown away


@dataclass(frozen=True, slots=True)
class Take:
    """What an officer recorded for a message; `wording` is the mark of the words it was read from.

    `file` is the platform's reference to it.
    """

    id: TakeId
    officer: OfficerId
    chat: Chat
    file: str
    language: LanguageCode
    key: str
    wording: str
    at: datetime
    state: TakeState = TakeState.SENT
    attempts: int = 0


class Recorded(StrEnum):
    """Whether a message has a voice."""

    MISSING = "missing"
    OUTDATED = "outdated"  # it speaks other words than stand there now
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class ToRead:
    """A message that can be recorded: its words, what a reader should know, how it stands."""

    key: str
    text: str
    context: str
    state: Recorded

    @property
    def mark(self) -> str:
        """A short name for the key, where the key itself would be too long."""
        return key_mark(self.key)


def key_mark(key: str) -> str:
    """A short name for a key: eight letters and digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def wording_mark(text: str) -> str:
    """What a recording is bound to: other words have another mark."""
    return hashlib.sha256(text.encode()).hexdigest()
