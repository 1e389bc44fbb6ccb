"""The daily digest: once a morning and unit, ever; numbers only; after an outage once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bot.data.policy import load_policy
from bot.domain.ids import Channel
from bot.usecases.digest import send_digests

from tests.house import House, house
from tests.test_officer import GROUP, action
from tests.test_take_turn import files, sends, texts

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """Monday, 10:00: one case was filed and taken, and the digests are known to be due tomorrow."""
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        await built.officer("national", "88", "Khun Duty")
        await send_digests(built.desk)
        await files(built)
        await sends(built)
        yield built
        assert built.log.failures == []


async def at(home: House, moment: datetime) -> None:
    home.moment[0] = moment
    await send_digests(home.desk)
    await home.settle()


def digests(home: House, chat: str = "-100", channel: Channel = Channel.TELEGRAM) -> list[str]:
    return [text for text in texts(home, chat, channel) if text.startswith("☀")]


async def test_each_unit_gets_its_numbers_once_at_half_past_eight_on_a_working_day(
    home: House,
) -> None:
    start = home.now
    await at(home, start + DAY - 2 * HOUR)
    assert digests(home) == []
    for minutes in (0, 1, 2):
        await at(home, start + DAY - 1.5 * HOUR + timedelta(minutes=minutes))
    (text,) = digests(home)
    assert text.splitlines() == [
        "☀ Samut Sakhon centre, 24 November 2026",
        "Open 1 · waiting 1 · overdue 1 · due today 0",
        "Without a next step: 0",
    ]
    (national,) = digests(home, "-200")
    assert "Samut Sakhon centre: open 1 · waiting 1 · overdue 1 · due today 0" in national
    assert "Nobody can be reached in 72 office hours today" in national
    assert "Samut Sakhon" not in national.partition("Nobody can be reached")[2]
    assert "Not delivered in the last 24 h: 0" in national
    assert "⚠ The reminders have never run." in national


async def test_a_taken_case_is_counted_by_what_is_due_today(home: House) -> None:
    start = home.now
    await home.take("77", action(home, "take"), chat=GROUP)
    await home.tick()
    await at(home, start + DAY - 1.5 * HOUR)
    assert "Open 1 · waiting 0 · overdue 0 · due today 1" in digests(home)[0]
    assert "Reminders last ran 81000 s ago." in digests(home, "-200")[0]


async def test_a_weekend_and_a_holiday_have_none_and_an_outage_is_made_up_for_once(
    home: House,
) -> None:
    friday = home.now + 4 * DAY
    await at(home, friday + 3 * HOUR)  # the service stood still since Monday
    assert len(digests(home)) == 1
    assert "27 November 2026" in digests(home)[0]
    for hours in range(0, 64, 2):
        await at(home, friday + 4 * HOUR + timedelta(hours=hours))
    assert len(digests(home)) == 1
    await at(home, friday + 3 * DAY - HOUR)
    assert len(digests(home)) == 2


async def test_one_that_is_found_at_night_waits_for_the_opening(home: House) -> None:
    await at(home, home.now + DAY + 12 * HOUR)
    assert digests(home) == []
    await at(home, home.now + 10.5 * HOUR)
    assert len(digests(home)) == 1
    assert "25 November 2026" in digests(home)[0]


async def test_a_clock_that_is_moved_brings_no_second_one_and_loses_none(home: House) -> None:
    start = home.now
    await at(home, start + DAY)
    await at(home, start + 301 * DAY)  # a Monday, too
    count = len(digests(home))
    await at(home, start + DAY + HOUR)
    await at(home, start + DAY + 2 * HOUR)
    assert len(digests(home)) == count
    await at(home, start + 2 * DAY)
    assert len(digests(home)) == count + 1


async def test_a_units_days_off_and_another_time_are_obeyed(tmp_path: Path) -> None:
    ours = load_policy(
        {"digest": {"at": "10:01"}, "units": {"samut-sakhon": {"days_off": ["2026-11-23"]}}}
    )
    async with house(tmp_path, change=lambda desk: replace(desk, policy=ours)) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await send_digests(home.desk)
        await at(home, home.now + timedelta(minutes=1))
        assert (len(digests(home)), len(digests(home, "-200"))) == (0, 1)
        assert "No open case." in digests(home, "-200")[0]
        await at(home, home.now + DAY)
        assert (len(digests(home)), len(digests(home, "-200"))) == (1, 2)
