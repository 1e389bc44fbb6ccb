"""The database as a whole: units of work."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.ports.agencies import Agencies
from bot.ports.audit import Audit, Marks
from bot.ports.case_links import CaseLinks, Pins
from bot.ports.casework import Casework
from bot.ports.conversations import Conversations, Inbox
from bot.ports.copy_links import CopyLinks
from bot.ports.directory import Directory
from bot.ports.duty import Interpreters, Rosters
from bot.ports.enclosures import Enclosures
from bot.ports.erasing import ChatMessages, Statistics
from bot.ports.keys import KeyKeeping
from bot.ports.links import Links
from bot.ports.messages import Messages
from bot.ports.outbox import Outbox
from bot.ports.recordings import Takes
from bot.ports.worker_pins import WorkerPins

T = TypeVar("T")


class Work(Protocol):
    """One unit of work: everything done through it is committed together or not at all."""

    @property
    def inbox(self) -> Inbox:
        """Events."""

    @property
    def conversations(self) -> Conversations:
        """Intakes."""

    @property
    def casework(self) -> Casework:
        """Cases and referrals."""

    @property
    def links(self) -> Links:
        """Names in common between cases."""

    @property
    def messages(self) -> Messages:
        """What officers and workers wrote to each other."""

    @property
    def enclosures(self) -> Enclosures:
        """Photos and voices on their way to somebody."""

    @property
    def directory(self) -> Directory:
        """Groups and officers."""

    @property
    def agencies(self) -> Agencies:
        """Agencies a case can be referred to."""

    @property
    def rosters(self) -> Rosters:
        """Who is on call."""

    @property
    def interpreters(self) -> Interpreters:
        """Who translates."""

    @property
    def worker_pins(self) -> WorkerPins:
        """What opens an intake from another phone."""

    @property
    def outbox(self) -> Outbox:
        """What is owed."""

    @property
    def audit(self) -> Audit:
        """The log."""

    @property
    def keys(self) -> KeyKeeping:
        """What is sealed with which secret."""

    @property
    def takes(self) -> Takes:
        """Recordings that nobody has agreed to yet."""

    @property
    def case_links(self) -> CaseLinks:
        """One-time links into cases."""

    @property
    def copy_links(self) -> CopyLinks:
        """One-time links to workers' own copies."""

    @property
    def pins(self) -> Pins:
        """Officers' PINs."""

    @property
    def chat_messages(self) -> ChatMessages:
        """What can still be taken away of people's chats."""

    @property
    def statistics(self) -> Statistics:
        """What is counted of erased cases."""

    @property
    def marks(self) -> Marks:
        """Small facts."""


class Store(Protocol):
    """The database. Bodies are plain functions: they run in the store's own thread."""

    async def write(self, body: Callable[[Work], T]) -> T:
        """Run `body` in one unit of work and return once it is durably committed.

        An exception in `body` rolls back that unit alone and rises here. A body may run more than
        once when the database asks for a retry, so it must not touch anything but its `Work`.
        """

    async def read(self, body: Callable[[Work], T]) -> T:
        """Run `body` on a reader; what it writes is refused."""

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""


class StoreDown(Exception):  # noqa: N818  the platform is asked to bring the event again
    """The database cannot be reached or cannot write; nothing was stored."""
