"""Recorded voices: where they are kept, and an officer's takes until one is agreed to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import LanguageCode, TakeId
from bot.domain.recording import Sound, Spoken, Take, ToRead


class Recordings(Protocol):
    """The recordings of all languages, and the files of takes."""

    def has(self, spoken: Spoken) -> bool:
        """Whether there is a recording of the words as they stand now; quick, asked in turns."""

    def to_read(self, language: LanguageCode) -> Sequence[ToRead]:
        """Every message that can be recorded, those most needed first."""

    async def sound(self, parts: Sequence[Spoken]) -> Sound | None:
        """The parts that there are as one sound, ready to be sent; None where there are none."""

    async def keep_take(self, take: Take, recording: bytes) -> None:
        """Keep what an officer sent, made playable; raises `NotRecorded`."""

    async def put(self, take: Take) -> None:
        """Put a take in its place, over an earlier one; doing it twice changes nothing."""

    async def drop(self, take: TakeId) -> None:
        """Remove a take's file; nothing happens where there is none."""


class NotRecorded(Exception):  # noqa: N818  it is an answer, not a failure
    """What was sent cannot be used; `too_long`: it is longer than a minute."""

    def __init__(self, *, too_long: bool = False) -> None:
        """Keep why."""
        super().__init__("too long" if too_long else "no sound")
        self.too_long = too_long


class Takes(Protocol):
    """What officers recorded and nobody has agreed to yet: owed jobs."""

    def add(self, take: Take, due_at: datetime) -> None:
        """Store a new take."""

    def get(self, take: TakeId) -> Take | None:
        """A take, or None where it was dropped or put in its place."""

    def save(self, take: Take, due_at: datetime) -> None:
        """Store its new state, and when something is next to be done with it."""

    def drop(self, take: TakeId) -> None:
        """Forget it."""

    def due(self, now: datetime, limit: int) -> Sequence[Take]:
        """Takes with something to be done, earliest first; locked, others' locks skipped."""
