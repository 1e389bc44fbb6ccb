"""What the use cases need of the outside: a store, a voice, channels, a clock and dice."""

from bot.ports.agencies import Agencies
from bot.ports.audit import Audit, CheckpointFile, Marks
from bot.ports.case_links import CaseLinks, Pins
from bot.ports.casework import CaseRow, Casework, Tombstone
from bot.ports.conversations import Conversations, Inbox
from bot.ports.copy_links import CopyLinks
from bot.ports.directory import Directory
from bot.ports.duty import Interpreters, Rosters
from bot.ports.enclosures import Copied, Copying, Enclosures, NotCopied
from bot.ports.erasing import ChatMessages, Statistics
from bot.ports.evidence import EvidenceStore
from bot.ports.keys import KeyKeeping, Note, Rotation
from bot.ports.links import LinkedCase, Links
from bot.ports.messages import Messages
from bot.ports.observing import DeliveryOutcome, EventOutcome, Log, Meter
from bot.ports.office import Clock, Ids, Office, WordedOffice, WrongArgument
from bot.ports.outbox import Outbox
from bot.ports.recordings import NotRecorded, Recordings, Takes
from bot.ports.sending import (
    Enclosed,
    Gauge,
    Outgoing,
    Quota,
    Rejected,
    ReplyExpired,
    Sender,
    Uploads,
    Voice,
)
from bot.ports.store import Store, StoreDown, Work
from bot.ports.worker_pins import PinHashing, WorkerPins

__all__ = [
    "Agencies",
    "Audit",
    "CaseLinks",
    "CaseRow",
    "Casework",
    "ChatMessages",
    "CheckpointFile",
    "Clock",
    "Conversations",
    "Copied",
    "CopyLinks",
    "Copying",
    "DeliveryOutcome",
    "Directory",
    "Enclosed",
    "Enclosures",
    "EventOutcome",
    "EvidenceStore",
    "Gauge",
    "Ids",
    "Inbox",
    "Interpreters",
    "KeyKeeping",
    "LinkedCase",
    "Links",
    "Log",
    "Marks",
    "Messages",
    "Meter",
    "NotCopied",
    "NotRecorded",
    "Note",
    "Office",
    "Outbox",
    "Outgoing",
    "PinHashing",
    "Pins",
    "Quota",
    "Recordings",
    "Rejected",
    "ReplyExpired",
    "Rosters",
    "Rotation",
    "Sender",
    "Statistics",
    "Store",
    "StoreDown",
    "Takes",
    "Tombstone",
    "Uploads",
    "Voice",
    "WordedOffice",
    "Work",
    "WorkerPins",
    "WrongArgument",
]
