"""What an officer and a worker write to each other through the bot: never either one's account."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import (
    ConversationId,
    EnclosureId,
    EvidenceId,
    MessageId,
    OfficerId,
    Reference,
    ReferralId,
    UnitId,
)
from bot.domain.incoming import MediaKind

RELAY = "relay_"
"""Begins the question id of an officer's message in a worker's payload; the message's id follows.

It can be no question of the intake, so that a tap never answers the wrong one.
"""


class Direction(StrEnum):
    """Who wrote it."""

    TO_WORKER = "to_worker"
    FROM_WORKER = "from_worker"


class MessageState(StrEnum):
    """Where a message stands.

    Neither Telegram's Bot API nor LINE's Messaging API tells a bot when a person has read a
    message: "sent" is that the platform accepted it, and the next that is known is "answered".
    """

    PROPOSED = "proposed"  # the officer sees how it will look; nothing leaves before a second tap
    QUEUED = "queued"  # sent by the officer, waiting until the worker may be written to
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RelayMessage:
    """One message between a worker and the officers of their case; sealed with the case.

    To the worker: a ready sentence (`phrase`), or an officer's own `words`, `interpreted` where an
    interpreter put them into the worker's language. `owed` counts how often it was laid into the
    outbox, `waits` whether it lies there now; at `offered_at` the worker was told that it is
    there. From the worker: `answers` names what it answers, `value` the button, or `words`, files,
    a place in degrees; `message` is the platform's name of it, so that taking it back erases it.

    With a photo or a voice: `enclosure` and what it `encloses`; `unsure` as long as nobody said in
    which language the words under it are; `meant` is what an officer asked an interpreter to say.
    It is shown at the worker's own tap alone: since `wanted_at` that waits for the safety gate;
    `opened_at` is when it came. `files` are the kinds of what a worker answered with, `number` is
    that of the first among the evidence.
    """

    id: MessageId
    case: Reference
    conversation: ConversationId
    direction: Direction
    state: MessageState
    at: datetime
    by: OfficerId = OfficerId("")
    unit: UnitId = UnitId("")
    referral: ReferralId = ReferralId("")
    phrase: str = ""
    words: str = ""
    interpreted: bool = False
    owed: int = 0
    waits: bool = False
    offered_at: datetime | None = None
    asked_at: datetime | None = None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    answers: MessageId = MessageId("")
    value: str = ""
    evidence: tuple[EvidenceId, ...] = ()
    lat: float | None = None
    lon: float | None = None
    message: str = ""
    enclosure: EnclosureId = EnclosureId("")
    encloses: MediaKind | None = None
    unsure: bool = False
    meant: str = ""
    wanted_at: datetime | None = None
    opened_at: datetime | None = None
    files: tuple[MediaKind, ...] = ()
    number: int = 0

    @property
    def question(self) -> str:
        """The question id of a worker's payload, at most 24 bytes."""
        return f"{RELAY}{self.id}"

    @property
    def key(self) -> str:
        """Under which it is owed this time."""
        return f"relay:{self.id}:{self.owed}"

    @property
    def was_seen(self) -> bool:
        """Whether a platform accepted it for the worker."""
        return self.state in (MessageState.SENT, MessageState.ANSWERED)

    def queued(self, now: datetime) -> Self:
        """After the officer's second tap."""
        return replace(self, state=MessageState.QUEUED, asked_at=now)

    def laid_out(self) -> Self:
        """Once it is owed to the worker: it lies in the outbox, under a key of its own."""
        return replace(self, owed=self.owed + 1, waits=True)

    def put_back(self) -> Self:
        """When it could not leave as it is: it waits for the worker."""
        return replace(self, waits=False)

    def left(self, now: datetime) -> Self:
        """Once the platform has accepted it."""
        return replace(self, state=MessageState.SENT, sent_at=now, waits=False)

    def answered(self, now: datetime) -> Self:
        """Once the worker has said something to it."""
        return replace(self, state=MessageState.ANSWERED, answered_at=now)

    def withdrawn(self) -> Self:
        """When the officer takes it back before it left."""
        return replace(self, state=MessageState.WITHDRAWN, waits=False)

    def failed(self) -> Self:
        """When the platform refuses it, or the worker cannot be reached."""
        return replace(self, state=MessageState.FAILED, waits=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said to an officer's message, as it was heard in one turn."""

    to: MessageId
    value: str = ""
    words: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """What a turn needs to know of the talk with the officers.

    `last` is the newest message the worker was shown, at `shown_at`, `wants` whether it is still
    without an answer; `labels` are its buttons as worded, with their values. `pending`: another
    one waits, and gives way to nothing but danger and the safety gate.
    """

    last: MessageId = MessageId("")
    shown_at: datetime | None = None
    wants: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    pending: bool = False


def relayed(question: str) -> MessageId | None:
    """The officer's message that a worker's payload belongs to; None where it is a question's."""
    return MessageId(question.removeprefix(RELAY)) if question.startswith(RELAY) else None
