"""Where cases and their referrals are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.case import Case
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    Level,
    OfficerId,
    Reference,
    ReferralId,
    ReferralState,
    UnitId,
)
from bot.domain.load import UnitLoad
from bot.domain.referral import Referral


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


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands of a case in the clear; `remains` is what can still be read, by its sort."""

    reference: Reference
    state: CaseState
    unit: UnitId
    opened_at: datetime
    erased_at: datetime | None
    remains: Mapping[str, int]


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

    def ended(self, before: datetime, after: int, limit: int) -> Sequence[tuple[int, Reference]]:
        """Closed and withdrawn cases filed until then, in the order filed, behind a place in it."""

    def tombstone(self, reference: Reference) -> Tombstone | None:
        """What stands of a case, erased or not; None where there never was one."""

    def add_referral(self, referral: Referral) -> None:
        """Store a new referral."""

    def referral(self, referral: ReferralId) -> Referral | None:
        """A referral, locked until the unit of work ends."""

    def referrals_of(self, reference: Reference) -> Sequence[Referral]:
        """All referrals of a case to centres, oldest first, locked."""

    def agency_referrals_of(self, reference: Reference) -> Sequence[Referral]:
        """All referrals of a case to agencies, oldest first, locked."""

    def save_referral(self, referral: Referral) -> None:
        """Store its new state and `next_due_at`."""

    def due_referrals(self, now: datetime, limit: int) -> Sequence[Referral]:
        """Referrals with something due, earliest first; locked, others' locks skipped.

        Those before a unit, and those that somebody took.
        """

    def held_by(self, officer: OfficerId) -> Sequence[Referral]:
        """Acknowledged referrals to centres that an officer holds, newest first."""

    def open_held_by(self, officer: OfficerId) -> Sequence[Referral]:
        """The same without those whose case is closed."""

    def before_agency(self, unit: UnitId) -> Sequence[Referral]:
        """What an agency was sent and has not ended, newest first."""

    def left_behind(self, limit: int) -> Sequence[ReferralId]:
        """Acknowledged referrals of taken cases whose holder is enrolled no more, oldest first."""

    def without_next_step(self) -> int:
        """Open cases with no due time anywhere: must be zero."""

    def forgotten(self, limit: int) -> Sequence[Reference]:
        """Which those are, oldest first; at most `limit`."""

    def loads(self, now: datetime, today: datetime) -> Sequence[UnitLoad]:
        """How many open cases each unit has that has any; `today` is the end of the day."""

    def counts(self) -> Sequence[tuple[CaseState, ReferralState | None, int]]:
        """How many cases in which state, for the metrics."""
