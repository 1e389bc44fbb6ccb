"""Office hours: what counts, and that nothing falls outside them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bot.data.policy import calendar_of, load_policy, thai_holidays
from bot.domain.calendar import (
    DayAndNight,
    NeverOpen,
    OfficeCalendar,
    OfficeHours,
    Window,
    WorkingDays,
    after,
)
from bot.domain.ids import UnitId
from hypothesis import given, settings
from hypothesis import strategies as st

BANGKOK = ZoneInfo("Asia/Bangkok")
HOUR = timedelta(hours=1)
OFFICE = calendar_of(load_policy(), UnitId("tak"))
TWO_WINDOWS = calendar_of(
    load_policy(
        {
            "units": {
                "tak": {
                    "mon": ["08:30-12:00", "13:00-16:30"],
                    "fri": ["09:00-12:00"],
                    "sat": ["22:00-24:00"],
                    "sun": ["00:00-02:00"],
                    "days_off": ["2026-09-07"],
                }
            }
        }
    ),
    UnitId("tak"),
)
DAY_AND_NIGHT = DayAndNight()
moments = st.integers(0, 2 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
durations = st.timedeltas(timedelta(0), timedelta(hours=60))
calendars = st.sampled_from([OFFICE, TWO_WINDOWS, DAY_AND_NIGHT])


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "then"),
    [
        ("2026-06-09T09:00", 2, "2026-06-09T11:00"),  # a Tuesday
        ("2026-06-09T15:30", 2, "2026-06-10T09:30"),
        ("2026-06-09T08:30", 8, "2026-06-09T16:30"),  # exactly closing time counts as due then
        ("2026-06-09T16:30", 1, "2026-06-10T09:30"),
        ("2026-06-09T05:00", 0, "2026-06-09T08:30"),
        ("2026-06-12T16:00", 4, "2026-06-15T12:00"),  # over a weekend
        ("2026-04-10T16:00", 4, "2026-04-16T12:00"),  # over Songkran, 13 to 15 April
        ("2026-12-30T16:00", 1, "2027-01-04T09:00"),  # over New Year and a weekend
        ("2026-12-04T16:00", 1, "2026-12-08T09:00"),  # 7 December stands for Saturday the 5th
        ("2026-05-29T16:00", 1, "2026-06-02T09:00"),  # 1 June stands for Sunday, 31 May
        ("2026-01-01T12:00", 1, "2026-01-05T09:30"),  # 2 January is a bridge day
        ("2028-12-29T16:30", 1, "2029-01-03T09:30"),  # 2 January stands for 31 December
    ],
)
def test_counted_time_passes_in_office_hours_only(start: str, hours: int, then: str) -> None:
    assert OFFICE.add_counted(local(start), hours * HOUR) == local(then)


def test_a_lunch_break_and_a_day_off_of_the_unit_do_not_count() -> None:
    assert TWO_WINDOWS.add_counted(local("2026-06-08T11:30"), HOUR) == local("2026-06-08T13:30")
    assert TWO_WINDOWS.counted(local("2026-06-08T11:30"), local("2026-06-08T13:30")) == HOUR
    # Friday afternoon is closed, Monday the 7th a day off; the night from Saturday is worked.
    assert TWO_WINDOWS.add_counted(local("2026-09-04T11:00"), 6 * HOUR) == local("2026-09-08T09:30")


def test_open_from_the_opening_until_before_the_closing() -> None:
    assert OFFICE.is_open(local("2026-06-09T08:30"))
    assert not OFFICE.is_open(local("2026-06-09T16:30"))
    assert not OFFICE.is_open(local("2026-04-13T10:00"))
    assert OFFICE.next_opening(local("2026-06-09T16:30")) == local("2026-06-10T08:30")
    assert OFFICE.next_opening(local("2026-06-09T10:00")) == local("2026-06-09T10:00")
    assert DAY_AND_NIGHT.is_open(local("2026-04-13T03:00"))


@pytest.mark.parametrize(
    ("start", "days", "then"),
    [
        ("2026-06-09T11:00", 1, "2026-06-10T11:00"),
        ("2026-06-09T16:30", 1, "2026-06-10T16:30"),
        ("2026-06-09T20:00", 1, "2026-06-11T08:30"),  # it stands at Wednesday's opening
        ("2026-06-12T11:00", 1, "2026-06-15T11:00"),
        ("2026-04-10T11:00", 3, "2026-04-20T11:00"),
        ("2026-04-13T11:00", 0, "2026-04-16T08:30"),
    ],
)
def test_a_working_day_later_is_the_same_position_on_the_next_working_day(
    start: str, days: int, then: str
) -> None:
    assert after(OFFICE, local(start), WorkingDays(days)) == local(then)


def test_a_shorter_day_ends_a_working_day_at_its_closing_and_the_next_has_its_full_length() -> None:
    monday = local("2026-06-11T15:00")  # a Thursday; Friday closes at 12:00
    assert TWO_WINDOWS.add_working_days(monday, 1) == local("2026-06-12T12:00")
    assert TWO_WINDOWS.add_working_days(monday, 4) == local("2026-06-15T16:00")


def test_a_calendar_that_never_opens_says_so() -> None:
    week = ((Window(8 * HOUR, 16 * HOUR),), *[()] * 6)
    every_day = frozenset(date(2026, 1, 1) + n * timedelta(days=1) for n in range(800))
    closed = OfficeCalendar(OfficeHours(week), BANGKOK, lambda _: every_day)
    with pytest.raises(NeverOpen):
        closed.next_opening(local("2026-01-05T10:00"))


def test_hours_that_cannot_be_are_refused() -> None:
    morning, whole = Window(8 * HOUR, 12 * HOUR), Window(8 * HOUR, 16 * HOUR)
    for week in ([()] * 7, [(morning,)] * 6, [(morning, whole), *[()] * 6]):
        with pytest.raises(ValueError, match=r"week|windows"):
            OfficeHours(tuple(week))
    with pytest.raises(ValueError, match="opens before"):
        Window(16 * HOUR, 8 * HOUR)


def test_moments_without_a_zone_and_times_that_run_backwards_are_refused() -> None:
    start = local("2026-06-09T09:00")
    for calendar in (OFFICE, DAY_AND_NIGHT):
        with pytest.raises(ValueError, match="time zone"):
            calendar.add_counted(start.replace(tzinfo=None), HOUR)
        with pytest.raises(ValueError, match="negative"):
            calendar.add_counted(start, -HOUR)
        with pytest.raises(ValueError, match="before the start"):
            calendar.counted(start, start - HOUR)


def test_holidays_have_their_substitutions_and_only_those_of_the_year() -> None:
    found = thai_holidays(2026)
    assert {date(2026, 4, day) for day in (13, 14, 15)} <= found
    assert {date(2026, 6, 1), date(2026, 12, 7)} <= found
    assert {day.year for day in found} == {2026}


@given(calendars, moments, durations)
@settings(deadline=None)
def test_what_was_added_is_what_has_counted(
    calendar: OfficeCalendar | DayAndNight, start: datetime, duration: timedelta
) -> None:
    assert calendar.counted(start, calendar.add_counted(start, duration)) == duration


@given(calendars, moments, moments, durations, durations)
@settings(deadline=None)
def test_later_starts_and_longer_durations_never_end_sooner(
    calendar: OfficeCalendar | DayAndNight,
    one: datetime,
    other: datetime,
    short: timedelta,
    more: timedelta,
) -> None:
    first, second = sorted((one, other))
    assert calendar.add_counted(first, short) <= calendar.add_counted(first, short + more)
    assert calendar.add_counted(first, short) <= calendar.add_counted(second, short)


@given(moments, durations)
@settings(deadline=None)
def test_no_result_falls_outside_the_hours(start: datetime, duration: timedelta) -> None:
    for calendar in (OFFICE, TWO_WINDOWS):
        then = calendar.add_counted(start, duration)
        just_before = then - timedelta.resolution
        assert calendar.is_open(then) or (duration and calendar.is_open(just_before))
        assert then.tzinfo is UTC


@given(moments, durations)
@settings(deadline=None)
def test_a_result_is_the_earliest_moment_of_its_kind(start: datetime, duration: timedelta) -> None:
    then = OFFICE.add_counted(start, duration)
    if duration:
        assert OFFICE.counted(start, then - timedelta.resolution) < duration


@given(calendars, moments, st.integers(0, 12), moments)
@settings(deadline=None)
def test_working_days_are_counted_as_they_are_added(
    calendar: OfficeCalendar | DayAndNight, start: datetime, count: int, other: datetime
) -> None:
    then = calendar.add_working_days(start, count)
    assert calendar.working_days(start, max(start, then)) == count
    first, last = sorted((start, min(other, start + timedelta(days=30))))
    passed = calendar.working_days(first, last)
    assert not passed or calendar.add_working_days(first, passed) <= last
    assert calendar.add_working_days(first, passed + 1) > last
