"""Interpreters, and the one item that one of them was given."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Self

from bot.domain.errors import Refused
from bot.domain.ids import (
    AssignmentId,
    Channel,
    ConversationId,
    EnclosureId,
    InterpreterId,
    LanguageCode,
    OfficerId,
    ProvinceCode,
    Reference,
    ReferralId,
    UnitId,
)

OFFER_LIFE = timedelta(minutes=30)
"""An offer nobody accepts is over after so long; the officer is told."""
LIFE = timedelta(hours=4)
"""An accepted assignment ends by itself after so long."""


class Sex(StrEnum):
    """As the interpreter said at enrolment."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Hours:
    """Every week: `day` 0 is Monday, both ends from local midnight."""

    day: int
    opens: timedelta
    closes: timedelta


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A person who translates; no hours mean at any time.

    `awaiting` is the assignment for which their next words are the translation.
    """

    id: InterpreterId
    channel: Channel
    account: str
    name: str
    languages: tuple[LanguageCode, ...]
    sex: Sex
    hours: tuple[Hours, ...] = ()
    away_until: datetime | None = None
    language: LanguageCode = LanguageCode("th")
    private_open: bool = False
    active: bool = True
    awaiting: str = ""

    def on_duty(self, at: datetime, zone: tzinfo) -> bool:
        """Whether they may be asked at a moment."""
        if not (self.active and self.private_open) or (self.away_until and at < self.away_until):
            return False
        local = at.astimezone(zone)
        today = timedelta(hours=local.hour, minutes=local.minute)
        yesterday = (local.weekday() - 1) % 7
        return not self.hours or any(
            (each.day == local.weekday() and each.opens <= today < each.closes)
            or (each.day == yesterday and today + timedelta(days=1) < each.closes)
            for each in self.hours
        )


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Whether anything may still come of it."""
        return self is not AssignmentState.ENDED


class SomebodyElse(Refused):
    """Another interpreter has it, or it has ended."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A case's need of an interpreter; sealed with the case's own key.

    `offered` were asked, `declined` said no; of these the `acquainted` may know somebody in it.
    `province` and `sector` are all that is shown before the declaration. `item` is the one thing
    shown now, empty where none is, and `message` the worker's message it came in; `words` are an
    officer's to be spoken to the worker, `enclosure` is the copy of a worker's recording that they
    may listen to.
    """

    id: AssignmentId
    reference: Reference
    conversation: ConversationId
    referral: ReferralId
    unit: UnitId
    asked_by: OfficerId
    language: LanguageCode
    made_at: datetime
    due_at: datetime | None
    offered: tuple[InterpreterId, ...] = ()
    declined: tuple[InterpreterId, ...] = ()
    acquainted: tuple[InterpreterId, ...] = ()
    interpreter: InterpreterId | None = None
    state: AssignmentState = AssignmentState.OFFERED
    province: ProvinceCode | None = None
    sector: str = ""
    item: str = ""
    words: str = ""
    enclosure: EnclosureId = EnclosureId("")
    message: str = ""

    def accept(self, by: InterpreterId, now: datetime) -> Self:
        """Theirs, having declared to know nobody; raises `SomebodyElse`. The first one has it."""
        self.must_be_offered_to(by)
        accepted = AssignmentState.ACCEPTED
        return replace(self, interpreter=by, state=accepted, due_at=now + LIFE)

    def decline(self, by: InterpreterId, *, acquainted: bool = False) -> Self:
        """Not theirs, perhaps because they may know somebody in the case."""
        self.must_be_offered_to(by)
        known = (*self.acquainted, by) if acquainted else self.acquainted
        return replace(self, declined=(*self.declined, by), acquainted=known)

    def end(self) -> Self:
        """Over: nothing more is shown, and nothing is waited for."""
        return replace(self.showing(""), state=AssignmentState.ENDED, due_at=None)

    def showing(
        self,
        item: str,
        *,
        words: str = "",
        enclosure: EnclosureId = EnclosureId(""),
        message: str = "",
    ) -> Self:
        """With the one item that may be seen or heard, and nothing of an earlier one."""
        return replace(self, item=item, words=words, enclosure=enclosure, message=message)

    @property
    def is_shown(self) -> bool:
        """Whether somebody has it, and something to work on."""
        return self.state is AssignmentState.ACCEPTED and bool(self.item)

    def must_be_offered_to(self, by: InterpreterId) -> None:
        """Raise `SomebodyElse` for whoever was not asked, has declined, or comes too late."""
        if self.state is not AssignmentState.OFFERED or by not in self.offered:
            raise SomebodyElse
        if by in self.declined:
            raise SomebodyElse
