"""Photos and voices that the bot brings to somebody: their rows, and how they are made anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.enclosure import Enclosure
from bot.domain.ids import ConversationId, EnclosureId
from bot.domain.incoming import MediaKind


class Enclosures(Protocol):
    """What is on its way, sealed with its case; links to it are kept as keyed hashes only."""

    def save(self, enclosure: Enclosure, due_at: datetime | None) -> None:
        """Store it, and when to make it anew; nothing happens where its case was erased."""

    def get(self, enclosure: EnclosureId) -> Enclosure | None:
        """One of them, or None where it is gone."""

    def due(self, now: datetime, limit: int) -> Sequence[Enclosure]:
        """What is to be made, earliest first; locked, others' locks skipped."""

    def knows(self, enclosure: EnclosureId) -> bool:
        """Whether a row still stands for a file."""

    def drop(self, enclosure: EnclosureId) -> None:
        """Forget it with all links to it."""

    def drop_all(self, conversation: ConversationId) -> None:
        """Forget all of a conversation, with all links to them."""

    def link(self, token: str, enclosure: Enclosure, until: datetime) -> None:
        """Let whoever has this token fetch it, until then."""

    def by_token(self, token: str, now: datetime) -> Enclosure | None:
        """What a token leads to; None where it is over, or leads nowhere."""

    def tidy(self, before: datetime) -> int:
        """Forget links that ended before; how many."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A photo (JPEG) or a voice (M4A) made anew; `milliseconds` is a voice's length."""

    content: bytes = field(repr=False)
    milliseconds: int = 0


class NotCopied(Exception):  # noqa: N818  it is an answer, not a failure
    """What was sent is no photo and no sound; `too_long`: more sound than is allowed."""

    def __init__(self, *, too_long: bool = False) -> None:
        """Keep why."""
        super().__init__("too long" if too_long else "unreadable")
        self.too_long = too_long


class Copying(Protocol):
    """Makes files anew, so that nothing of the old one comes along but what is seen or heard."""

    async def copy(self, kind: MediaKind, content: bytes, longest: timedelta) -> Copied:
        """The photo drawn anew, or the sound encoded anew; raises `NotCopied`."""
