"""What is owed to somebody: a prompt, its target, its lifetime and its key for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import (
    Channel,
    ConversationId,
    LanguageCode,
    MessageId,
    ReferralId,
    UnitId,
)
from bot.domain.incoming import Chat
from bot.domain.prompt import Prompt


class OwedKind(StrEnum):
    """Why it is owed; decides its priority and what may be done when it cannot be sent."""

    ALERT = "alert"  # the first card of a referral in a group
    REPLY = "reply"  # an answer to what somebody just wrote
    PUSH = "push"  # to a worker who did not just write
    CARD = "card"  # the new state of a card already shown
    REMINDER = "reminder"
    NOTICE = "notice"  # to an officer or the operator


PRIORITY = {
    OwedKind.ALERT: 0,
    OwedKind.REPLY: 1,
    OwedKind.NOTICE: 2,
    OwedKind.CARD: 3,
    OwedKind.REMINDER: 4,
    OwedKind.PUSH: 5,
}
"""Lower leaves first; an urgent alert is owed with -1."""


ERASING = frozenset({Channel.TELEGRAM, Channel.SIMULATOR})
"""Where the bot can take a person's message out of a private chat; on LINE nobody else can."""
FETCHING = frozenset({Channel.LINE})
"""What fetches photos and sounds itself, from an address by HTTPS; others are given the bytes."""
ERASED_WITHIN = timedelta(hours=48)
"""Later Telegram deletes nothing (https://core.telegram.org/bots/api#deletemessage)."""


@dataclass(frozen=True, slots=True)
class ReplyHandle:
    """How to answer in place: LINE's reply token, Telegram's callback id; both short-lived."""

    heard_at: datetime
    token: str = ""
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message: `waiting`, `sent`, `cancelled` or `dead`, and why.

    `at` is when it was settled, else when it is tried next.
    """

    state: str
    reason: str
    at: datetime | None
    attempts: int

    @property
    def waits(self) -> bool:
        """Whether it is still to leave."""
        return self.state == "waiting"


HARMLESS = frozenset({"superseded", "over", "cannot_edit", "nudged", "not_allowed", "erased"})
"""Reasons for not sending that are as they should be; any other means that somebody missed it."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A message owed; `key` cannot be owed twice, ever.

    `slot` names a message that a later one with the same slot and target replaces by editing
    where the platform can. `asks` marks a prompt that a newer question of the same conversation
    makes needless. `expires_at` ends a prompt's lifetime; an alert has none. `edits` wants the
    message in the slot replaced rather than a new one; `toast` wants no message at all but a
    short notice to whoever tapped, where the platform has such a thing. `removes` is the message
    of a private chat that is taken away there once this one stands, where the platform can: a PIN.
    `relays` is the officer's message that it brings to the worker. `erases` are messages to be
    taken away from the chat instead of anything being said there.
    """

    key: str
    target: Chat
    kind: OwedKind
    prompt: Prompt
    language: LanguageCode
    due_at: datetime
    priority: int = 5
    expires_at: datetime | None = None
    slot: str = ""
    edits: bool = False
    toast: bool = False
    asks: bool = False
    conversation: ConversationId | None = None
    referral: ReferralId | None = None
    unit: UnitId | None = None
    relays: MessageId | None = None
    reply: ReplyHandle | None = None
    attempts: int = 0
    removes: str = ""
    erases: tuple[str, ...] = ()
    id: int = 0
