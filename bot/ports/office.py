"""A clock, dice, and what the commands work with."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.domain.ids import (
    ConversationId,
    EvidenceId,
    InterpreterId,
    MessageId,
    OfficerId,
    Reference,
    ReferralId,
)
from bot.domain.policy import Policy
from bot.ports.audit import CheckpointFile
from bot.ports.keys import Rotation
from bot.ports.sending import Voice
from bot.ports.store import Store

Clock = Callable[[], datetime]
"""The present moment, aware UTC."""


class Ids(Protocol):
    """The dice: unguessable names."""

    def conversation(self) -> ConversationId:
        """A new conversation id."""

    def referral(self) -> ReferralId:
        """A new referral id."""

    def reference(self) -> Reference:
        """A new case number with its check digit."""

    def evidence(self) -> EvidenceId:
        """A new evidence id."""

    def message(self) -> MessageId:
        """A new id of a message between an officer and a worker."""

    def officer(self) -> OfficerId:
        """A new officer id."""

    def interpreter(self) -> InterpreterId:
        """A new interpreter id."""

    def code(self) -> str:
        """A one-time code that can be read aloud: twelve digits."""

    def secret(self) -> str:
        """What opens something and is never read aloud: 256 bits, fit for an address."""


class Office(Protocol):
    """What the operator's commands work with."""

    @property
    def store(self) -> Store:
        """The database."""

    @property
    def rotation(self) -> Rotation:
        """The change of the master key."""

    @property
    def checkpoints(self) -> CheckpointFile:
        """The signed checkpoints of the log."""

    @property
    def clock(self) -> Clock:
        """The present moment."""

    @property
    def ids(self) -> Ids:
        """The dice."""

    @property
    def policy(self) -> Policy:
        """The policy of this installation."""


class WordedOffice(Office, Protocol):
    """An office that can also put something in words."""

    @property
    def catalogue(self) -> Voice:
        """The words."""


class WrongArgument(Exception):  # noqa: N818  it is an answer, not a failure
    """A command was given something that cannot be; the message is for the operator."""

    def __init__(self, argument: str, problem: str) -> None:
        """Keep which argument it is (`unit`), and what is wrong with it."""
        super().__init__(f"{argument}: {problem}")
        self.argument = argument
        self.problem = problem
