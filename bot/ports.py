"""What the use cases need of the outside: a store, a voice, channels, a clock and dice."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.conversation import Conversation, Evidence
from bot.domain.delivery import Owed
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    EvidenceId,
    LanguageCode,
    Level,
    OfficerId,
    Reference,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.incoming import Chat
from bot.domain.prompt import Message, Prompt
from bot.domain.referral import Referral
from bot.domain.unit import Code, Group, Officer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a list of cases shows: only what stands in the clear."""

    reference: Reference
    state: CaseState
    level: Level
    alerted_level: Level | None
    urgent: bool
    unit: UnitId
    channel: Channel
    opened_at: datetime
    next_due_at: datetime | None


class Inbox(Protocol):
    """Events of the platforms: each counts once."""

    def accept(self, channel: Channel, event: str, raw: bytes, now: datetime) -> bool:
        """Keep a new event (keyed hash of its id, raw sealed); False where it is known already.

        A known event that is *stuck* is accepted again only through `stuck`.
        """

    def done(self, channel: Channel, event: str) -> None:
        """Drop the raw event: it has been processed."""

    def stick(self, channel: Channel, event: str, raw: bytes, now: datetime) -> None:
        """Keep an event that a bug stopped, to be taken again later."""

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

    def due(self, now: datetime, limit: int) -> Sequence[ConversationId]:
        """Conversations for which something is to happen, earliest first."""

    def forget(self, conversation: ConversationId) -> None:
        """Erase it, its key and its evidence rows (their files are the evidence store's).

        What its key sealed goes with it: its case (whose row stays as erased), its referrals and
        what was owed about it. Owe after this what is still to be said.
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


class Casework(Protocol):
    """Cases and their referrals."""

    def add(self, case: Case) -> None:
        """Store a new case."""

    def get(self, reference: Reference) -> Case | None:
        """A case, locked until the unit of work ends."""

    def of_conversation(self, conversation: ConversationId) -> Case | None:
        """The case filed from a conversation, locked."""

    def save(self, case: Case) -> None:
        """Store its new state."""

    def rows(
        self, *, unit: UnitId | None = None, states: Iterable[CaseState] = (), limit: int = 1000
    ) -> Sequence[CaseRow]:
        """Cases without opening a sealed field, newest first."""

    def add_referral(self, referral: Referral) -> None:
        """Store a new referral."""

    def referral(self, referral: ReferralId) -> Referral | None:
        """A referral, locked until the unit of work ends."""

    def referrals_of(self, reference: Reference) -> Sequence[Referral]:
        """All referrals of a case, oldest first, locked."""

    def save_referral(self, referral: Referral) -> None:
        """Store its new state and `next_due_at`."""

    def due_referrals(self, now: datetime, limit: int) -> Sequence[Referral]:
        """Open referrals with something due, earliest first; locked, others' locks skipped."""

    def held_by(self, officer: OfficerId) -> Sequence[Referral]:
        """Acknowledged referrals an officer holds, newest first."""

    def without_next_step(self) -> int:
        """Open cases with no due time anywhere: must be zero."""

    def counts(self) -> Sequence[tuple[CaseState, ReferralState | None, int]]:
        """How many cases in which state, for the metrics."""


class Directory(Protocol):
    """Who is reached where: groups, officers, one-time codes."""

    def groups_of(self, unit: UnitId) -> Sequence[Group]:
        """Active groups of a unit."""

    def groups(self) -> Sequence[Group]:
        """All groups, inactive ones too."""

    def unit_of(self, chat: Chat) -> UnitId | None:
        """The unit a group chat is bound to (active bindings only)."""

    def bind(self, unit: UnitId, chat: Chat, now: datetime) -> None:
        """Bind a group to a unit (again); any earlier binding of that chat ends."""

    def unbind(self, chat: Chat) -> UnitId | None:
        """Stop reaching a group; the unit it was bound to."""

    def move(self, chat: Chat, to: str) -> None:
        """Follow a group to its new id; waiting deliveries follow."""

    def officer(self, officer: OfficerId) -> Officer | None:
        """An officer by id."""

    def officers_with(self, channel: Channel, account: str) -> Sequence[Officer]:
        """The enrolments of an account (one a unit), active ones only."""

    def officers_of(self, unit: UnitId) -> Sequence[Officer]:
        """Active officers of a unit."""

    def enrol(self, officer: Officer) -> None:
        """Store an officer, new or changed (unique by unit, channel and account)."""

    def add_code(self, code: Code) -> None:
        """Keep a one-time code (keyed hash)."""

    def redeem(self, code: str, now: datetime) -> Code | None:
        """Use up a code; None where it is unknown, used or expired."""


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

    def sent(self, owed: Owed, message: str, now: datetime) -> None:
        """Record that it left; `message` is the platform's id, kept for its slot."""

    def later(self, owed: Owed, due_at: datetime) -> None:
        """Give the lease back, to be tried again at `due_at`; counts an attempt."""

    def dead(self, owed: Owed, reason: str, now: datetime) -> None:
        """Give up on it; its sealed payload is dropped."""

    def placed(self, target: Chat, slot: str) -> str:
        """The platform's id of the message in a slot, or an empty string."""

    def waiting(self, now: datetime) -> Sequence[tuple[str, int, float]]:
        """Per kind: how many wait, and the oldest's age in seconds."""

    def next_due(self) -> datetime | None:
        """When the next message falls due."""

    def release(self, now: datetime) -> int:
        """Give back every lease, those of others too: only where nobody else sends. How many."""


