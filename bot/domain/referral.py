"""A referral: a case laid before a unit until a person answers, and the trace of the chase."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bot.domain.case import WorkEntry
from bot.domain.consent import Consent, Willing
from bot.domain.errors import Refused
from bot.domain.ids import OfficerId, Reference, ReferralId, ReferralState, UnitId
from bot.domain.second_clock import Leg
from bot.domain.stage import Stage

GIVEN_BACK = "given_back"
"""The reason of a referral that was taken and could not be kept."""

STANDS = (ReferralState.SENT, ReferralState.ACKNOWLEDGED)
"""Before a unit, or taken by it: the case is there, and has not gone elsewhere."""


class AlreadyTaken(Refused):
    """Somebody else has the case."""


class NotOpen(Refused):
    """The referral has ended."""


class ReferralKind(StrEnum):
    """Before which sort of unit a case is laid."""

    CENTRE = "centre"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a clock that was carried out: when, and towards whom.

    `due_at` is when it was to be, None where it was no stage; `merged` are the stages that the
    same message settled; `why` is what made it go elsewhere, in a code.
    """

    stage: str
    at: datetime
    target: str
    due_at: datetime | None = None
    merged: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """A case before a unit.

    `policy` is the policy row, frozen when the referral was made. `started_at` starts the clock,
    `first_alert_at` is the case's first alert anywhere (the national stage counts from it).
    `units` are all that have been alerted and may take it. `done` are the stage keys dealt with,
    sent or merged. `next_due_at` is None only when nothing can come any more. `late_at` is from
    when on an answer, or work on a taken case, is late. `leg` is where the second clock stands
    once somebody took it; `again` says that it was laid before its unit again after that.
    sent or merged. `next_due_at` is None only when nothing can come any more. `first_answered_at`
    stays when a later answer follows.

    One to an agency has a `sender`, an officer of `sender_unit`; `wants` is what is asked of the
    agency, `consents` what the worker said to it, oldest first, `ground` why it was sent without.
    Until it is sent it is `ASKED`: not open, without a clock; `asked_at` is when it was put to the
    worker. `worked` is what the agency did since, `next_step_at` when it means to go on.
    """

    id: ReferralId
    reference: Reference
    unit: UnitId
    state: ReferralState
    clock: str
    policy: Mapping[str, Any]
    started_at: datetime
    first_alert_at: datetime
    units: tuple[UnitId, ...]
    second: UnitId | None = None
    place_known: bool = True
    steps: tuple[Step, ...] = ()
    done: frozenset[str] = frozenset()
    holder: OfficerId | None = None
    holder_unit: UnitId | None = None
    answered_at: datetime | None = None
    reason: str = ""
    interpreter_asked: bool = False
    next_due_at: datetime | None = None
    late_at: datetime | None = None
    leg: Leg | None = None
    again: bool = False
    kind: ReferralKind = ReferralKind.CENTRE
    sender: OfficerId | None = None
    sender_unit: UnitId | None = None
    wants: tuple[str, ...] = ()
    asked_at: datetime | None = None
    consents: tuple[Consent, ...] = ()
    ground: str = ""
    by_group: bool = False
    outcome: str = ""
    worked: tuple[WorkEntry, ...] = ()
    next_step_at: datetime | None = None
    first_answered_at: datetime | None = None

    @property
    def may_be_sent(self) -> bool:
        """Whether the worker's last word on it is yes, or a life in danger is recorded."""
        willing = bool(self.consents) and self.consents[-1].value is Willing.YES
        return willing or bool(self.ground)

    def answer(self, consent: Consent) -> Self:
        """With what the worker said; "never" ends it for good. Raises `NotOpen` once it is sent."""
        if self.state is not ReferralState.ASKED:
            raise NotOpen
        said = replace(self, consents=(*self.consents, consent))
        if consent.value is Willing.NEVER:
            return replace(said.revoke(consent.at), reason="refused")
        return said

    def send(self, clock: Mapping[str, Any], now: datetime, *, by_group: bool) -> Self:
        """Sent to the agency, its clock running. Raises `NotOpen` without consent or ground."""
        if self.state is not ReferralState.ASKED or not self.may_be_sent:
            raise NotOpen
        return replace(
            self,
            state=ReferralState.SENT,
            policy=clock,
            started_at=now,
            first_alert_at=now,
            units=(self.unit,),
            by_group=by_group,
            next_due_at=now,
        )

    def accept(self, by: OfficerId, now: datetime) -> Self:
        """Accepted by the agency; raises `NotOpen` where it was neither sent nor acknowledged."""
        self._must_wait()
        return self._answered(ReferralState.ACCEPTED, by, now)

    def turn_down(self, by: OfficerId, reason: str, now: datetime) -> Self:
        """Declined by the agency, before or after it was acknowledged; raises `NotOpen`."""
        self._must_wait()
        return replace(self._answered(ReferralState.DECLINED, by, now), reason=reason)

    def complete(self, by: OfficerId, outcome: str, now: datetime) -> Self:
        """Completed by the agency that accepted it; raises `NotOpen`."""
        if self.state is not ReferralState.ACCEPTED:
            raise NotOpen
        return replace(self._answered(ReferralState.COMPLETED, by, now), outcome=outcome)

    def _must_wait(self) -> None:
        if self.state not in (ReferralState.SENT, ReferralState.ACKNOWLEDGED):
            raise NotOpen

    def _answered(self, state: ReferralState, by: OfficerId, now: datetime) -> Self:
        unit = self.unit
        return replace(
            self,
            state=state,
            holder=by,
            holder_unit=unit,
            answered_at=now,
            first_answered_at=self.first_answered_at or now,
            next_due_at=None,
        )

    def acknowledge(self, by: OfficerId, unit: UnitId, now: datetime) -> Self:
        """The referral taken by an officer; raises `AlreadyTaken` or `NotOpen`."""
        self.must_be_open()
        return replace(
            self,
            state=ReferralState.ACKNOWLEDGED,
            holder=by,
            holder_unit=unit,
            unit=unit,
            answered_at=now,
            first_answered_at=self.first_answered_at or now,
            next_due_at=None,
            late_at=None,
        )

    def decline(self, by: OfficerId, unit: UnitId, reason: str, now: datetime) -> Self:
        """The referral declined; the case must then be laid before somebody else."""
        self.must_be_open()
        return replace(
            self,
            state=ReferralState.DECLINED,
            holder=by,
            holder_unit=unit,
            reason=reason,
            answered_at=now,
            next_due_at=None,
            late_at=None,
        )

    def hand_over(self, to: OfficerId) -> Self:
        """The referral in the hands of a colleague of the same unit; raises `NotOpen`."""
        self._must_be_held()
        return replace(self, holder=to)

    def give_back(self) -> Self:
        """The referral as ended by whoever held it; the case must then be laid before somebody.

        Raises `NotOpen`.
        """
        self._must_be_held()
        return replace(self, state=ReferralState.DECLINED, reason=GIVEN_BACK, next_due_at=None)

    def returned(self) -> Self:
        """The referral after its holder forgot it; the case must then be laid before a unit."""
        return replace(self.at_rest(), state=ReferralState.RETURNED)

    def at_rest(self) -> Self:
        """The referral without a clock: closed, or somebody else answers for the case."""
        return replace(self, leg=None, next_due_at=None, late_at=None)

    def revoke(self, now: datetime) -> Self:
        """The referral taken back by whoever sent it."""
        return replace(self.at_rest(), state=ReferralState.REVOKED, answered_at=now)

    def step(self, stage: str, target: str, now: datetime, why: str = "") -> Self:
        """The referral with one more line in its trace."""
        return replace(self, steps=(*self.steps, Step(stage, now, target, why=why)))

    def settling(self, stage: Stage) -> Self:
        """The referral with a stage done that was carried out; its trace says what it stood for."""
        steps = tuple(
            replace(each, due_at=stage.at, merged=stage.merged)
            if each.stage == stage.key and each.due_at is None
            else each
            for each in self.steps
        )
        return replace(self, steps=steps, done=self.done | {stage.key, *stage.merged})

    def reaching(self, unit: UnitId) -> Self:
        """The referral with one more unit that was alerted."""
        return self if unit in self.units else replace(self, units=(*self.units, unit))

    def _must_be_held(self) -> None:
        if self.state is not ReferralState.ACKNOWLEDGED:
            raise NotOpen

    def must_be_open(self) -> None:
        """Raise `AlreadyTaken` where somebody has it, `NotOpen` where it has ended otherwise."""
        if self.state is ReferralState.ACKNOWLEDGED:
            raise AlreadyTaken
        if not self.state.is_open:
            raise NotOpen
