"""Where events and intakes are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation, Evidence
from bot.domain.ids import Channel, ConversationId, EvidenceId


class Inbox(Protocol):
    """Events of the platforms: each counts once."""

    def accept(self, channel: Channel, event: str, raw: bytes, now: datetime) -> bool:
        """Keep a new event (keyed hash of its id, raw sealed); False where it is known already.

        A known event that is *stuck* is accepted again only through `stuck`.
        """

    def done(self, channel: Channel, event: str) -> None:
        """Drop the raw event: it has been processed."""

    def stick(
        self,
        channel: Channel,
        event: str,
        raw: bytes,
        now: datetime,
        *,
        account: str = "",
        message: str = "",
    ) -> None:
        """Keep an event that a bug stopped, to be taken again later.

        It goes when the conversation of that account is erased, or its message taken back.
        """

    def unstick(self, channel: Channel, account: str, message: str) -> None:
        """Drop what a message brought that was taken back before it could be taken."""

    def stuck(self, limit: int) -> Sequence[tuple[Channel, str, bytes]]:
        """Stuck events, oldest first: channel, event id, raw."""

    def tidy(self, before: datetime) -> int:
        """Forget events older than `before`, but for those that are stuck; how many."""


class Conversations(Protocol):
    """Intakes and the files sent in them."""

    def current(self, channel: Channel, account: str) -> Conversation | None:
        """The conversation an account is in, locked until the unit of work ends."""

    def get(self, conversation: ConversationId) -> Conversation | None:
        """A conversation by id, locked until the unit of work ends."""

    def save(self, conversation: Conversation, due_at: datetime | None) -> None:
        """Store it; of its account's conversations the one started last is the current one.

        `due_at`: see `due`.
        """

    def move(self, conversation: Conversation, due_at: datetime | None, now: datetime) -> None:
        """Store it with another account, of which it is the current one from now on."""

    def due(self, now: datetime, limit: int) -> Sequence[ConversationId]:
        """Conversations for which something is to happen, earliest first."""

    def forget(self, conversation: ConversationId, now: datetime | None = None) -> None:
        """Erase it, its key and its evidence rows (their files are the evidence store's).

        What its key sealed goes with it: its case (of whose row number, unit and times stay), its
        referrals, what was owed about it, and one-time links to it. Owe after this what is still
        to be said.
        """

    def add_evidence(self, evidence: Evidence, due_at: datetime | None) -> None:
        """Keep a received file's message; `due_at` is when to fetch its bytes."""

    def save_evidence(self, evidence: Evidence, due_at: datetime | None) -> None:
        """Store its new state."""

    def evidence_of(self, conversation: ConversationId) -> Sequence[Evidence]:
        """Files in the order received."""

    def knows_evidence(self, evidence: EvidenceId) -> bool:
        """Whether a row still stands for a file."""

    def due_evidence(self, now: datetime, limit: int) -> Sequence[Evidence]:
        """Files whose bytes are to be fetched, locked against other workers."""
