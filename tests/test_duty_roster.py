"""A roster as a value: shifts of once and of every week, absences, and what nobody covers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.ids import OfficerId, UnitId
from bot.domain.roster import (
    Roster,
    Shift,
    WeeklyShift,
    edges,
    end_of_duty,
    ended,
    following,
    gaps,
    next_end,
    on_call,
)
from bot.usecases.set_duty import weekly_hours
from hypothesis import given
from hypothesis import strategies as st

ZONE = ZoneInfo("Asia/Bangkok")
TAK = UnitId("tak")
NOK, LEK = OfficerId("nok"), OfficerId("lek")
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE).astimezone(UTC)


def weekly(officer: OfficerId, days: str, hours: str) -> tuple[WeeklyShift, ...]:
    return tuple(WeeklyShift(officer, *each) for each in weekly_hours(days, hours))


def test_a_night_shift_goes_on_after_midnight_and_over_the_end_of_the_week() -> None:
    roster = Roster(TAK, weekly=weekly(NOK, "sun", "16:30-08:30"))
    assert on_call(roster, MONDAY + 8 * HOUR, ZONE) == (NOK,)
    assert on_call(roster, MONDAY + 8.5 * HOUR, ZONE) == ()


def test_whoever_says_so_last_comes_before_the_weekly_plan() -> None:
    plan = weekly(NOK, "mon-fri", "08:30-16:30")
    roster = Roster(TAK, weekly=plan).adding(Shift(LEK, MONDAY + 9 * HOUR, MONDAY + 12 * HOUR))
    assert on_call(roster, MONDAY + 10 * HOUR, ZONE) == (LEK, NOK)


def test_duty_that_was_handed_over_is_the_colleagues_alone_until_it_would_have_ended() -> None:
    roster = Roster(TAK, weekly=weekly(NOK, "daily", "08:00-16:00"))
    now = MONDAY + 9 * HOUR
    until = end_of_duty(roster, NOK, now, ZONE)
    assert until == MONDAY + 16 * HOUR
    handed = roster.adding(Shift(LEK, now, until)).without(NOK, now, until)
    assert on_call(handed, now, ZONE) == (LEK,)
    assert on_call(handed, MONDAY + 33 * HOUR, ZONE) == (NOK,)


def test_whoever_comes_back_early_is_on_call_again() -> None:
    roster = Roster(TAK, weekly=weekly(NOK, "daily", "00:00-24:00"))
    away = roster.without(NOK, MONDAY, MONDAY + 72 * HOUR)
    assert on_call(away, MONDAY + HOUR, ZONE) == ()
    assert on_call(away.back(NOK, MONDAY + HOUR), MONDAY + HOUR, ZONE) == (NOK,)


def test_each_end_of_a_shift_is_seen_once() -> None:
    roster = Roster(TAK, weekly=weekly(NOK, "daily", "08:00-16:00"))
    end = MONDAY + 16 * HOUR
    assert next_end(roster, MONDAY, ZONE) == end
    assert next_end(roster, end, ZONE) == end + 24 * HOUR
    assert [each.ends for each in ended(roster, MONDAY, end, ZONE)] == [end]
    assert ended(roster, end, end + HOUR, ZONE) == ()


def test_next_in_line_is_whoever_is_on_call_then_whoever_comes() -> None:
    plan = (*weekly(NOK, "mon", "08:00-16:00"), *weekly(LEK, "mon", "16:00-24:00"))
    assert list(following(Roster(TAK, weekly=plan), MONDAY + 9 * HOUR, ZONE)) == [NOK, LEK]


SHIFTS = st.lists(
    st.tuples(st.sampled_from((NOK, LEK)), st.integers(0, 160), st.integers(1, 30)), max_size=6
)


@given(SHIFTS, SHIFTS)
def test_hours_are_uncovered_exactly_where_nobody_is_on_call(
    shifts: list[tuple[OfficerId, int, int]], absences: list[tuple[OfficerId, int, int]]
) -> None:
    def made(found: list[tuple[OfficerId, int, int]]) -> tuple[Shift, ...]:
        return tuple(Shift(o, MONDAY + a * HOUR, MONDAY + (a + n) * HOUR) for o, a, n in found)

    roster = Roster(TAK, shifts=made(shifts), absences=made(absences))
    until = MONDAY + 168 * HOUR
    found = gaps(
        lambda at: bool(on_call(roster, at, ZONE)),
        edges(roster, MONDAY, until, ZONE),
        MONDAY,
        until,
    )
    for hour in range(168):
        at = MONDAY + (hour + 0.5) * HOUR
        lacking = any(begins <= at < ends for begins, ends in found)
        assert lacking is not bool(on_call(roster, at, ZONE))
    assert all(first[1] < second[0] for first, second in pairwise(found))
