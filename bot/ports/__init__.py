"""What the use cases need of the outside: a store, a voice, channels, a clock and dice."""

from bot.ports.audit import Audit, CheckpointFile, Marks
from bot.ports.casework import CaseRow, Casework
from bot.ports.conversations import Conversations, Inbox
from bot.ports.directory import Directory
from bot.ports.evidence import EvidenceStore
from bot.ports.keys import KeyKeeping, Rotation
from bot.ports.observing import DeliveryOutcome, EventOutcome, Log, Meter
from bot.ports.office import Clock, Ids, Office, WrongArgument
from bot.ports.outbox import Outbox
from bot.ports.pins import PinHashing, Pins
from bot.ports.sending import Outgoing, Rejected, ReplyExpired, Sender, Voice
from bot.ports.store import Store, StoreDown, Work

__all__ = [
    "Audit",
    "CaseRow",
    "Casework",
    "CheckpointFile",
    "Clock",
    "Conversations",
    "DeliveryOutcome",
    "Directory",
    "EventOutcome",
    "EvidenceStore",
    "Ids",
    "Inbox",
    "KeyKeeping",
    "Log",
    "Marks",
    "Meter",
    "Office",
    "Outbox",
    "Outgoing",
    "PinHashing",
    "Pins",
    "Rejected",
    "ReplyExpired",
    "Rotation",
    "Sender",
    "Store",
    "StoreDown",
    "Voice",
    "Work",
    "WrongArgument",
]
