"""The stages of a referral's clock as values, and the repeats that go on for ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Calendar, WorkingDays
from bot.domain.ids import NATIONAL, UnitId
from bot.domain.policy import Repeat

RESOLUTION = timedelta(microseconds=1)


class TargetKind(StrEnum):
    """Who is written to."""

    GROUP = "group"
    ON_CALL = "on_call"
    HEAD = "head"
    HOLDER = "holder"
    PHONE = "phone"  # `national` is to phone whoever is on call
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class StageTarget:
    """A unit's group or one of its people, or the worker (of no unit)."""

    kind: TargetKind
    unit: UnitId | None = None

    def __str__(self) -> str:
        """`tak` for a group, `on_call:tak`, `head:tak`, `worker`."""
        if self.unit is None:
            return self.kind.value
        return self.unit if self.kind is TargetKind.GROUP else f"{self.kind}:{self.unit}"


WORKER = StageTarget(TargetKind.WORKER)
NATIONAL_GROUP = StageTarget(TargetKind.GROUP, NATIONAL)


class StageKind(StrEnum):
    """What a stage is: `stand_in` is one whose own person is missing, `truth` is the worker's.

    `step` is the day of a next step; `back` takes a case from whoever took it and forgot it.
    """

    ALERT = "alert"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    STAND_IN = "stand_in"
    TRUTH = "truth"
    REPEAT = "repeat"
    STEP = "step"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Stage:
    """One message that falls due.

    Keys never change: `alert`, `remind.1`, `on_call`, `phone`, `head`, `second_centre`,
    `answer_by`, `national`, `repeat.1`; `<key>.next` is the second target of a stage whose person
    is missing, `rise.1.<key>` belongs to the clock after the first rise. `merged` are the
    keys that this message also settles.
    """

    key: str
    at: datetime
    target: StageTarget
    kind: StageKind
    merged: tuple[str, ...] = ()

    @property
    def slot(self) -> str:
        """The key within its clock, without the rise."""
        return self.key.split(".", 2)[2] if self.key.startswith("rise.") else self.key


@dataclass(frozen=True, slots=True)
class Series:
    """The repeats after a stage, numbered from 1, for ever or until another clock takes over."""

    prefix: str
    calendar: Calendar
    anchor: datetime
    repeat: Repeat
    ends: datetime | None = None

    @property
    def _handover(self) -> tuple[int, datetime]:
        """How many repeats the first, quicker part has, and when the second starts to count."""
        if self.repeat.first_every is None or self.repeat.first_for is None:
            return 0, self.anchor
        count = self.repeat.first_for // self.repeat.first_every
        return count, self.calendar.add_counted(self.anchor, self.repeat.first_for)

    def stage(self, number: int) -> Stage | None:
        """That repeat, or None if this series ends before it."""
        at = self._moment(number)
        if self.ends is not None and at >= self.ends:
            return None
        return Stage(f"{self.prefix}repeat.{number}", at, NATIONAL_GROUP, StageKind.REPEAT)

    def passed(self, now: datetime) -> int:
        """How many repeats are due by `now`; found without counting them one by one."""
        if self.ends is not None:
            now = min(now, self.ends - RESOLUTION)
        if now < self.anchor:
            return 0
        count, second = self._handover
        if self.repeat.first_every is not None and now < second:
            return min(count, self.calendar.counted(self.anchor, now) // self.repeat.first_every)
        every = self.repeat.every
        if isinstance(every, WorkingDays):
            return count + self.calendar.working_days(second, now) // every.count
        return count + self.calendar.counted(second, now) // every

    def last_done(self, done: Iterable[str]) -> int:
        """The highest repeat among the keys; it stands for all before it."""
        start = f"{self.prefix}repeat."
        return max(
            (int(key.removeprefix(start)) for key in done if key.startswith(start)), default=0
        )

    def _moment(self, number: int) -> datetime:
        count, second = self._handover
        if self.repeat.first_every is not None and number <= count:
            return self.calendar.add_counted(self.anchor, number * self.repeat.first_every)
        times, every = number - count, self.repeat.every
        if isinstance(every, WorkingDays):
            return self.calendar.add_working_days(second, times * every.count)
        return self.calendar.add_counted(second, times * every)
