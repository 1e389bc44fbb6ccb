"""The second clock as stages: against times worked out by hand, and what always holds."""

from datetime import datetime, timedelta

import pytest
from bot.data.policy import BadPolicyError, calendar_of, frozen, load_policy, thawed_second
from bot.domain.calendar import WorkingDays
from bot.domain.ids import Level
from bot.domain.policy import RowKey
from bot.domain.second_clock import (
    Leg,
    SecondClock,
    late_at,
    next_step_after,
    second_due,
    second_next,
    second_stages,
)
from bot.domain.stage import StageKind
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clock_ladders import (
    BANGKOK,
    DAY,
    HOUR,
    MINUTE,
    NOTHING,
    POLICY,
    TAK,
    done_by,
    local,
    moments,
)

LUNCH = load_policy(
    {
        "units": {
            "tak": {
                "mon": ["08:30-12:00", "13:00-16:30"],
                "fri": ["09:00-12:00"],
                "sat": ["20:00-24:00"],
                "days_off": ["2026-09-07"],
            }
        }
    }
)
CALENDARS = (calendar_of(POLICY, TAK), calendar_of(LUNCH, TAK))


def clock_of(key: RowKey, start: str | datetime, *, step: bool = False) -> SecondClock:
    at = local(start) if isinstance(start, str) else start
    return SecondClock(POLICY.taken[key], CALENDARS[0], TAK, Leg(1, at, step))


clocks = st.builds(
    lambda key, calendar, start, step: SecondClock(
        POLICY.taken[key], calendar, TAK, Leg(3, start, step)
    ),
    st.sampled_from(list(RowKey)),
    st.sampled_from(CALENDARS),
    moments,
    st.booleans(),
)


@pytest.mark.parametrize(
    ("key", "start", "stages"),
    [
        (RowKey.URGENT, "2026-06-12T23:30", ("13 00:30", "13 01:30", "13 02:30")),
        (RowKey.A, "2026-04-13T22:00", ("14 02:00", "14 06:00", "14 10:00")),
        (RowKey.B, "2026-06-12T11:00", ("15 11:00", "16 11:00", "17 11:00")),
        (RowKey.U, "2026-04-10T16:00", ("16 16:00", "17 16:00", "20 16:00")),  # Songkran between
        (RowKey.C, "2026-06-09T09:00", ("12 09:00", "17 09:00", "22 09:00")),
        (RowKey.D, "2026-06-09T20:00", ("15 08:30", "18 08:30", "23 08:30")),
    ],
)
def test_reminder_head_and_return_come_at_one_two_and_three_times_the_table(
    key: RowKey, start: str, stages: tuple[str, ...]
) -> None:
    found = second_stages(clock_of(key, start))
    assert [stage.at.astimezone(BANGKOK).strftime("%d %H:%M") for stage in found] == list(stages)
    assert [stage.key for stage in found] == [
        "second.1.remind",
        "second.1.head",
        "second.1.back",
    ]
    assert [str(stage.target) for stage in found] == ["holder:tak", "head:tak", "tak"]


def test_the_shipped_numbers_are_those_of_the_table() -> None:
    urgent, grave = POLICY.taken[RowKey.URGENT], POLICY.taken[RowKey.A]
    assert (urgent.remind, urgent.head, urgent.back) == (HOUR, 2 * HOUR, 3 * HOUR)
    assert (grave.remind, grave.head, grave.back) == (4 * HOUR, 8 * HOUR, 12 * HOUR)
    for key, days in ((RowKey.B, 1), (RowKey.U, 1), (RowKey.C, 3), (RowKey.D, 3)):
        row = POLICY.taken[key]
        counted = tuple(WorkingDays(days * times) for times in (1, 2, 3))
        assert (row.remind, row.head, row.back) == counted
    steps = {key: row.next_step for key, row in POLICY.taken.items()}
    assert steps == {
        RowKey.URGENT: WorkingDays(1),
        RowKey.A: WorkingDays(2),
        RowKey.B: WorkingDays(5),
        RowKey.U: WorkingDays(5),
        RowKey.C: WorkingDays(10),
        RowKey.D: WorkingDays(10),
    }
    assert POLICY.second_row(Level.B, child=True) is grave
    assert POLICY.second_row(Level.D, urgent=True) is urgent


def test_a_next_step_counts_working_days_even_where_the_clock_runs_day_and_night() -> None:
    friday = local("2026-06-12T11:00")
    assert next_step_after(clock_of(RowKey.A, friday), friday) == local("2026-06-16T11:00")
    assert next_step_after(clock_of(RowKey.URGENT, friday), friday) == local("2026-06-15T11:00")


def test_at_the_next_step_the_holder_is_reminded_and_the_clock_runs_from_there() -> None:
    found = second_stages(clock_of(RowKey.B, "2026-06-09T11:00", step=True))
    days = [stage.at.astimezone(BANGKOK).strftime("%d %H:%M") for stage in found]
    assert days == ["09 11:00", "10 11:00", "11 11:00", "12 11:00"]
    assert found[0].kind is StageKind.STEP


def test_a_step_chosen_for_the_middle_of_the_night_is_said_when_the_unit_opens() -> None:
    (step, *_) = second_stages(clock_of(RowKey.C, "2026-06-13T00:00", step=True))
    assert step.at == local("2026-06-15T08:30")
    (step, *_) = second_stages(clock_of(RowKey.URGENT, "2026-06-13T00:00", step=True))
    assert step.at == local("2026-06-13T00:00")


