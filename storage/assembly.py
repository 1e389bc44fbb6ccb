"""One unit of work, assembled of its parts; a part is made when it is first asked for."""

from functools import cached_property

from storage.audit import Audit
from storage.casework import Casework
from storage.conversations import Conversations
from storage.directory import Directory
from storage.inbox import Inbox
from storage.key_keeping import KeyKeeping
from storage.marks import Marks
from storage.outbox import Outbox
from storage.pins import Pins
from storage.transaction import Transaction


class UnitOfWork:
    """Implements `bot.ports.Work`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @cached_property
    def inbox(self) -> Inbox:
        """Events."""
        return Inbox(self._transaction)

    @cached_property
    def conversations(self) -> Conversations:
        """Intakes."""
        return Conversations(self._transaction)

    @cached_property
    def casework(self) -> Casework:
        """Cases and referrals."""
        return Casework(self._transaction)

    @cached_property
    def directory(self) -> Directory:
        """Groups and officers."""
        return Directory(self._transaction)

    @cached_property
    def outbox(self) -> Outbox:
        """What is owed."""
        return Outbox(self._transaction)

    @cached_property
    def pins(self) -> Pins:
        """What opens an intake from another phone."""
        return Pins(self._transaction)

    @cached_property
    def audit(self) -> Audit:
        """The log."""
        return Audit(self._transaction)

    @cached_property
    def keys(self) -> KeyKeeping:
        """What is sealed with which secret."""
        return KeyKeeping(self._transaction)

    @cached_property
    def marks(self) -> Marks:
        """Small facts."""
        return Marks(self._transaction)
