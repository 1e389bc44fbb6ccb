"""One unit of work, assembled of its parts; a part is made when it is first asked for."""

from functools import cached_property

from storage.agencies import Agencies
from storage.audit import Audit
from storage.case_links import CaseLinks, Pins
from storage.casework import Casework
from storage.chat_messages import ChatMessages
from storage.conversations import Conversations
from storage.copy_links import CopyLinks
from storage.directory import Directory
from storage.enclosures import Enclosures
from storage.inbox import Inbox
from storage.interpreters import Interpreters
from storage.key_keeping import KeyKeeping
from storage.links import Links
from storage.marks import Marks
from storage.messages import Messages
from storage.outbox import Outbox
from storage.rosters import Rosters
from storage.statistics import Statistics
from storage.takes import Takes
from storage.transaction import Transaction
from storage.worker_pins import WorkerPins


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
    def links(self) -> Links:
        """Names in common."""
        return Links(self._transaction)

    @cached_property
    def messages(self) -> Messages:
        """What officers and workers wrote to each other."""
        return Messages(self._transaction)

    @cached_property
    def enclosures(self) -> Enclosures:
        """Photos and voices on their way."""
        return Enclosures(self._transaction)

    @cached_property
    def directory(self) -> Directory:
        """Groups and officers."""
        return Directory(self._transaction)

    @cached_property
    def agencies(self) -> Agencies:
        """Agencies."""
        return Agencies(self._transaction)

    @cached_property
    def rosters(self) -> Rosters:
        """Who is on call."""
        return Rosters(self._transaction)

    @cached_property
    def interpreters(self) -> Interpreters:
        """Who translates."""
        return Interpreters(self._transaction)

    @cached_property
    def outbox(self) -> Outbox:
        """What is owed."""
        return Outbox(self._transaction)

    @cached_property
    def worker_pins(self) -> WorkerPins:
        """What opens an intake from another phone."""
        return WorkerPins(self._transaction)

    @cached_property
    def audit(self) -> Audit:
        """The log."""
        return Audit(self._transaction)

    @cached_property
    def keys(self) -> KeyKeeping:
        """What is sealed with which secret."""
        return KeyKeeping(self._transaction)

    @cached_property
    def takes(self) -> Takes:
        """Recordings that nobody has agreed to yet."""
        return Takes(self._transaction)

    @cached_property
    def case_links(self) -> CaseLinks:
        """One-time links into cases."""
        return CaseLinks(self._transaction)

    @cached_property
    def copy_links(self) -> CopyLinks:
        """One-time links to workers' own copies."""
        return CopyLinks(self._transaction)

    @cached_property
    def pins(self) -> Pins:
        """Officers' PINs."""
        return Pins(self._transaction)

    @cached_property
    def chat_messages(self) -> ChatMessages:
        """What can still be taken away of people's chats."""
        return ChatMessages(self._transaction)

    @cached_property
    def statistics(self) -> Statistics:
        """What is counted of erased cases."""
        return Statistics(self._transaction)

    @cached_property
    def marks(self) -> Marks:
        """Small facts."""
        return Marks(self._transaction)
