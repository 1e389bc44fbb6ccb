"""Where it stands what is owed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.delivery import Fate, Owed
from bot.domain.ids import ConversationId
from bot.domain.incoming import Chat


class Outbox(Protocol):
    """What is owed and what became of it."""

    def owe(self, owed: Owed) -> bool:
        """Owe it, unless its key was ever owed; then False."""

    def cancel(self, conversation: ConversationId) -> None:
        """Drop what has not yet been sent to a conversation's chat."""

    def cancel_key(self, key: str) -> None:
        """Drop one owed message if it has not been sent."""

    def claim(
        self, now: datetime, limit: int, lease_until: datetime, *, alerts_only: bool = False
    ) -> Sequence[Owed]:
        """Lease due messages: priority first, then due time.

        Never two of one target at once, unless both are in the same claim, in the order owed.
        """

    def sent(self, owed: Owed, message: str, now: datetime) -> bool:
        """Record that it left; `message` is the platform's id, kept for its slot.

        False where it was cancelled while it was leaving.
        """

    def later(self, owed: Owed, due_at: datetime) -> None:
        """Give the lease back, to be tried again at `due_at`; counts an attempt."""

    def dead(self, owed: Owed, reason: str, now: datetime) -> None:
        """Give up on it; its sealed payload is dropped."""

    def fate(self, key: str) -> Fate | None:
        """What became of a message; None where it was never owed."""

    def undeliverable(self, since: datetime) -> int:
        """How many messages were given up since then that somebody should have had."""

    def hold(self, owed: Owed) -> None:
        """Keep it without a time: it leaves when its target is spoken to anyway."""

    def held(self, target: Chat) -> Sequence[Owed]:
        """What is kept for a target without a time, oldest first."""

    def unsent_of(self, conversation: ConversationId) -> Sequence[Owed]:
        """What still waits to be sent of a conversation and its case, to whomever."""

    def follows_alert(self, owed: Owed) -> bool:
        """Whether an alert that was owed to the same target before is just on its way."""

    def placed(self, target: Chat, slot: str) -> str:
        """The platform's id of the message in a slot, or an empty string."""

    def waiting(self, now: datetime) -> Sequence[tuple[str, int, float]]:
        """Per kind: how many wait, and the oldest's age in seconds."""

    def next_due(self) -> datetime | None:
        """When the next message falls due."""

    def release(self, now: datetime) -> int:
        """Give back every lease, those of others too: only where nobody else sends. How many."""

    def tidy(self, before: datetime) -> int:
        """Forget answers that were owed before, and are of no conversation; how many.

        In groups anybody brings them about; none is owed twice, for each has a name of its own.
        """
