"""Interpreters, sealed with the service's key; their assignments, sealed with the case's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import AssignmentId, Channel, InterpreterId, Reference
from bot.domain.interpreter import Assignment, Interpreter
from storage.tables import assignments, conversations, interpreters, micros, micros_or_none
from storage.transaction import Row, Transaction, opened, sealed

_ALL: Final = (
    select(interpreters.c.id, interpreters.c.sealed)
    .where(interpreters.c.active)
    .order_by(interpreters.c.id)
)
_ONE: Final = select(interpreters.c.id, interpreters.c.sealed).where(
    interpreters.c.id == bindparam("which")
)
_WITH: Final = _ALL.where(interpreters.c.account == bindparam("account"))
_enrol = (
    insert(interpreters)
    .inline()
    .values(
        id=bindparam("id"),
        channel=bindparam("channel"),
        account=bindparam("account"),
        active=bindparam("active"),
        sealed=bindparam("sealed"),
    )
)
_ENROL: Final = _enrol.on_conflict_do_update(
    index_elements=[interpreters.c.id],
    set_={name: _enrol.excluded[name] for name in ("channel", "account", "active", "sealed")},
)
_assign = (
    insert(assignments)
    .inline()
    .values(
        id=bindparam("id"),
        reference=bindparam("reference"),
        conversation=bindparam("conversation"),
        state=bindparam("state"),
        made_at=bindparam("made"),
        due_at=bindparam("due"),
        sealed=bindparam("sealed"),
    )
)
_ASSIGN: Final = _assign.on_conflict_do_update(
    index_elements=[assignments.c.id],
    set_={name: _assign.excluded[name] for name in ("state", "due_at", "sealed")},
)
_assignment = select(assignments.c.id, assignments.c.conversation, assignments.c.sealed)
_ASSIGNMENT: Final = _assignment.where(assignments.c.id == bindparam("which")).with_for_update(
    of=assignments
)
_OF_CASE: Final = _assignment.where(assignments.c.reference == bindparam("which")).order_by(
    assignments.c.made_at, assignments.c.id
)
_LOCK: Final = (
    select(conversations.c.id)
    .where(
        conversations.c.id
        == select(assignments.c.conversation)
        .where(assignments.c.id == bindparam("which"))
        .scalar_subquery()
    )
    .with_for_update(of=conversations)
)
_DUE: Final = (
    select(assignments.c.id)
    .where(assignments.c.due_at <= bindparam("now"), assignments.c.sealed.is_not(None))
    .order_by(assignments.c.due_at)
    .limit(bindparam("most"))
)


class Interpreters:
    """Implements `bot.ports.Interpreters`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("interpreters")

    def enrol(self, interpreter: Interpreter) -> None:
        """Store one, new or changed."""
        self._transaction.change(
            _ENROL,
            id=interpreter.id,
            channel=interpreter.channel.value,
            account=self._account(interpreter.channel, interpreter.account),
            active=interpreter.active,
            sealed=sealed(self._sealer, interpreter, "interpreters", interpreter.id),
        )

    def get(self, interpreter: InterpreterId) -> Interpreter | None:
        """An interpreter by id."""
        row = self._transaction.one(_ONE, which=interpreter)
        return self._interpreter(row) if row else None

    def everybody(self) -> Sequence[Interpreter]:
        """All that are active."""
        return [self._interpreter(row) for row in self._transaction.all(_ALL)]

    def with_account(self, channel: Channel, account: str) -> Interpreter | None:
        """The active interpreter with an account."""
        row = self._transaction.one(_WITH, account=self._account(channel, account))
        return self._interpreter(row) if row else None

    def assign(self, assignment: Assignment) -> None:
        """Store an assignment, new or changed; nothing happens where its case was erased."""
        sealer = self._transaction.known_sealer(assignment.conversation)
        if sealer is None:
            return
        self._transaction.change(
            _ASSIGN,
            id=assignment.id,
            reference=assignment.reference,
            conversation=assignment.conversation,
            state=assignment.state.value,
            made=micros(assignment.made_at),
            due=micros_or_none(assignment.due_at),
            sealed=sealed(sealer, assignment, "assignments", assignment.id),
        )

    def assignment(self, assignment: AssignmentId) -> Assignment | None:
        """An assignment by id, its case locked; None where the case was erased."""
        self._transaction.lock_row(_LOCK, which=assignment)
        row = self._transaction.one(_ASSIGNMENT, which=assignment)
        return self._assignment(row) if row else None

    def assignments_of(self, reference: Reference) -> Sequence[Assignment]:
        """All assignments of a case, oldest first."""
        rows = self._transaction.all(_OF_CASE, which=reference)
        return [found for found in map(self._assignment, rows) if found is not None]

    def due(self, now: datetime, limit: int) -> Sequence[AssignmentId]:
        """Assignments whose time is over, earliest first."""
        rows = self._transaction.all(_DUE, now=micros(now), most=limit)
        return [AssignmentId(row[0]) for row in rows]

    def _interpreter(self, row: Row) -> Interpreter:
        return opened(self._sealer, Interpreter, row[1], "interpreters", row[0])

    def _assignment(self, row: Row) -> Assignment | None:
        name, conversation, blob = row
        sealer = self._transaction.known_sealer(conversation)
        if sealer is None or blob is None:
            return None
        return opened(sealer, Assignment, blob, "assignments", name)

    def _account(self, channel: Channel, account: str) -> bytes:
        return self._transaction.digest("account", channel.value, account)
