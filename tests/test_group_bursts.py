"""A burst on one group: urgent ones alone and first, the others in lists, none lost."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel, OfficerId, Reference, UnitId
from bot.domain.incoming import Chat, Tap
from bot.ports import Work
from bot.usecases.burst import BURST, BUSY, MOST
from bot.usecases.pace import ALERT_MINUTE

from tests.bursts import ORDINARY, URGENT, lay
from tests.house import House, house
from tests.test_take_turn import texts

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
NUMBER = re.compile(r"\d\d-\d{4}-\d{4}-\d")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        yield built
        assert built.log.failures == []


async def at_once(home: House, ordinary: int, urgent: int = 0) -> list[str]:
    """So many cases in one moment, the urgent ones last; their numbers."""
    desk, kinds = home.desk, [ORDINARY] * ordinary + [URGENT] * urgent
    numbers = await desk.store.write(lambda work: [lay(desk, work, home.now, f) for f in kinds])
    await home.settle()
    return [str(number) for number in numbers]


def named(shown: list[str]) -> list[str]:
    return NUMBER.findall("".join(shown))


async def test_urgent_ones_leave_alone_and_first_and_the_others_in_lists(home: House) -> None:
    numbers = await at_once(home, ordinary=30, urgent=3)
    shown = texts(home, "-100")
    assert [len(named([text])) for text in shown] == [1, 1, 1, MOST, 30 - MOST]
    assert all("URGENT" in text for text in shown[:3])
    assert sorted(named(shown)) == sorted(numbers)


async def test_a_few_are_still_cards_of_their_own(home: House) -> None:
    await at_once(home, ordinary=BURST - 1)
    assert [len(named([text])) for text in texts(home, "-100")] == [1] * (BURST - 1)


async def test_two_hundred_cases_are_all_told_within_the_platforms_pace(home: House) -> None:
    numbers = await at_once(home, ordinary=195, urgent=5)
    shown = home.platforms[Channel.TELEGRAM].shown
    first = [message.text for chat, _, message in shown if chat == "-100"]
    assert len(first) <= ALERT_MINUTE
    assert all("URGENT" in text for text in first[:5])
    await home.passes(minutes=3)
    assert sorted(set(named(texts(home, "-100")))) == sorted(numbers)


async def test_from_a_list_a_case_is_taken_with_one_tap(home: House) -> None:
    numbers = await at_once(home, ordinary=BURST)
    await home.taps("77", f"✋ {numbers[2]}", chat=GROUP)
    assert f"{numbers[2]} · taken by Khun Nok" in home.screen("-100").last.text
    case = await home.desk.store.read(lambda work: work.casework.rows())
    assert [row.state for row in case if row.reference == numbers[2]] == ["taken"]
    listing = home.screen("-100").messages[0][1].text
    assert all(number in listing for number in numbers)


async def test_from_a_list_the_whole_card_is_shown_and_then_follows_its_case(home: House) -> None:
    await at_once(home, ordinary=BURST)
    row = home.screen("-100").last.rows[1]
    await home.take("77", Tap(row[1].payload, "t"), chat=GROUP)
    card = home.screen("-100").last
    assert "Speaks Burmese" in card.text
    shown = len(texts(home, "-100"))
    await home.take("77", Tap(row[0].payload, "t"), chat=GROUP)
    assert len(texts(home, "-100")) == shown
    assert "taken by Khun Nok" in home.screen("-100").last.text


async def test_a_stranger_is_shown_no_card(home: House) -> None:
    await at_once(home, ordinary=BURST)
    shown = len(texts(home, "-100"))
    await home.take("99", Tap(home.screen("-100").last.rows[0][1].payload, "t"), chat=GROUP)
    assert len(texts(home, "-100")) == shown


async def test_in_a_busy_group_single_alerts_wait_a_moment_and_come_together(home: House) -> None:
    for _ in range(BUSY):
        await at_once(home, ordinary=1)
    before = len(texts(home, "-100"))
    numbers = []
    for _ in range(3):
        numbers += await at_once(home, ordinary=1)
    assert len(texts(home, "-100")) == before
    home.moment[0] += timedelta(seconds=3)
    await home.settle()
    assert [named([text]) for text in texts(home, "-100")[before:]] == [numbers]
    await at_once(home, ordinary=0, urgent=1)
    assert "URGENT" in home.screen("-100").last.text


async def test_what_was_answered_meanwhile_is_not_listed_any_more(home: House) -> None:
    home.deliverer.senders = {}
    numbers = await at_once(home, ordinary=BURST + 2)
    home.deliverer.senders = home.platforms
    rows = await home.desk.store.read(lambda work: work.casework.due_referrals(home.now, 9))
    assert rows == []
    home.moment[0] += timedelta(minutes=1)

    def taken(work: Work) -> None:
        (first,) = work.casework.referrals_of(Reference(numbers[0]))
        who = (OfficerId("o77"), UnitId("samut-sakhon"))
        work.casework.save_referral(first.acknowledge(*who, home.now))

    await home.desk.store.write(taken)
    await home.settle()
    assert sorted(named(texts(home, "-100"))) == sorted(numbers[1:])


async def test_a_list_that_could_not_leave_is_tried_again_and_nothing_is_lost(home: House) -> None:
    home.platforms[Channel.TELEGRAM].fails = [ConnectionError("gone")]
    numbers = await at_once(home, ordinary=BURST)
    home.log.failures.clear()
    assert texts(home, "-100") == []
    home.moment[0] += timedelta(seconds=30)
    await home.settle()
    assert sorted(named(texts(home, "-100"))) == sorted(numbers)


async def test_reminders_of_many_cases_come_as_one_list(home: House) -> None:
    numbers = await at_once(home, ordinary=BURST)
    before = len(texts(home, "-100"))
    await home.passes(hours=4)
    reminders = texts(home, "-100")[before:]
    assert [sorted(named([text])) for text in reminders] == [sorted(numbers)]
    assert reminders[0].startswith("⏰ 5 cases still wait")
