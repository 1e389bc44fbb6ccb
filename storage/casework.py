"""Cases and their referrals; a list of cases opens no seal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice, repeat

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
from bot.domain.referral import Referral, ReferralKind
from bot.ports import CaseRow, Tombstone
from storage import case_statements as sql
from storage.tables import micros, micros_or_none, moment, moment_or_none
from storage.transaction import Row, Transaction, opened, sealed


class Casework:
    """Implements `bot.ports.Casework`; what was erased is not found."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._conversations: dict[Reference, str] = {}
        self._asked_in_vain = False

    def add(self, case: Case) -> None:
        """Store a new case."""
        self._conversations[case.reference] = case.conversation
        self._transaction.change(
            sql.ADD_CASE,
            id=case.reference,
            of=case.conversation,
            channel_used=case.channel.value,
            opened=micros(case.opened_at),
            **self._case_values(case),
        )

    def get(self, reference: Reference) -> Case | None:
        """A case, locked until the unit of work ends."""
        self._transaction.lock_row(sql.LOCK_OF_CASE, id=reference)
        return self._case(self._transaction.one(sql.CASE, id=reference))

    def of_conversation(self, conversation: ConversationId) -> Case | None:
        """The case filed from a conversation, locked."""
        self._transaction.lock_row(sql.LOCK_CONVERSATION, id=conversation)
        return self._case(self._transaction.one(sql.CASE_OF_CONVERSATION, id=conversation))

    def save(self, case: Case) -> None:
        """Store its new state; nothing happens where it was erased."""
        if self._transaction.known_sealer(case.conversation) is not None:
            values = self._case_values(case)
            self._transaction.change(sql.SAVE_CASE, id=case.reference, **values)

    def rows(
        self, *, unit: UnitId | None = None, states: Iterable[CaseState] = (), limit: int = 1000
    ) -> Sequence[CaseRow]:
        """Cases without opening a sealed field, newest first; no states: all of them."""
        wanted = [state.value for state in dict.fromkeys(states)] or [s.value for s in CaseState]
        places = islice(chain(wanted, repeat(wanted[0])), len(sql.STATES))
        values: dict[str, object] = dict(zip(sql.STATES, places, strict=True))
        if unit is None:
            rows = self._transaction.all(sql.ROWS, most=limit, **values)
        else:
            rows = self._transaction.all(sql.ROWS_OF_UNIT, most=limit, of_unit=unit, **values)
        return [_case_row(row) for row in rows]

    def ended(self, before: datetime, after: int, limit: int) -> Sequence[tuple[int, Reference]]:
        """Closed and withdrawn cases filed until then, in the order filed, behind a place in it."""
        rows = self._transaction.all(sql.ENDED, before=micros(before), after=after, most=limit)
        return [(place, Reference(reference)) for place, reference in rows]

    def tombstone(self, reference: Reference) -> Tombstone | None:
        """What stands of a case in the clear, and how much of it can still be read."""
        row = self._transaction.one(sql.TOMB, id=reference)
        if row is None:
            return None
        of, state, unit, opened_at, erased_at = row
        left = {name: self._transaction.one(each, of=of) for name, each in sql.REMAINS.items()}
        return Tombstone(
            reference,
            CaseState(state),
            UnitId(unit),
            moment(opened_at),
            moment_or_none(erased_at),
            {name: int(row[0]) if row else 0 for name, row in left.items()},
        )

    def add_referral(self, referral: Referral) -> None:
        """Store a new referral; its case must be there."""
        self._transaction.change(
            sql.ADD_REFERRAL,
            id=referral.id,
            case=referral.reference,
            of=self._conversation_of(referral.reference),
            **self._referral_values(referral),
        )

    def referral(self, referral: ReferralId) -> Referral | None:
        """A referral, locked until the unit of work ends."""
        self._transaction.lock_row(sql.LOCK_OF_REFERRAL, id=referral)
        row = self._transaction.one(sql.REFERRAL, id=referral)
        if row is None:
            self._in_vain()
        return None if row is None else self._referral(row)

    def referrals_of(self, reference: Reference) -> Sequence[Referral]:
        """All referrals of a case to centres, oldest first, locked."""
        return self._all_of(reference, ReferralKind.CENTRE)

    def agency_referrals_of(self, reference: Reference) -> Sequence[Referral]:
        """All referrals of a case to agencies, oldest first, locked."""
        return self._all_of(reference, ReferralKind.AGENCY)

    def _all_of(self, reference: Reference, kind: ReferralKind) -> Sequence[Referral]:
        self._transaction.lock_row(sql.LOCK_OF_CASE, id=reference)
        asked = {"id": reference, "wanted": kind.value}
        rows = self._transaction.all(sql.REFERRALS_OF_CASE, **asked)
        if not rows and kind is ReferralKind.CENTRE:
            self._in_vain()
        return self._referrals(rows)

    def save_referral(self, referral: Referral) -> None:
        """Store its new state and `next_due_at`; nothing happens where it was erased."""
        conversation = self._conversation_of(referral.reference)
        if self._transaction.known_sealer(conversation) is not None:
            values = self._referral_values(referral)
            self._transaction.change(sql.SAVE_REFERRAL, id=referral.id, **values)

    def due_referrals(self, now: datetime, limit: int) -> Sequence[Referral]:
        """Referrals with something due, earliest first; locked, others' locks skipped.

        Those before a unit, and those that somebody took. The conversation is locked as well, so
        that the case may be asked for without waiting.
        """
        asked = {"now": micros(now), "most": limit}
        locked = self._transaction.lock_row(sql.LOCK_DUE, **asked)
        rows = self._transaction.all(sql.DUE, **asked)
        if locked is not None:
            free = {None, *(row[0] for row in locked)}
            rows = [row for row in rows if row[-1] in free]
        return self._referrals([row[:-1] for row in rows])

    def held_by(self, officer: OfficerId) -> Sequence[Referral]:
        """Acknowledged referrals an officer holds, newest first."""
        return self._referrals(self._transaction.all(sql.HELD, officer=officer))

    def open_held_by(self, officer: OfficerId) -> Sequence[Referral]:
        """The same without those whose case is closed."""
        return self._referrals(self._transaction.all(sql.OPEN_HELD, officer=officer))

    def before_agency(self, unit: UnitId) -> Sequence[Referral]:
        """What an agency was sent and has not ended, newest first."""
        return self._referrals(self._transaction.all(sql.BEFORE_AGENCY, of=unit))

    def left_behind(self, limit: int) -> Sequence[ReferralId]:
        """Acknowledged referrals of taken cases whose holder is enrolled no more, oldest first."""
        return [ReferralId(row[0]) for row in self._transaction.all(sql.LEFT_BEHIND, most=limit)]

    def without_next_step(self) -> int:
        """Open cases (filed, taken or referred) with no due time anywhere: must be zero."""
        row = self._transaction.one(sql.WITHOUT_NEXT_STEP)
        return int(row[0]) if row else 0

    def forgotten(self, limit: int) -> Sequence[Reference]:
        """Which those are, oldest first; at most `limit`."""
        rows = self._transaction.all(sql.FORGOTTEN, most=limit)
        return [Reference(row[0]) for row in rows]

    def loads(self, now: datetime, today: datetime) -> Sequence[UnitLoad]:
        """How many open cases each unit has that has any; `today` is the end of the day."""
        rows = self._transaction.all(sql.LOADS, now=micros(now), today=micros(today))
        return [UnitLoad(UnitId(unit), *map(int, numbers)) for unit, *numbers in rows]

    def counts(self) -> Sequence[tuple[CaseState, ReferralState | None, int]]:
        """How many cases are in which state, by the state of the newest referral."""
        return [
            (CaseState(case), ReferralState(referral) if referral else None, number)
            for case, referral, number in self._transaction.all(sql.COUNTS)
        ]

    def _case_values(self, case: Case) -> dict[str, object]:
        sealer = self._transaction.sealer(case.conversation)
        return {
            "new_state": case.state.value,
            "new_level": case.level.value,
            "new_alerted_level": case.alerted_level and case.alerted_level.value,
            "new_urgent": case.urgent,
            "new_unit": case.unit,
            "new_sealed": sealed(sealer, case, "cases", case.reference),
        }

    def _case(self, row: Row | None) -> Case | None:
        if row is None:
            self._in_vain()
            return None
        reference, conversation, blob = row
        self._conversations[reference] = conversation
        sealer = self._transaction.known_sealer(conversation)
        if sealer is None or blob is None:
            return None
        return opened(sealer, Case, blob, "cases", reference)

    def _in_vain(self) -> None:
        """Ask for a key all the same, as is done once where there is something to open.

        So what is not there takes as many questions as what somebody may not see.
        """
        if not self._asked_in_vain:
            self._asked_in_vain = True
            self._transaction.known_sealer("")

    def _conversation_of(self, reference: Reference) -> str:
        if reference not in self._conversations:
            row = self._transaction.one(sql.CONVERSATION_OF_CASE, id=reference)
            if row is None:
                raise LookupError(f"there is no case {reference}")
            self._conversations[reference] = row[0]
        return self._conversations[reference]

    def _referral_values(self, referral: Referral) -> dict[str, object]:
        sealer = self._transaction.sealer(self._conversation_of(referral.reference))
        return {
            "new_unit": referral.unit,
            "new_state": referral.state.value,
            "new_holder": referral.holder,
            "new_started_at": micros(referral.started_at),
            "new_answered_at": micros_or_none(referral.answered_at),
            "new_due_at": micros_or_none(referral.next_due_at),
            "new_late_at": micros_or_none(referral.late_at),
            "new_sealed": sealed(sealer, referral, "referrals", referral.id),
            "new_kind": referral.kind.value,
        }

    def _referrals(self, rows: Iterable[Row]) -> list[Referral]:
        return [found for found in map(self._referral, rows) if found is not None]

    def _referral(self, row: Row) -> Referral | None:
        name, reference, conversation, blob = row
        self._conversations[reference] = conversation
        sealer = self._transaction.known_sealer(conversation)
        if sealer is None or blob is None:
            return None
        return opened(sealer, Referral, blob, "referrals", name)


def _case_row(row: Row) -> CaseRow:
    reference, state, level, alerted_level, urgent, unit, channel, opened_at, due_at = row
    return CaseRow(
        reference=Reference(reference),
        state=CaseState(state),
        level=Level(level),
        alerted_level=Level(alerted_level) if alerted_level else None,
        urgent=bool(urgent),
        unit=UnitId(unit),
        channel=Channel(channel),
        opened_at=moment(opened_at),
        next_due_at=moment_or_none(due_at),
    )
