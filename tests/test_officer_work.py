"""What an officer writes down about the work on a case: contact, next step, notes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bot.domain.case import Deed
from bot.domain.ids import Channel
from bot.domain.incoming import Sticker, Tap
from bot.flows.worked import CONTACT_WAYS

from tests.house import MONDAY, House
from tests.taken_case import LEK, NOK, audited, officer_of, shows, taken, the_case
from tests.test_take_turn import WORKER, texts


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with taken(tmp_path) as built:
        yield built


async def test_contact_made_and_contact_tried_are_progress_and_lead_to_the_next_step(
    home: House,
) -> None:
    for way, results in CONTACT_WAYS.items():
        for result in results:
            await home.taps(NOK, "📞 Contact tried")
            await home.taps(NOK, f":{way}")
            await home.taps(NOK, f":{way}.{result}")
            assert "what is the next step?" in shows(home, NOK)
    case = await the_case(home)
    wanted = [
        (Deed.CONTACTED if result == "reached" else Deed.CONTACT_TRIED, f"{way}.{result}")
        for way, results in CONTACT_WAYS.items()
        for result in results
    ]
    assert [(entry.deed, entry.value) for entry in case.worked] == wanted
    assert all(entry.deed.is_progress for entry in case.worked)
    assert (await audited(home))[-1] == f"case.{wanted[-1][0]}"


async def test_whoever_reached_somebody_else_is_told_to_say_nothing(home: House) -> None:
    await home.taps(NOK, "📞 Contact tried")
    await home.taps(NOK, ":phone")
    await home.taps(NOK, ":phone.wrong_person")
    assert "tell them nothing about the case" in shows(home, NOK)


async def test_the_next_step_counts_working_days_of_the_unit(home: House) -> None:
    await home.taps(NOK, "📅 Next step")
    await home.taps(NOK, ":documents")
    await home.taps(NOK, "10 working days")
    case = await the_case(home)
    # From Monday 10:00, over 7 December (no holiday: the 5th is a Saturday, its Monday is one).
    assert case.next_step_at == datetime(2026, 12, 8, 3, 0, tzinfo=UTC)
    assert [(entry.deed, entry.value) for entry in case.worked] == [(Deed.NEXT_STEP, "documents")]


async def test_a_typed_day_is_set_and_one_that_cannot_be_is_asked_again(home: House) -> None:
    await home.taps(NOK, "📅 Next step")
    await home.taps(NOK, ":meet")
    await home.taps(NOK, "📅 Another date")
    for wrong in ("22/11/2569", "soon", "31/2/2570"):
        await home.says(NOK, wrong)
        assert "I need a date to come" in shows(home, NOK)
        assert (await the_case(home)).next_step_at is None
    # A Saturday: the unit opens on Monday, 8:30.
    await home.says(NOK, "28/11/2569")
    case = await the_case(home)
    assert case.next_step_at == datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
    assert case.worked[-1].value == "meet"
    assert (await officer_of(home, NOK)).awaiting == ""


async def test_todays_date_is_soon(home: House) -> None:
    await home.taps(NOK, "📅 Next step")
    await home.taps(NOK, ":call")
    await home.taps(NOK, "📅 Another date")
    await home.says(NOK, "23/11")
    at = (await the_case(home)).next_step_at
    assert at is not None
    assert MONDAY < at <= MONDAY + timedelta(hours=1, minutes=1)


async def test_notes_are_listed_with_who_and_when_and_looking_is_logged(home: House) -> None:
    await home.taps(NOK, "🗒 Note")
    await home.says(NOK, "called the hostel")
    # A colleague of the unit, on LINE, adds one: found by the number.
    reference = (await the_case(home)).reference
    await home.says(LEK, reference, channel=Channel.LINE)
    await home.taps(LEK, "🗒 Note", channel=Channel.LINE)
    await home.says(LEK, "asked the landlord", channel=Channel.LINE)
    await home.taps(LEK, "📚 Notes and steps", channel=Channel.LINE)
    shown = shows(home, LEK, Channel.LINE)
    assert "10:00 today · Khun Nok: called the hostel" in shown
    assert "10:00 today · Khun Lek: asked the landlord" in shown
    assert (await audited(home))[-1] == "case.history"
    assert "hostel" not in "".join(texts(home, WORKER))


async def test_a_long_history_is_several_messages_and_none_of_it_is_lost(home: House) -> None:
    for number in range(25):
        await home.taps(NOK, "🗒 Note")
        await home.says(NOK, f"note {number:02}")
    await home.taps(NOK, "📚 Notes and steps")
    shown = "\n".join(texts(home, NOK)[-3:])
    assert all(f"note {number:02}" in shown for number in range(25))


async def test_only_looking_leaves_what_is_awaited(home: House) -> None:
    await home.taps(NOK, "🗒 Note")
    await home.taps(NOK, "📄 What was said")
    await home.says(NOK, "after reading")
    assert [note.text for note in (await the_case(home)).notes] == ["after reading"]
    for leaving in ("📂 The case", "📞 Contact tried", "✅ Close"):
        await home.taps(NOK, "🗒 Note")
        await home.taps(NOK, leaving)
        await home.says(NOK, "this is no note")
    assert len((await the_case(home)).notes) == 1


@pytest.mark.parametrize("words", ["/cases", "/start officer", "เคส", "Cases", "menu"])
async def test_menu_words_show_the_cases_even_while_a_note_is_awaited(
    home: House, words: str
) -> None:
    await home.taps(NOK, "🗒 Note")
    await home.says(NOK, words)
    assert "Your cases: 1" in shows(home, NOK)
    await home.says(NOK, "hello")
    assert (await the_case(home)).notes == ()


async def test_a_sticker_instead_of_words_is_asked_for_in_words(home: House) -> None:
    await home.taps(NOK, "🗒 Note")
    await home.take(NOK, Sticker())
    assert "Please write it in words" in shows(home, NOK)
    await home.says(NOK, "now in words")
    assert [note.text for note in (await the_case(home)).notes] == ["now in words"]


async def test_a_made_up_value_of_a_button_does_nothing(home: House) -> None:
    await home.taps(NOK, "📞 Contact tried")
    referral = home.screen(NOK).button(":phone").split(":")[2]
    before = await the_case(home)
    for action in ("contact:fax", "contact:phone.maybe", "next:fly", "next:call.99", "finding:U"):
        name, _, value = action.partition(":")
        await home.take(NOK, Tap(f"r:{name}:{referral}:{value}", "t"))
    assert await the_case(home) == before
