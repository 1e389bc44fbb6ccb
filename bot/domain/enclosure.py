"""A photo or a voice that the bot brings to somebody: made anew, sealed, gone with its case."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from bot.domain.ids import AssignmentId, ConversationId, EnclosureId, EvidenceId, MessageId
from bot.domain.incoming import Chat, MediaKind

LONGEST_SOUND = timedelta(seconds=60)
"""What an officer or an interpreter says to a worker in one voice message."""
LONGEST_HEARD = timedelta(minutes=10)
"""What a worker told by voice, for an interpreter to listen to."""


class EnclosureState(StrEnum):
    """How far it has come."""

    WANTED = "wanted"  # its bytes still lie where they came from
    READY = "ready"  # made anew, and sealed with its case


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A photo or a voice on its way to somebody; sealed with the case.

    It goes with a `message` to the worker, and still lies with the platform under `file` in `chat`;
    or it is a worker's recording (`evidence`) that the interpreter of an `assignment` listens to.
    `key` opens the file of what was made of it: a new one, without names, places, times, devices.
    """

    id: EnclosureId
    conversation: ConversationId
    kind: MediaKind
    at: datetime
    message: MessageId = MessageId("")
    chat: Chat | None = None
    file: str = ""
    evidence: EvidenceId = EvidenceId("")
    assignment: AssignmentId = AssignmentId("")
    state: EnclosureState = EnclosureState.WANTED
    attempts: int = 0
    milliseconds: int = 0
    key: str = field(default="", repr=False)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to be shown."""
        return self.state is EnclosureState.READY

    @property
    def longest(self) -> timedelta:
        """How long it may be, where it is a sound."""
        return LONGEST_HEARD if self.evidence else LONGEST_SOUND

    def made(self, key: str, milliseconds: int) -> Self:
        """Once it was made anew; where it lay before is forgotten."""
        ready = EnclosureState.READY
        return replace(self, state=ready, key=key, milliseconds=milliseconds, file="", chat=None)


def carried_as(kind: MediaKind, mime: str) -> MediaKind | None:
    """As what the bot brings such a file: a photo or a voice; None where it brings none such."""
    if kind is MediaKind.PHOTO or (kind is MediaKind.DOCUMENT and mime.startswith("image/")):
        return MediaKind.PHOTO
    if kind in (MediaKind.VOICE, MediaKind.AUDIO):
        return MediaKind.VOICE
    sound = kind is MediaKind.DOCUMENT and mime.startswith("audio/")
    return MediaKind.VOICE if sound else None
