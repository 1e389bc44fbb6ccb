"""Who is on call is written to in private; nobody's phone is shown in a group."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel, OfficerId, UnitId
from bot.domain.incoming import Blocked, Chat
from bot.domain.roster import Roster, Shift, WeeklyShift
from bot.domain.unit import Role

from tests.house import House, house
from tests.test_take_turn import files, sends, texts

NIGHT = datetime(2026, 11, 23, 15, 5, tzinfo=UTC)
"""Monday, 22:05 in Bangkok."""
NATIONAL = Chat(Channel.TELEGRAM, "-200", private=False)
PHONE = "081 000 0000"
ALWAYS = tuple(range(7))
DAY = timedelta(days=1)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    """Samut Sakhon at night, with an officer, a head, a neighbour and the national group."""
    async with house(tmp_path, at=NIGHT) as made:
        await made.group("samut-sakhon", "-100")
        await made.group("national", "-200")
        await made.group("samut-prakan", "-300")
        await made.officer("samut-sakhon", "77", "Khun Nok")
        await made.officer("samut-sakhon", "70", "Khun Head", role=Role.HEAD)
        await made.officer("samut-prakan", "88", "Khun Dao")
        await made.officer("national", "90", "Khun Rung")
        yield made
        assert made.log.failures == []


async def keeps(home: House, roster: Roster) -> None:
    await home.assembly.store.write(lambda work: work.rosters.save(roster, None))


def always(unit: str, account: str, **more: object) -> Roster:
    weekly = tuple(WeeklyShift(OfficerId(f"o{account}"), day, timedelta(), DAY) for day in ALWAYS)
    return replace(Roster(UnitId(unit), weekly=weekly), **more)  # type: ignore[arg-type]


async def in_danger(home: House, place: str = "Mahachai") -> None:
    await home.says("5", "hello")
    for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:yes"):
        await home.taps("5", tapped)
    await home.says("5", place)


async def test_an_urgent_case_is_sent_to_the_person_on_call_at_once(home: House) -> None:
    await keeps(home, always("samut-sakhon", "77"))
    await in_danger(home)
    assert "You are on call for Samut Sakhon" in home.screen("77").last.text
    assert "URGENT" in home.screen("77").last.text
    assert texts(home, "70") == []


async def test_the_person_on_call_can_take_the_case_from_the_private_card(home: House) -> None:
    await keeps(home, always("samut-sakhon", "77"))
    await in_danger(home)
    await home.taps("77", "✋ Take the case")
    assert "taken by Khun Nok" in home.screen("-100").messages[0][1].text


async def test_who_is_on_call_is_found_when_the_stage_falls_due_and_not_when_the_case_came(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.officer("samut-sakhon", "77", "Khun Nok")
        await files(home)
        await sends(home)
        await home.passes(hours=1)
        later = Shift(OfficerId("o77"), home.now, home.now + DAY)
        await keeps(home, Roster(UnitId("samut-sakhon"), shifts=(later,)))
        await home.passes(hours=3)
        assert "You are on call" in texts(home, "77")[-1]


async def test_without_anybody_on_call_the_head_is_written_to_in_their_stead(home: House) -> None:
    await in_danger(home)
    assert "has waited" in home.screen("70").last.text


async def test_half_the_clock_without_an_answer_makes_it_a_call_for_national(home: House) -> None:
    await keeps(home, always("samut-sakhon", "77"))
    await in_danger(home)
    await home.passes(minutes=7)
    assert "Please phone" not in "".join(texts(home, "-200"))
    await home.passes(minutes=2)
    asked = "".join(texts(home, "-200"))
    assert "Please phone the person on call of Samut Sakhon" in asked
    assert "Khun Nok" not in asked


async def test_nobody_is_to_be_phoned_where_nobody_was_written_to(home: House) -> None:
    await in_danger(home)
    await home.passes(minutes=14)
    assert "Please phone" not in "".join(texts(home, "-200"))


async def phoned(home: House) -> None:
    officers = await home.assembly.store.read(
        lambda work: work.directory.officers_with(Channel.TELEGRAM, "77")
    )
    new = replace(officers[0], phone=PHONE)
    await home.assembly.store.write(lambda work: work.directory.enrol(new))
    await keeps(home, always("samut-sakhon", "77"))
    await in_danger(home)
    await home.passes(minutes=9)


async def test_the_number_is_shown_in_private_to_whoever_of_national_asks_and_it_is_logged(
    home: House,
) -> None:
    await phoned(home)
    await home.taps("90", "☎ Show the number", chat=NATIONAL)
    assert PHONE in home.screen("90").last.text
    assert "Khun Nok" in home.screen("90").last.text
    everywhere = [t for chat in ("-100", "-200", "-300") for t in texts(home, chat)]
    assert not any(PHONE in text for text in everywhere)
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    assert entries[-1].action == "duty.phone_shown"


@pytest.mark.parametrize("who", ["88", "99"])
async def test_nobody_but_national_sees_a_number(home: House, who: str) -> None:
    await phoned(home)
    await home.taps(who, "☎ Show the number", chat=NATIONAL)
    assert PHONE not in "".join(texts(home, who))
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    assert entries[-1].action == "refused.phone"


async def test_a_call_that_was_made_stops_no_clock(home: House) -> None:
    await phoned(home)
    await home.taps("90", "☎ Show the number", chat=NATIONAL)
    before = len(texts(home, "-100"))
    await home.taps("90", "✅ Reached them")
    await home.passes(minutes=10)
    assert len(texts(home, "-100")) > before


async def test_at_night_the_partner_has_the_card_and_its_person_on_call_is_written_to(
    home: House,
) -> None:
    await keeps(home, Roster(UnitId("samut-sakhon"), night_partner=UnitId("samut-prakan")))
    await keeps(home, always("samut-prakan", "88"))
    await in_danger(home)
    assert "URGENT" in "".join(texts(home, "-300"))
    assert "You are on call" in home.screen("88").last.text
    await home.taps("88", "✋ Take the case")
    assert "taken by Khun Dao" in home.screen("-100").messages[0][1].text


async def test_by_day_the_partner_is_left_alone(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.group("tak", "-300")
        await home.officer("tak", "88", "Khun Dao")
        await keeps(home, Roster(UnitId("samut-sakhon"), night_partner=UnitId("tak")))
        await keeps(home, always("tak", "88"))
        await in_danger(home)
        assert texts(home, "-300") == []
        assert texts(home, "88") == []


async def test_whoever_blocked_the_bot_is_not_counted_on(home: House) -> None:
    await keeps(home, always("samut-sakhon", "77"))
    await home.take("77", Blocked())
    await in_danger(home)
    assert texts(home, "77") == []
    assert "has waited" in home.screen("70").last.text


async def test_whoever_is_on_leave_is_not_counted_on(home: House) -> None:
    away = Shift(OfficerId("o77"), NIGHT - DAY, NIGHT + DAY)
    await keeps(home, always("samut-sakhon", "77", absences=(away,)))
    await in_danger(home)
    assert "You are on call" not in "".join(texts(home, "77"))
