"""The clocks of a new case: what is due, and when something next is, until a person takes it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.calendar import Delay, WorkingDays
from bot.domain.ladder import Ladder, built
from bot.domain.policy import ClockRow
from bot.domain.stage import Series, Stage, StageKind, StageTarget, TargetKind

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LATE_BY = timedelta(minutes=15)
"""How late a tick may find a stage and still send it after closing time."""
AT_ANY_HOUR = frozenset({StageKind.ALERT, StageKind.TRUTH})
"""These wait for no opening: the first alert, and what the worker was promised."""

RANK = {
    StageKind.ALERT: 4,
    StageKind.TRUTH: 3,
    StageKind.ESCALATION: 3,
    StageKind.REMINDER: 2,
    StageKind.REPEAT: 2,
    StageKind.STAND_IN: 1,
}
"""Of several stages that are one message, the highest gives its words; then the latest."""


def stages(ladder: Ladder, until: datetime) -> tuple[Stage, ...]:
    """Every message up to and including `until`, if nobody takes the case, in order of time.

    Stages with the same target in the same minute are one message, at the earliest of their times.
    """
    fixed, series = built(ladder)
    parts: dict[tuple[StageTarget, int], list[Stage]] = {}
    for stage in (*fixed, *_repeats(series, until)):
        if stage.at <= until:
            parts.setdefault((stage.target, _slice(ladder.row, stage.at)), []).append(stage)
    return tuple(sorted((_one(part) for part in parts.values()), key=lambda stage: stage.at))


def due(ladder: Ladder, done: frozenset[str], now: datetime) -> tuple[Stage, ...]:
    """What must be sent at `now`: at most one message a target, whatever was missed.

    The caller adds the `key` and the `merged` of each to `done`; nothing in `done` comes again,
    however the clock is moved. A repeat in `done` stands for all before it. What was missed and
    would now leave outside the hours waits for the next opening, except the alert and the worker's
    message.
    """
    by_target: dict[StageTarget, list[Stage]] = {}
    for stage in _undone(ladder, done, now):
        by_target.setdefault(stage.target, []).append(stage)
    messages = []
    for waiting in by_target.values():
        late = [stage for stage in waiting if stage.at <= now]
        if all(_held(ladder, stage, now) for stage in late):
            continue
        minutes = {_slice(ladder.row, stage.at) for stage in late}
        messages.append(_one([each for each in waiting if _slice(ladder.row, each.at) in minutes]))
    return tuple(sorted(map(_standing_for_next, messages), key=lambda stage: stage.at))


def next_due(ladder: Ladder, done: frozenset[str], now: datetime) -> datetime:
    """When `due` next has something to say; in the past where it has already.

    There always is such a moment: the repeats go on until somebody answers.
    """
    fixed, series = built(ladder)
    coming = [stage for stage in fixed if not _settled(stage, done)]
    for each in series:
        repeat = each.stage(each.last_done(done) + 1)
        coming += [] if repeat is None else [repeat]
    held = ladder.calendar.next_opening(now)
    return min(held if _held(ladder, stage, now) else stage.at for stage in coming)


def risen(ladder: Ladder, row: ClockRow, at: datetime) -> Ladder:
    """The ladder after the level rose at `at`: it alerts at once and counts the new row from then.

    No stage comes later than it would have without the rise.
    """
    return replace(ladder, row=row, started_at=at, first_alert_at=at, before=ladder)


def _undone(ladder: Ladder, done: frozenset[str], now: datetime) -> Iterator[Stage]:
    """All that is due by the end of the present minute and not yet done."""
    fixed, series = built(ladder)
    end = EPOCH + (_slice(ladder.row, now) + 1) * _grain(ladder.row) - timedelta.resolution
    yield from (stage for stage in fixed if stage.at <= end and not _settled(stage, done))
    for each in series:
        last = each.last_done(done)
        for number in sorted({each.passed(now), each.passed(end)}):
            repeat = each.stage(number) if number > last else None
            if repeat is not None:
                yield repeat


def _standing_for_next(stage: Stage) -> Stage:
    """A stage that reached its person also settles its `.next`: nobody else need be told.

    One that only stood in for a missing person does not: its `.next` is a message of its own, and
    may fall due a moment later.
    """
    personal = stage.target.kind in {TargetKind.ON_CALL, TargetKind.HEAD}
    return replace(stage, merged=(*stage.merged, f"{stage.key}.next")) if personal else stage


def _settled(stage: Stage, done: frozenset[str]) -> bool:
    """Whether it is done."""
    return stage.key in done


def _held(ladder: Ladder, stage: Stage, now: datetime) -> bool:
    """Whether it was missed and would now leave outside the hours."""
    if stage.kind in AT_ANY_HOUR or now - stage.at <= LATE_BY:
        return False
    return not ladder.calendar.is_open(now)


def _one(part: Iterable[Stage]) -> Stage:
    """The one message that several stages with one target become."""
    ordered = sorted(part, key=lambda stage: (RANK[stage.kind], stage.at))
    others = sorted(ordered[:-1], key=lambda stage: stage.at)
    first = min(stage.at for stage in ordered)
    return replace(ordered[-1], at=first, merged=tuple(stage.key for stage in others))


def _repeats(series: Iterable[Series], until: datetime) -> Iterator[Stage]:
    for each in series:
        for number in range(1, each.passed(until) + 1):
            repeat = each.stage(number)
            if repeat is not None:
                yield repeat


def _slice(row: ClockRow, at: datetime) -> int:
    """The number of the minute; of the second where the row itself speaks of seconds."""
    return (at - EPOCH) // _grain(row)


def _grain(row: ClockRow) -> timedelta:
    delays: tuple[Delay | None, ...] = (
        *row.remind,
        row.answer_by,
        row.on_call,
        row.head,
        row.second_centre,
        row.national,
        row.national_without_place,
        row.afterwards.every,
        row.afterwards.first_every,
        row.afterwards.first_for,
    )
    spoken = [delay for delay in delays if delay is not None and not isinstance(delay, WorkingDays)]
    return SECOND if any(delay % MINUTE for delay in spoken) else MINUTE
