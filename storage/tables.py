"""The tables: what stands in the clear is ids, states, times, units, levels and keyed hashes.

Times are whole microseconds since 1970, UTC: exact, in order and alike on both databases. What is
waiting for a time has `due_at`; what is not has NULL there, and the indexes leave it out.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """A moment as it is stored."""
    return (at - _EPOCH) // _MICROSECOND


def micros_or_none(at: datetime | None) -> int | None:
    """A moment as it is stored, where there is one."""
    return None if at is None else micros(at)


def moment(stored: int) -> datetime:
    """A stored moment, aware UTC."""
    return _EPOCH + stored * _MICROSECOND


def moment_or_none(stored: int | None) -> datetime | None:
    """A stored moment, where there is one."""
    return None if stored is None else moment(stored)


def _table(name: str, *parts: Column[Any] | UniqueConstraint, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_with_rowid=rowid)


def _number() -> Column[int]:
    """The order in which rows came."""
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column("seq", kind, primary_key=True, autoincrement=True)


def _text(name: str, *, null: bool = False, key: bool = False, one: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null, unique=one or None)


def _bytes(name: str, *, null: bool = False, key: bool = False, one: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, primary_key=key, nullable=null, unique=one or None)


def _time(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _due(column: Column[int], *more: Column[Any]) -> None:
    """Index what is waiting for a time, and nothing else."""
    waiting = column.is_not(None)
    Index(None, *more, column, sqlite_where=waiting, postgresql_where=waiting)


marks: Final = _table("marks", _text("name", key=True), _text("value"))

data_keys: Final = _table("data_keys", _text("conversation", key=True), _bytes("wrapped"))

events: Final = _table(
    "events",
    _bytes("event", key=True),  # keyed hash of channel and event
    _text("channel"),
    _text("state"),  # done, kept or stuck
    _time("at"),
    _bytes("sealed", null=True),  # NULL once done
    _bytes("account", null=True),  # of a stuck one: keyed hash of channel and account
    _bytes("message", null=True),  # and of channel, account and message
    rowid=False,  # one tree to write to instead of two
)
_stuck = events.c.account.is_not(None)
Index(None, events.c.account, sqlite_where=_stuck, postgresql_where=_stuck)
_kept = events.c.sealed.is_not(None)
Index(None, events.c.at, sqlite_where=_kept, postgresql_where=_kept)

conversations: Final = _table(
    "conversations",
    _number(),
    _text("id", one=True),
    _text("channel"),
    _bytes("account"),  # keyed hash of channel and account
    _bytes("chat"),  # keyed hash of channel and chat
    _time("started_at"),
    _time("due_at", null=True),
    _bytes("sealed"),
)
Index(None, conversations.c.account, conversations.c.started_at, conversations.c.seq)
_due(conversations.c.due_at)

evidence: Final = _table(
    "evidence",
    _number(),
    _text("id", one=True),
    _text("conversation"),
    _text("state"),
    _time("due_at", null=True),
    _bytes("sealed"),
)
Index(None, evidence.c.conversation)
_due(evidence.c.due_at)

cases: Final = _table(
    "cases",
    _number(),
    _text("reference", one=True),
    _text("conversation", one=True),
    _text("channel"),
    _text("state"),
    _text("level"),
    _text("alerted_level", null=True),
    _flag("urgent"),
    _text("unit"),
    _time("opened_at"),
    _bytes("sealed", null=True),  # NULL once erased
    _time("erased_at", null=True),
)
Index(None, cases.c.state)
Index(None, cases.c.unit)
Index(None, cases.c.opened_at)

referrals: Final = _table(
    "referrals",
    _number(),
    _text("id", one=True),
    _text("reference"),
    _text("conversation"),
    _text("unit"),
    _text("state"),
    _text("holder", null=True),
    _time("started_at"),
    _time("answered_at", null=True),
    _time("due_at", null=True),
    _bytes("sealed", null=True),  # NULL once erased
    Column("kind", Text, nullable=False, server_default="centre"),  # or agency
    _time("late_at", null=True),  # from when on the answer, or the work on it, is late
)
Index(None, referrals.c.reference)
Index(None, referrals.c.conversation)
Index(None, referrals.c.holder, referrals.c.state)
Index(None, referrals.c.unit, referrals.c.state)
_due(referrals.c.due_at)

messages: Final = _table(
    "messages",
    _number(),
    _text("id", one=True),
    _text("reference"),
    _text("conversation"),  # whose data key seals it
    _text("direction"),  # to_worker or from_worker
    _text("state"),
    _time("at"),
    _time("sent_at", null=True),
    _time("answered_at", null=True),
    _bytes("sealed"),
)
Index(None, messages.c.conversation)
Index(None, messages.c.reference)

enclosures: Final = _table(
    "enclosures",
    _text("id", key=True),
    _text("conversation"),  # whose data key seals it
    _time("due_at", null=True),
    _bytes("sealed"),
)
Index(None, enclosures.c.conversation)
_due(enclosures.c.due_at)

enclosure_links: Final = _table(
    "enclosure_links",
    _bytes("token", key=True),  # keyed hash
    _text("enclosure"),
    _text("conversation"),
    _time("expires_at"),
)
Index(None, enclosure_links.c.enclosure)
Index(None, enclosure_links.c.conversation)
Index(None, enclosure_links.c.expires_at)

worker_pins: Final = _table(
    "worker_pins",
    _bytes("number", key=True),  # keyed hash
    _text("conversation"),
    _bytes("sealed"),
)
Index(None, worker_pins.c.conversation)

pin_tries: Final = _table(
    "pin_tries",
    _bytes("name", key=True),  # keyed hash of a number, an account, or of all
    Column("wrong", Integer, nullable=False),
    _time("since"),
    _time("until", null=True),
)
Index(None, pin_tries.c.since)

groups: Final = _table(
    "groups",
    _bytes("chat", key=True),  # keyed hash of channel and chat
    _text("channel"),
    _text("unit"),
    _flag("active"),
    _time("bound_at"),
    _bytes("sealed"),
)
Index(None, groups.c.unit)

officers: Final = _table(
    "officers",
    _text("id", key=True),
    _text("unit"),
    _text("channel"),
    _bytes("account"),  # keyed hash of channel and account
    _flag("active"),
    _bytes("sealed"),
    UniqueConstraint("unit", "channel", "account"),
)
Index(None, officers.c.account)

units: Final = _table(
    "units",
    _text("id", key=True),
    _text("kind"),
    _flag("active"),
    _bytes("sealed"),
)
rosters: Final = _table(
    "rosters",
    _text("unit", key=True),
    _time("due_at", null=True),  # when the next shift ends
    _bytes("sealed"),
)
_due(rosters.c.due_at)

interpreters: Final = _table(
    "interpreters",
    _text("id", key=True),
    _text("channel"),
    _bytes("account"),  # keyed hash of channel and account
    _flag("active"),
    _bytes("sealed"),
)
Index(None, interpreters.c.account)

assignments: Final = _table(
    "assignments",
    _text("id", key=True),
    _text("reference"),
    _text("conversation"),  # whose data key seals it
    _text("state"),
    _time("made_at"),
    _time("due_at", null=True),  # when its time is over
    _bytes("sealed", null=True),  # NULL once erased
)
Index(None, assignments.c.reference)
Index(None, assignments.c.conversation)
_due(assignments.c.due_at)

codes: Final = _table(
    "codes",
    _bytes("code", key=True),  # keyed hash
    _time("expires_at"),
    _bytes("sealed"),
)

case_links: Final = _table(
    "case_links",
    _bytes("token", key=True),  # keyed hash
    _bytes("secret", null=True, one=True),  # keyed hash; NULL until it is opened
    _text("officer"),
    _text("referral"),
    _text("what"),  # file, evidence or map
    _time("expires_at"),  # of the link; once opened, of its page
    _flag("opened"),
)
Index(None, case_links.c.expires_at)

copy_links: Final = _table(
    "copy_links",
    _bytes("token", key=True),  # keyed hash
    _bytes("secret", null=True, one=True),  # keyed hash; NULL until it is opened
    _text("conversation"),
    _time("made_at"),
    _time("expires_at"),  # of the link; once opened, of its page
    _flag("opened"),
)
Index(None, copy_links.c.conversation)
Index(None, copy_links.c.expires_at)

pins: Final = _table(
    "pins",
    _bytes("account", key=True),  # keyed hash of channel and account
    _bytes("sealed"),
)

outbox: Final = _table(
    "outbox",
    _number(),
    _bytes("key", one=True),  # keyed hash, kept for ever
    _bytes("target"),  # keyed hash of channel and chat
    _text("kind"),
    Column("priority", Integer, nullable=False),
    _flag("alert"),
    _text("state"),  # waiting, held, sent, cancelled or dead
    _text("reason"),  # why it is dead
    _text("conversation", null=True),  # whose data key seals it; NULL: the service's
    _time("owed_for"),  # when it was to leave; `due_at` moves with each try
    _time("due_at", null=True),  # when it may be claimed; NULL once settled
    _time("expires_at", null=True),
    _flag("leased"),
    Column("attempts", Integer, nullable=False),
    _time("settled_at", null=True),
    _bytes("sealed", null=True),  # NULL once settled
)
_due(outbox.c.due_at)
_due(outbox.c.due_at, outbox.c.target)
_of_one = outbox.c.conversation.is_not(None)
Index(None, outbox.c.conversation, sqlite_where=_of_one, postgresql_where=_of_one)
_of_none = outbox.c.conversation.is_(None)
Index(None, outbox.c.owed_for, sqlite_where=_of_none, postgresql_where=_of_none)

slots: Final = _table(
    "slots",
    _bytes("target", key=True),
    _bytes("slot", key=True),  # keyed hash
    _text("message"),
)

takes: Final = _table(
    "takes",
    _text("id", key=True),
    _time("due_at"),
    _bytes("sealed"),
)
Index(None, takes.c.due_at)
_held = outbox.c.state == "held"
Index("ix_outbox_held", outbox.c.target, sqlite_where=_held, postgresql_where=_held)

links: Final = _table(
    "links",
    _bytes("hash", key=True),  # keyed hash of a form of a name
    _text("reference", key=True),
    _text("kind"),
    rowid=False,
)
Index(None, links.c.reference)

chat_messages: Final = _table(
    "chat_messages",
    _bytes("id", key=True),  # keyed hash of channel, chat and message
    _bytes("chat"),  # keyed hash of channel and chat
    _time("at"),
    _bytes("sealed"),
)
Index(None, chat_messages.c.chat, chat_messages.c.at)
Index(None, chat_messages.c.at)

statistics: Final = _table(
    "statistics",  # how many cases of a sort were erased; nothing leads from here to one of them
    _text("month", key=True),
    _text("level", key=True),
    _text("categories", key=True),
    _text("province", key=True),
    _text("outcome", key=True),
    Column("cases", Integer, nullable=False),
)

audit: Final = _table(
    "audit",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _time("at"),
    _text("who"),
    _text("action"),
    _text("subject"),
    _bytes("sealed"),
    _bytes("hash"),  # keyed, over the previous one and this entry
)
Index(None, audit.c.subject)