def test_a_row_that_is_out_of_order_or_never_ends_is_refused() -> None:
    for changed in ({"head": "30 min"}, {"back": "0 min"}, {"remind": "never"}):
        with pytest.raises(BadPolicyError, match=r"\[taken.urgent\]"):
            load_policy({"taken": {"urgent": changed}})
    with pytest.raises(BadPolicyError, match=r"\[digest\] at"):
        load_policy({"digest": {"at": "24:00"}})


def test_every_delay_of_the_second_clock_accepts_seconds() -> None:
    quick = {"remind": "1 s", "head": "2 s", "back": "3 s", "next_step": "10 s"}
    ours = load_policy({"taken": {"C": quick}})
    row, hours = thawed_second(frozen(ours, ours.taken[RowKey.C], TAK))
    start = local("2026-06-09T09:00")
    clock = SecondClock(row, hours, TAK, Leg(1, start))
    seconds = [(stage.at - start).total_seconds() for stage in second_stages(clock)]
    assert seconds == [1, 2, 3]
    assert next_step_after(clock, start) - start == timedelta(seconds=10)


@given(clocks)
@settings(deadline=None)
def test_the_counted_time_between_start_and_stage_is_the_policys(clock: SecondClock) -> None:
    calendar, start = clock.calendar, clock.leg.starts_at
    for stage in second_stages(clock):
        if stage.kind is StageKind.STEP:
            assert calendar.counted(start, stage.at) == timedelta(0)
            continue
        delay = getattr(clock.row, stage.key.rpartition(".")[2])
        if isinstance(delay, WorkingDays):
            assert calendar.working_days(start, stage.at) == delay.count
        else:
            assert calendar.counted(start, stage.at) == delay


@given(clocks)
@settings(deadline=None)
def test_nothing_leaves_outside_the_hours_unless_the_row_counts_day_and_night(
    clock: SecondClock,
) -> None:
    now, done = clock.leg.starts_at, NOTHING
    for _ in range(5):
        now = max(now, second_next(clock, done, now))
        closing = clock.calendar.is_open(now - timedelta.resolution)
        assert clock.calendar.is_open(now) or closing
        done |= done_by(second_due(clock, done, now))
        if any(key.endswith(".back") for key in done):
            return
    raise AssertionError("it never went back")


def walked(clock: SecondClock, start: datetime, moves: list[timedelta]) -> list[str]:
    """All that is sent while the clock is moved about; the return ends it."""
    now, done, sent = start, NOTHING, list[str]()
    reminded: datetime | None = None
    for move in moves:
        now += move
        seen = reminded if reminded is not None and reminded <= now else None
        here = SecondClock(clock.row, clock.hours, clock.unit, clock.leg, seen)
        due = second_due(here, done, now)
        keys = [key for stage in due for key in (stage.key, *stage.merged)]
        assert len({str(stage.target) for stage in due}) == len(due)
        assert not done & set(keys)
        done |= set(keys)
        sent += keys
        if any(key.endswith(".remind") for key in keys):
            reminded = now
        if any(stage.kind is StageKind.BACK for stage in due):
            break
        here = SecondClock(clock.row, clock.hours, clock.unit, clock.leg, reminded)
        assert second_due(here, done, now) == ()
        assert second_next(here, done, now) > now
    return sent


@given(clocks, st.lists(st.timedeltas(-4 * DAY, 20 * DAY), min_size=1, max_size=10))
@settings(deadline=None)
def test_nothing_comes_twice_however_the_clock_is_moved(
    clock: SecondClock, moves: list[timedelta]
) -> None:
    sent = walked(clock, clock.leg.starts_at, moves)
    assert len(sent) == len(set(sent))


@given(clocks)
@settings(deadline=None)
def test_after_a_month_of_outage_each_target_hears_once_and_nothing_goes_back_unreminded(
    clock: SecondClock,
) -> None:
    now = clock.calendar.next_opening(clock.leg.starts_at + 31 * DAY)
    due = second_due(clock, NOTHING, now)
    assert [str(stage.target) for stage in due] == ["holder:tak", "head:tak"]
    here = SecondClock(clock.row, clock.hours, clock.unit, clock.leg, now)
    then = second_next(here, done_by(due), now)
    (back,) = second_due(here, done_by(due), then)
    assert back.kind is StageKind.BACK
    own_time = SecondClock(clock.row, clock.hours, clock.unit, Leg(1, now))
    assert then == late_at(own_time)


def test_what_was_missed_waits_for_the_opening() -> None:
    clock = clock_of(RowKey.B, "2026-06-09T11:00")
    night = local("2026-06-10T22:00")
    assert second_due(clock, NOTHING, night) == ()
    assert second_next(clock, NOTHING, night) == local("2026-06-11T08:30")
    (reminder,) = second_due(clock, NOTHING, local("2026-06-11T08:30"))
    assert reminder.key == "second.1.remind"


def test_a_tick_a_little_late_still_sends_what_was_due_at_closing_time() -> None:
    clock = clock_of(RowKey.B, "2026-06-09T16:30")
    assert len(second_due(clock, NOTHING, local("2026-06-10T16:31"))) == 1
    assert second_due(clock, NOTHING, local("2026-06-10T16:46") + MINUTE) == ()
