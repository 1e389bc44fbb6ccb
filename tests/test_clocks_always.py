"""What holds for the clocks whatever the case, the start, the people and the ticking."""

from datetime import UTC, datetime, timedelta

from bot.data.policy import calendar_of, load_policy
from bot.domain.calendar import OfficeCalendar
from bot.domain.clocks import due, next_due, risen, stages
from bot.domain.ids import UnitId
from bot.domain.ladder import Ladder, Reachable, built
from bot.domain.policy import RowKey
from bot.domain.stage import StageKind
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.clock_ladders import (
    DAY,
    FULL,
    HOURS,
    MINUTE,
    NOTHING,
    POLICY,
    TAK,
    any_ladders,
    done_by,
    ladder_of,
    moments,
)


@given(any_ladders(), st.timedeltas(timedelta(0), 10 * DAY))
@settings(deadline=None)
def test_no_reminder_falls_outside_the_hours_unless_the_level_counts_day_and_night(
    ladder: Ladder, ahead: timedelta
) -> None:
    for stage in stages(ladder, ladder.started_at + ahead):
        clock = ladder
        while clock.before is not None and not stage.key.startswith(clock.prefix):
            clock = clock.before
        if stage.kind is not StageKind.ALERT and stage.merged == ():
            moment = stage.at
            assert clock.calendar.is_open(moment) or HOURS.is_open(moment - timedelta.resolution)


LUNCH = load_policy(
    {
        "units": {
            "tak": {
                "mon": ["08:30-12:00", "13:00-16:30"],
                "fri": ["09:00-12:00"],
                "sat": ["20:00-24:00"],
                "days_off": ["2026-09-07", "2027-03-05"],
            }
        }
    }
)
CALENDARS = (HOURS, calendar_of(LUNCH, TAK))


@given(st.sampled_from(list(RowKey)), st.sampled_from(CALENDARS), moments)
@settings(deadline=None)
def test_the_time_counted_in_the_units_hours_between_alert_and_stage_is_the_policys(
    key: RowKey, hours: OfficeCalendar, start: datetime
) -> None:
    row = POLICY.rows[key]
    ladder = Ladder(row, hours, start, start, FULL)
    fixed, _ = built(ladder)
    for stage in fixed:
        name, _, number = stage.key.partition(".")
        if name == "alert":
            assert stage.at == start
            continue
        delay = row.remind[int(number) - 1] if name == "remind" else getattr(row, name)
        assert ladder.calendar.counted(start, stage.at) == delay
        closing = ladder.calendar.is_open(stage.at - timedelta.resolution)
        assert ladder.calendar.is_open(stage.at) or closing


@given(any_ladders(), st.timedeltas(timedelta(0), 3 * DAY))
@settings(deadline=None)
def test_after_a_rise_every_target_hears_no_later_than_it_would_have(
    new: Ladder, ahead: timedelta
) -> None:
    old, rise = new.before, new.started_at
    assume(old is not None)
    assert old is not None
    heard: dict[str, list[datetime]] = {}
    for stage in stages(new, rise + ahead):
        heard.setdefault(str(stage.target), []).append(stage.at)
    for stage in stages(old, rise + ahead):
        # What shares a minute is one message, at the earliest of its times.
        since = min(stage.at, rise) - MINUTE
        assert any(since < at <= stage.at for at in heard[str(stage.target)])


def grid(start: datetime, at: datetime) -> datetime:
    """The first of the ticks, a minute apart, that is not before `at`."""
    return start - ((start - at) // MINUTE) * MINUTE


@given(any_ladders(), st.integers(0, 59))
@settings(max_examples=60, deadline=None)
def test_the_timeline_is_what_is_sent_when_the_clock_ticks_every_minute(
    ladder: Ladder, seconds: int
) -> None:
    first = ladder
    while first.before is not None:
        first = first.before
    start = first.started_at - timedelta(seconds=seconds)
    now, sent, merged = start, dict[str, datetime](), NOTHING
    for _ in range(20):
        now = grid(start, max(now, next_due(ladder, NOTHING | set(sent), now)))
        for stage in due(ladder, NOTHING | set(sent), now):
            assert not sent.keys() & {stage.key, *stage.merged}
            sent |= dict.fromkeys((stage.key, *stage.merged), now)
            merged |= set(stage.merged)
    planned = {stage.key: stage for stage in stages(ladder, now)}
    for key, stage in planned.items():
        assert timedelta(0) <= sent[key] - stage.at < MINUTE
        assert {sent[other] for other in stage.merged} <= {sent[key]}
    # A tick may find two that are less than a minute apart, in two minutes, and joins them.
    assert sent.keys() - merged <= planned.keys() <= sent.keys()


@given(any_ladders())
@settings(max_examples=8, deadline=None)
def test_nothing_is_sent_between_the_moments_that_were_announced(ladder: Ladder) -> None:
    now, done = ladder.started_at, NOTHING
    for _ in range(200):
        announced = next_due(ladder, done, now)
        sent = due(ladder, done, now)
        assert bool(sent) == (announced <= now)
        done |= done_by(sent)
        now += MINUTE


def two_units_in_one_minute() -> Ladder:
    """A rise after which the group is told in a second, and the second centre seven later."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    people = Reachable(UnitId("tak"), UnitId("chiang-mai"))
    before = ladder_of(RowKey.U, start, people)
    return risen(before, ladder_of(RowKey.B, start, people).row, start + timedelta(3, 307))


@given(any_ladders(), st.lists(st.timedeltas(-2 * DAY, 4 * DAY), min_size=1, max_size=8))
@example(two_units_in_one_minute(), [2 * DAY, timedelta(seconds=5093)])
@settings(deadline=None)
def test_nothing_comes_twice_or_is_forgotten_however_the_clock_is_moved(
    ladder: Ladder, moves: list[timedelta]
) -> None:
    now, done = ladder.first_alert_at, NOTHING
    for move in moves:
        now += move
        sent = due(ladder, done, now)
        targets = [stage.target for stage in sent]
        assert len(targets) == len(set(targets))
        keys = [key for stage in sent for key in (stage.key, *stage.merged)]
        assert len(keys) == len(set(keys))
        assert not done & set(keys)
        done |= set(keys)
        assert due(ladder, done, now) == ()
        assert next_due(ladder, done, now) > now
        if ladder.calendar.is_open(now):
            missing = {s.key for s in stages(ladder, now) if s.kind is not StageKind.REPEAT} - done
            assert not missing
