"""Days as people type them."""

from datetime import date, timedelta

import pytest
from bot.domain.typed_date import read_coming_day, read_past_day
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 23)
CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    "text",
    [
        "25/12",
        "25/12/2569",
        "25/12/2026",
        "2026-12-25",
        "2569-12-25",
        "25/12/69",
        "25/12/26",
        "25.12.2569",
        "25-12-2569",
        " ๒๕/๑๒/๒๕๖๙ ",
    ],
)
def test_one_day_is_read_in_every_way_it_is_written(text: str) -> None:
    assert read_coming_day(text, TODAY) == CHRISTMAS


def test_a_day_without_a_year_is_the_next_one() -> None:
    assert read_coming_day("5/1", TODAY) == date(2027, 1, 5)
    assert read_coming_day("23/11", TODAY) == TODAY


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2569",  # past
        "22/11",  # past: nobody means the next year's
        "25/12/2570",  # more than a year away
        "31/2/2570",
        "0/12",
        "tomorrow",
        "25",
        "",
        "25/12/2569 at ten",
        "99999-1-1",
    ],
)
def test_a_day_that_is_past_or_none_is_not_taken(text: str) -> None:
    assert read_coming_day(text, TODAY) is None


@given(st.text())
def test_whatever_is_typed_gives_a_day_to_come_or_none(text: str) -> None:
    day = read_coming_day(text, TODAY)
    assert day is None or TODAY <= day <= TODAY + timedelta(days=366)


@given(st.integers(0, 365))
def test_every_day_of_the_next_year_can_be_typed(later: int) -> None:
    day = TODAY + timedelta(days=later)
    assert read_coming_day(f"{day.day}/{day.month}/{day.year + 543}", TODAY) == day
    assert read_coming_day(day.isoformat(), TODAY) == day


@given(st.integers(0, 20 * 365))
def test_every_day_of_twenty_years_past_can_be_typed(earlier: int) -> None:
    day = TODAY - timedelta(days=earlier)
    assert read_past_day(f"{day.day}/{day.month}/{day.year + 543}", TODAY) == day
    assert read_past_day(day.isoformat(), TODAY) == day


def test_a_past_day_without_a_year_is_the_last_one() -> None:
    assert read_past_day("25/12", TODAY) == date(2025, 12, 25)
    assert read_past_day("23/11", TODAY) == TODAY
    assert read_past_day("24/11/2569", TODAY) is None
