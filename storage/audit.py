"""The log of views and changes: numbered without gaps, each entry's keyed hash over the one before.

Without the key nobody can change, insert or remove an entry and have the chain hold. The newest
entry's number stands in the mark `audit.head` under a keyed hash of its own, so that entries cut
off at the end are missed. Whoever appends looks at that first: a log that ends otherwise goes on,
but with an entry that says so, and is never whole again. The whole database put back to an earlier
day is seen by the checkpoints that are kept outside it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.audit import AuditEntry, Checkpoint, Disagreement
from storage.marks import Marks
from storage.sealing import Keyring, SealBrokenError
from storage.tables import audit, micros, moment
from storage.transaction import Row, Transaction

HEAD: Final = "audit.head"
BROKEN: Final = "log.broken"
"""The action of the entry that says: before it the log did not end as it had been left."""
_BOT: Final = "bot"
UNREADABLE: Final = "(this entry is not as it was written)"
_TAMPERED: Final = (SealBrokenError, ValueError, TypeError)
"""What reading an entry may raise; SQLite keeps words where numbers belong."""
_PAGE: Final = 1000
_MARKED: Final = 16
"""Digits of a hash that stand in a mark."""

_ADD: Final = (
    insert(audit)
    .inline()
    .values(
        seq=bindparam("seq"),
        at=bindparam("at"),
        who=bindparam("who"),
        action=bindparam("action"),
        subject=bindparam("subject"),
        sealed=bindparam("sealed"),
        hash=bindparam("hash"),
    )
)
_ENTRIES: Final = select(
    audit.c.seq,
    audit.c.at,
    audit.c.who,
    audit.c.action,
    audit.c.subject,
    audit.c.sealed,
    audit.c.hash,
).order_by(audit.c.seq)
_ABOUT: Final = _ENTRIES.where(audit.c.subject == bindparam("which"))
_AFTER: Final = _ENTRIES.where(audit.c.seq > bindparam("after")).limit(bindparam("most"))


_HASH: Final = select(audit.c.hash).where(audit.c.seq == bindparam("which"))
_LAST: Final = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)


class _Head(NamedTuple):
    seq: int
    hash: bytes


class Audit:
    """Implements `bot.ports.Audit`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._marks = Marks(transaction)
        self._keyring = transaction.keyring
        self._sealer = transaction.keyring.service("audit")
        self._new: list[AuditEntry] = []
        self._chat = ""
        self._recorded = False
        transaction.at_end(self._append_new)

    def heard_in(self, chat: str) -> None:
        """What is recorded from now on in this unit of work came from this chat."""
        self._chat = chat

    @property
    def recorded(self) -> bool:
        """Whether anything was recorded in this unit of work."""
        return self._recorded

    def record(self, entry: AuditEntry) -> None:
        """Append an entry, when the unit of work ends: whoever writes the log waits for nobody."""
        self._recorded = True
        self._new.append(entry if entry.chat else replace(entry, chat=self._chat))

    def entries(self, subject: str = "") -> Sequence[AuditEntry]:
        """Entries, oldest first."""
        self._append_new()
        transaction = self._transaction
        found = transaction.all(_ABOUT, which=subject) if subject else transaction.all(_ENTRIES)
        return [self._listed(row) for row in found]

    def checkpoint(self, now: datetime) -> Checkpoint | None:
        """The log as it stands, signed; None while it is empty."""
        self._append_new()
        head = self._last()
        if not head.seq:
            return None
        key = self._signing()
        return Checkpoint(
            head.seq,
            now,
            head.hash.hex(),
            key.sign(_signed(head.seq, now, head.hash)).hex(),
            key.public_key().public_bytes_raw().hex(),
        )

    def disagreement(self, checkpoint: Checkpoint) -> Disagreement | None:
        """Why the log is not the one that was signed, or None.

        The public key in a checkpoint is for others to check it with; ours is worked out anew.
        """
        hashed = bytes.fromhex(checkpoint.hash)
        signed = _signed(checkpoint.entry, checkpoint.at, hashed)
        try:
            self._signing().public_key().verify(bytes.fromhex(checkpoint.signature), signed)
        except InvalidSignature:
            return Disagreement.FORGED
        row = self._transaction.one(_HASH, which=checkpoint.entry)
        if row is None:
            return Disagreement.CUT_OFF
        return None if bytes(row[0]) == hashed else Disagreement.CHANGED

    def bears(self, mark: str) -> bool:
        """Whether the log has the entry that somebody wrote down, `Checkpoint.mark`."""
        entry, _, digits = mark.strip().partition(":")
        if not entry.isascii() or not entry.isdecimal():
            return False
        row = self._transaction.one(_HASH, which=int(entry))
        wanted = digits.replace("-", "").lower()
        return (
            row is not None and len(wanted) == _MARKED and bytes(row[0]).hex()[:_MARKED] == wanted
        )

    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._transaction.keyring.secret("audit.sign"))

    def verify(self) -> int | None:
        """The number of the first entry that was changed or is missing, or None."""
        self._append_new()
        head = _Head(0, b"")
        for row in self._rows():
            if row[0] != head.seq + 1 or not self._follows(head, row):
                return head.seq + 1
            head = _Head(row[0], bytes(row[-1]))
        return None if self._marks.get(HEAD) == head_mark(self._keyring, *head) else head.seq + 1

    def _append_new(self) -> None:
        if not self._new:
            return
        self._transaction.lock("audit")
        head = self._last()
        if self._marks.get(HEAD) != head_mark(self._keyring, *head):
            broken = AuditEntry(self._new[0].at, _BOT, BROKEN, "", detail=f"after {head.seq}")
            head = self._append(head, broken)
        for entry in self._new:
            head = self._append(head, entry)
        self._new.clear()
        self._marks.set(HEAD, head_mark(self._keyring, *head))

    def _append(self, head: _Head, entry: AuditEntry) -> _Head:
        seq = head.seq + 1
        digest = self._hash(head, entry)
        details = json.dumps(_details(entry)).encode()
        self._transaction.change(
            _ADD,
            seq=seq,
            at=micros(entry.at),
            who=entry.who,
            action=entry.action,
            subject=entry.subject,
            sealed=self._sealer.seal(details, "audit", str(seq), "sealed"),
            hash=digest,
        )
        return _Head(seq, digest)

    def _last(self) -> _Head:
        """The newest entry that is there."""
        row = self._transaction.one(_LAST)
        return _Head(row[0], bytes(row[1])) if row else _Head(0, b"")

    def _hash(self, head: _Head, entry: AuditEntry) -> bytes:
        content = [head.seq + 1, micros(entry.at), entry.who, entry.action, entry.subject]
        canonical = json.dumps([*content, *_details(entry)]).encode()
        return self._transaction.keyring.chained("audit", head.hash, canonical)

    def _follows(self, head: _Head, row: Row) -> bool:
        """Whether it is the next one as it was written, and not one that tells of a breach."""
        try:
            entry = self._entry(row)
            return entry.action != BROKEN and self._hash(head, entry) == bytes(row[-1])
        except _TAMPERED:
            return False

    def _listed(self, row: Row) -> AuditEntry:
        """An entry; of one that was tampered with what still can be told, so that it is seen."""
        try:
            return self._entry(row)
        except _TAMPERED:
            _, at, who, action, subject, *_ = row
            when = moment(at) if isinstance(at, int) else moment(0)
            return AuditEntry(when, str(who), str(action), str(subject), detail=UNREADABLE)

    def _entry(self, row: Row) -> AuditEntry:
        seq, at, who, action, subject, blob, _ = row
        details = json.loads(self._sealer.open(blob, "audit", str(seq), "sealed"))
        return AuditEntry(moment(at), who, action, subject, *details)

    def _rows(self) -> Iterator[Row]:
        after = 0
        while page := self._transaction.all(_AFTER, after=after, most=_PAGE):
            yield from page
            after = page[-1][0]


def _details(entry: AuditEntry) -> list[str]:
    """What is sealed of it; the chat only where it is known, as entries were before it was."""
    return [entry.where, entry.detail, *([entry.chat] if entry.chat else [])]


def head_mark(keyring: Keyring, seq: int, newest: bytes) -> str:
    """What stands in the mark `audit.head` for a log of `seq` entries; 0 for one without any."""
    proof = keyring.chained(HEAD, newest, str(seq).encode())
    return f"{seq}:{newest.hex()}:{proof.hex()}"


def _signed(entry: int, at: datetime, hashed: bytes) -> bytes:
    return json.dumps(["rongthuk.log", entry, micros(at), hashed.hex()]).encode()