class Audit(Protocol):
    """The log of views and changes, hash-chained."""

    def record(self, entry: AuditEntry) -> None:
        """Append an entry."""

    def entries(self, subject: str = "") -> Sequence[AuditEntry]:
        """Entries, oldest first."""

    def verify(self) -> int | None:
        """The number of the first entry that was changed or is missing, or None."""


class Marks(Protocol):
    """Small named facts of the installation: heartbeats, poll offsets, the key's fingerprint."""

    def get(self, name: str) -> str:
        """The value, or an empty string."""

    def set(self, name: str, value: str) -> None:
        """Store it."""

    def swap(self, name: str, was: str, value: str) -> bool:
        """Store it if it still is `was` (empty: not there yet); whether it was."""


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
    def directory(self) -> Directory:
        """Groups and officers."""

    @property
    def outbox(self) -> Outbox:
        """What is owed."""

    @property
    def audit(self) -> Audit:
        """The log."""

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


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One worded message for a channel.

    `edit` is the platform's id of the message to replace. `retry_key` is a UUID that is the same
    at each try. `silent` asks for no sound. `protected` asks that it cannot be passed on or saved
    (where the platform can); in groups it always is. `toast` is a short notice to whoever made
    the `tap`, instead of a message, where the platform has such a thing. `language` is the one it
    is worded in.
    """

    chat: Chat
    message: Message
    retry_key: str
    edit: str = ""
    tap: str = ""
    silent: bool = False
    protected: bool = False
    toast: bool = False
    language: str = ""


class Sender(Protocol):
    """A channel's sending side."""

    @property
    def channel(self) -> Channel:
        """Which platform."""

    @property
    def edits(self) -> bool:
        """Whether a sent message can be changed."""

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        """Send messages of one chat, in order, at most five; the platform's ids of them.

        With a `reply_token` they answer in place, which on LINE is free. Raises `TryLater`,
        `Unreachable` or `Rejected`; a spent reply token raises `ReplyExpired`.
        """

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        """The bytes of a file in pieces.

        Raises `TryLater` while it is prepared, `Unreachable` when it is gone or larger than `cap`
        bytes.
        """

    async def close(self) -> None:
        """Let go of connections."""


class ReplyExpired(Exception):  # noqa: N818  the delivery goes on by push
    """The reply token is spent or too old."""


class Rejected(Exception):  # noqa: N818  a delivery's outcome
    """The platform will not take this message: our mistake. Its target can still be reached."""


class Voice(Protocol):
    """The catalogue, as the use cases see it."""

    def word(self, prompt: Prompt, language: LanguageCode) -> Message:
        """The prompt in words."""

    def languages(self) -> Sequence[LanguageCode]:
        """Languages that are complete, in the order in which they are offered."""


class EvidenceStore(Protocol):
    """Where the bytes of photos and recordings are kept, sealed."""

    async def keep(self, evidence: EvidenceId, pieces: AsyncIterator[bytes]) -> tuple[int, str]:
        """Seal and keep them durably; size in bytes and SHA-256 of what came."""

    async def open(self, evidence: EvidenceId) -> bytes:
        """The bytes as they came."""

    async def erase(self, evidence: EvidenceId) -> None:
        """Remove them; nothing happens where there are none."""

    async def names(self) -> Sequence[EvidenceId]:
        """Every file that is kept."""


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

    def officer(self) -> OfficerId:
        """A new officer id."""

    def code(self) -> str:
        """A one-time code that can be read aloud: eight digits."""


class Log(Protocol):
    """Events with ids: never text, answers, names, addresses, places or tokens."""

    def event(self, name: str, **fields: str | float | None) -> None:
        """Write that something happened, e.g. `turn.taken`; fields stand on an allow-list."""

    def failure(self, name: str, error: BaseException, **fields: str | float | None) -> None:
        """Write that something failed: the error's class and where it rose, never its message."""


class EventOutcome(StrEnum):
    """What became of an event of a platform."""

    NEW = "new"
    REPEATED = "repeated"
    UNREADABLE = "unreadable"
    STUCK = "stuck"
    REFUSED = "refused"  # the POST was forged or was no event


class DeliveryOutcome(StrEnum):
    """What became of one try to deliver."""

    SENT = "sent"
    LATER = "later"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    EXPIRED = "expired"


class Meter(Protocol):
    """What is counted; no ids, nothing personal."""

    def event(self, channel: str, kind: str, outcome: EventOutcome) -> None:
        """An event of a platform came; `kind` is what it carried (`text`, `tap` ...)."""

    def turn(self, channel: str, took: timedelta) -> None:
        """A turn was committed."""

    def delivery(self, channel: str, outcome: DeliveryOutcome) -> None:
        """A delivery was tried."""

    def reminder(self, stage: str) -> None:
        """A stage of a clock was carried out, by its key (`remind.1`, `national` ...)."""

    def failed_duty(self, name: str) -> None:
        """A duty of the scheduler failed and will be tried again."""


class Office(Protocol):
    """What the operator's commands work with."""

    @property
    def store(self) -> Store:
        """The database."""

    @property
    def clock(self) -> Clock:
        """The present moment."""

    @property
    def ids(self) -> Ids:
        """The dice."""


class WrongArgument(Exception):  # noqa: N818  it is an answer, not a failure
    """A command was given something that cannot be; the message is for the operator."""

    def __init__(self, argument: str, problem: str) -> None:
        """Keep which argument it is (`unit`), and what is wrong with it."""
        super().__init__(f"{argument}: {problem}")
        self.argument = argument
        self.problem = problem
