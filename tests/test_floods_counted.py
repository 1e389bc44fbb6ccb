"""The counts behind the limits: by person, by minute, and never growing without end."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, Incoming, Tap, Text
from bot.domain.prompt import officer_payload
from bot.usecases import floods
from bot.usecases.floods import CHATTER, Floods, Kind

from tests.house import MONDAY, House
from tests.taken_case import GROUP, NOK, taken, the_referrals


def _from(who: str, channel: Channel = Channel.TELEGRAM) -> Incoming:
    return Incoming("1", Chat(channel, who), who, MONDAY, Text("x"))


def test_each_person_and_each_kind_is_counted_apart() -> None:
    counts = Floods()
    assert [counts.counted(_from("1"), Kind.CHATTER, MONDAY) for _ in range(3)] == [1, 2, 3]
    assert counts.counted(_from("1"), Kind.FILES, MONDAY) == 1
    assert counts.counted(_from("2"), Kind.CHATTER, MONDAY) == 1
    assert counts.counted(_from("1", Channel.LINE), Kind.CHATTER, MONDAY) == 1


def test_a_new_minute_begins_from_nothing_also_where_the_clock_is_put_back() -> None:
    counts = Floods()
    for later in (timedelta(0), timedelta(minutes=1), timedelta(hours=-1)):
        assert counts.counted(_from("1"), Kind.CHATTER, MONDAY + later) == 1
        assert counts.first_answer(_from("1"), MONDAY + later)
        assert not counts.first_answer(_from("1"), MONDAY + later)


def test_a_flood_of_accounts_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "REMEMBERED", 10)
    counts = Floods()
    for number in range(100):
        counts.counted(_from(str(number)), Kind.CHATTER, MONDAY)
        counts.is_news("x", _from(str(number)), MONDAY)
    assert counts.remembered == 20
    assert counts.counted(_from("99"), Kind.CHATTER, MONDAY) == 2


def test_turns_queue_up_only_while_they_take_long() -> None:
    counts = Floods()
    counts.took(timedelta(seconds=3))
    assert not counts.busy  # one slow turn is no queue
    for _ in range(20):
        counts.took(timedelta(seconds=3))
    assert counts.busy
    for _ in range(20):
        counts.took(timedelta(milliseconds=5))
    assert not counts.busy


def _toasts(home: House) -> int:
    return len(home.platforms[Channel.TELEGRAM].toasts)


async def test_a_member_who_hammers_a_button_gets_one_notice_a_second(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        (referral,) = await the_referrals(home)
        tap = Tap(officer_payload("interpreter", referral.id), "tap")
        before = _toasts(home)
        for _ in range(10):
            await home.take("99", tap, chat=GROUP)
        assert _toasts(home) == before + 1
        home.moment[0] += timedelta(seconds=1)
        await home.take("99", tap, chat=GROUP)
        assert _toasts(home) == before + 2


async def test_an_officers_lists_are_not_shown_without_end(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        before = len(home.screen(NOK).messages)
        for _ in range(CHATTER + 5):
            await home.says(NOK, "my cases")
        assert len(home.screen(NOK).messages) == before + CHATTER
        home.moment[0] += timedelta(minutes=1)
        await home.says(NOK, "my cases")
        assert len(home.screen(NOK).messages) == before + CHATTER + 1
