"""Who is on call, and who translates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import AssignmentId, Channel, InterpreterId, Reference, UnitId
from bot.domain.interpreter import Assignment, Interpreter
from bot.domain.roster import Roster


class Rosters(Protocol):
    """Rosters of the units."""

    def of(self, unit: UnitId, *, locked: bool = False) -> Roster:
        """A unit's roster, empty where none was stored; `locked` by whoever will change it."""

    def save(self, roster: Roster, due_at: datetime | None) -> None:
        """Store it; `due_at` is when the next shift ends."""

    def due(self, now: datetime) -> Sequence[UnitId]:
        """Units of which a shift has ended."""


class Interpreters(Protocol):
    """Interpreters and what they were assigned."""

    def enrol(self, interpreter: Interpreter) -> None:
        """Store one, new or changed."""

    def get(self, interpreter: InterpreterId) -> Interpreter | None:
        """An interpreter by id."""

    def everybody(self) -> Sequence[Interpreter]:
        """All that are active."""

    def with_account(self, channel: Channel, account: str) -> Interpreter | None:
        """The active interpreter with an account."""

    def assign(self, assignment: Assignment) -> None:
        """Store an assignment, new or changed; nothing happens where its case was erased."""

    def assignment(self, assignment: AssignmentId) -> Assignment | None:
        """An assignment by id, its case locked; None where the case was erased."""

    def assignments_of(self, reference: Reference) -> Sequence[Assignment]:
        """All assignments of a case, oldest first."""

    def due(self, now: datetime, limit: int) -> Sequence[AssignmentId]:
        """Assignments whose time is over, earliest first."""
