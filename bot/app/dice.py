"""The dice and the clock."""

import secrets
from datetime import UTC, datetime

from bot.domain.ids import (
    ConversationId,
    EvidenceId,
    InterpreterId,
    MessageId,
    OfficerId,
    Reference,
    ReferralId,
)
from bot.domain.invitation import CODE_DIGITS
from bot.domain.reference import DIGITS, reference

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
LENGTH = 12
"""36^12 names: none is met twice, none is guessed."""
SECRET_BYTES = 32


class Dice:
    """Implements `bot.ports.Ids` with the operating system's randomness."""

    def conversation(self) -> ConversationId:
        """A new conversation id."""
        return ConversationId(_name())

    def referral(self) -> ReferralId:
        """A new referral id."""
        return ReferralId(_name())

    def reference(self) -> Reference:
        """A new case number."""
        return reference("".join(secrets.choice("0123456789") for _ in range(DIGITS)))

    def evidence(self) -> EvidenceId:
        """A new evidence id."""
        return EvidenceId(_name())

    def message(self) -> MessageId:
        """A new message id."""
        return MessageId(_name())

    def officer(self) -> OfficerId:
        """A new officer id."""
        return OfficerId(_name())

    def interpreter(self) -> InterpreterId:
        """A new interpreter id."""
        return InterpreterId(_name())

    def code(self) -> str:
        """A one-time code."""
        return "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))

    def secret(self) -> str:
        """What opens something: 256 bits."""
        return secrets.token_urlsafe(SECRET_BYTES)


def _name() -> str:
    number = secrets.randbelow(len(ALPHABET) ** LENGTH)  # one draw: a turn makes many names
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def now() -> datetime:
    """The present moment, aware UTC."""
    return datetime.now(UTC)
