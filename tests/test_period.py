"""Months, years and fiscal years as Thai offices and others write them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from bot.domain.period import (
    NoPeriodError,
    Period,
    read_fiscal_year,
    read_month,
    read_year,
)

ZONE = ZoneInfo("Asia/Bangkok")


@pytest.mark.parametrize("text", ["2570", "๒๕๗๐", "2026/27", "2026/2027", "2569/70", "2569/2570"])
def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends_or_by_both(text: str) -> None:
    year = read_fiscal_year(text)
    assert year.name == "fiscal year 2570 (2026/27)"
    first, after = datetime(2026, 10, 1, tzinfo=ZONE), datetime(2027, 10, 1, tzinfo=ZONE)
    assert year.lasts(ZONE) == (first, after)
    assert year.fiscal_years == (year,)


@pytest.mark.parametrize("text", ["2027", "2026/28", "2569-70", "", "27", "9999", "2026/27/28"])
def test_what_could_be_read_in_two_ways_or_none_is_refused(text: str) -> None:
    with pytest.raises(NoPeriodError):
        read_fiscal_year(text)


def test_months_and_years_of_both_calendars() -> None:
    assert read_month("2026-12") == read_month("2569-12")
    assert read_month("2026-12").lasts(ZONE)[1] == datetime(2027, 1, 1, tzinfo=ZONE)
    assert read_year("2569") == read_year("2026")
    years: tuple[Period, ...] = read_year("2026").fiscal_years
    assert [each.file_name for each in years] == ["fiscal-2569", "fiscal-2570"]
    assert [str(month) for month in read_year("2026").months][::11] == ["2026-01", "2026-12"]
    for text in ("2026-13", "2026", "26-01"):
        with pytest.raises(NoPeriodError):
            read_month(text)
    with pytest.raises(NoPeriodError):
        read_year("0001")
