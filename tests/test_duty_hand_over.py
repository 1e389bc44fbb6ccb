"""At the end of a shift, and before leave, the cases in hand find somebody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.case import Deed
from bot.domain.ids import Channel, OfficerId, UnitId
from bot.domain.incoming import Chat, Incoming, Tap, Text
from bot.domain.roster import Roster, Shift
from bot.ports import Work
from bot.usecases.duty import keep_roster
from bot.usecases.hand_over_all import hand_over_all

from tests.house import House, house
from tests.test_officer import action
from tests.test_take_turn import files, sends, texts

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
UNIT = UnitId("samut-sakhon")
HOUR = timedelta(hours=1)


@pytest.fixture
async def taken(tmp_path: Path) -> AsyncIterator[House]:
    """Khun Nok has a case and is on call for another hour; Khun Lek comes next."""
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.officer("samut-sakhon", "77", "Khun Nok")
        await home.officer("samut-sakhon", "78", "Khun Lek")
        await home.officer("tak", "79", "Khun Dao")
        await files(home)
        await sends(home)
        await home.take("77", action(home, "take"), chat=GROUP)
        now = home.now
        first = Shift(OfficerId("o77"), now - HOUR, now + HOUR)
        second = Shift(OfficerId("o78"), now + HOUR, now + 9 * HOUR)
        roster = Roster(UNIT, shifts=(first, second))
        await home.assembly.store.write(lambda work: keep_roster(home.desk, work, roster, now))
        yield home
        assert home.log.failures == []


async def holder(home: House) -> str:
    (row,) = await home.assembly.store.read(lambda work: work.casework.rows())
    found = await home.assembly.store.read(lambda work: work.casework.referrals_of(row.reference))
    return str(found[-1].holder)


async def test_at_the_end_of_the_shift_one_tap_passes_every_case_to_the_next_on_call(
    taken: House,
) -> None:
    await taken.passes(minutes=59)
    assert "Your duty has ended" not in "".join(texts(taken, "77"))
    await taken.passes(minutes=2)
    assert "Cases you hold: 1" in taken.screen("77").last.text
    assert "Khun Lek" in taken.screen("77").last.text
    await taken.taps("77", "🔁 To next on call")
    assert "Khun Nok has handed cases over" in taken.screen("78").last.text
    assert await holder(taken) == "o78"
    case = (await taken.assembly.store.read(lambda work: work.casework.rows()))[0]
    worked = await taken.assembly.store.read(lambda work: work.casework.get(case.reference))
    assert worked is not None
    assert [(each.deed, each.value) for each in worked.worked] == [(Deed.HANDED_OVER, "o78")]


async def test_the_colleague_can_open_what_was_handed_over(taken: House) -> None:
    await taken.passes(minutes=61)
    await taken.taps("77", "🔁 To next on call")
    reference = taken.screen("78").last.rows[0][0].label
    await taken.taps("78", reference)
    assert reference in taken.screen("78").last.text


async def test_the_end_of_a_shift_is_told_once(taken: House) -> None:
    await taken.passes(minutes=70)
    told = [text for text in texts(taken, "77") if "Your duty has ended" in text]
    assert len(told) == 1


async def test_a_case_is_never_handed_to_somebody_of_another_unit(taken: House) -> None:
    await taken.passes(minutes=61)
    await taken.take("77", Tap("r:duty:me:samut-sakhon.pass.o79", "t"))
    assert await holder(taken) == "o77"
    assert texts(taken, "79") == []


async def test_a_stranger_cannot_use_the_buttons_of_a_unit(taken: House) -> None:
    await taken.take("79", Tap("r:duty:me:samut-sakhon.pass.o78", "t"))
    assert await holder(taken) == "o77"


async def test_an_officer_says_to_be_on_duty_and_is_on_call(taken: House) -> None:
    await taken.says("78", "hello")
    await taken.taps("78", "📟 Duty")
    assert "Khun Nok" in taken.screen("78").last.text
    await taken.taps("78", "📟 I am on duty")
    await taken.taps("78", "8 h")
    await taken.taps("78", "📟 Duty")
    assert "Khun Lek and Khun Nok" in taken.screen("78").last.text


async def test_duty_handed_over_is_told_to_the_colleague_and_cases_are_asked_about(
    taken: House,
) -> None:
    await taken.says("77", "hello")
    await taken.taps("77", "📟 Duty")
    await taken.taps("77", "🔁 Hand over duty")
    await taken.taps("77", "Khun Lek")
    assert "You are on call for Samut Sakhon" in taken.screen("78").last.text
    assert "Cases you hold: 1" in taken.screen("77").last.text


async def test_leave_asks_about_the_cases_and_coming_back_ends_it(taken: House) -> None:
    await taken.says("77", "hello")
    await taken.taps("77", "📟 Duty")
    await taken.taps("77", "🌴 I am away")
    await taken.taps("77", "Days: 3")
    assert "Cases you hold: 1" in taken.screen("77").last.text
    await taken.says("77", "hello")
    await taken.taps("77", "📟 Duty")
    assert "nobody" in taken.screen("77").last.text
    await taken.taps("77", "↩ I am back")
    await taken.says("77", "hello")
    await taken.taps("77", "📟 Duty")
    assert "now: Khun Nok" in taken.screen("77").last.text


async def test_even_by_itself_the_hand_over_refuses_another_unit(taken: House) -> None:
    def body(work: Work) -> int:
        nok, dao = (work.directory.officer(OfficerId(each)) for each in ("o77", "o79"))
        assert nok is not None
        assert dao is not None
        incoming = Incoming("e", Chat(Channel.TELEGRAM, "77"), "77", taken.now, Text("x"))
        return hand_over_all(taken.desk, work, incoming, nok, dao, taken.now)

    assert await taken.assembly.store.write(body) == 0
    assert await holder(taken) == "o77"
