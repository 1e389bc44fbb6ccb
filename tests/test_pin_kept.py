"""A PIN is chosen twice, kept as a sealed hash, and stands nowhere else."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.errors import TryLater
from bot.domain.ids import CaseState, Channel
from bot.domain.incoming import Edited, Text

from tests import pin_stories as story
from tests.house import House, house
from tests.pin_stories import DIGITS, LINE, OTHER, PIN


async def test_a_pin_is_written_twice_and_its_number_told(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await h.taps("5", "🔢 Set a PIN")
        assert "10 digits" in h.screen("5").last.text
        await h.says("5", PIN)
        assert "once more" in h.screen("5").last.text
        await h.says("5", DIGITS)
        assert f"Your number: **{number}**" in story.said(h, "5")
        assert DIGITS not in story.said(h, "5")


async def test_two_different_pins_set_none(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await h.taps("5", "menu:pin")
        await h.says("5", PIN)
        await h.says("5", OTHER)
        assert "not the same" in h.screen("5").last.text
        assert not await story.opens(h, number, PIN)
        assert not await story.opens(h, number, OTHER)


async def test_an_easy_pin_is_not_taken(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        for easy in ("1234567890", number.replace("-", "")[:10]):
            await h.taps("5", "menu:pin")
            await h.says("5", easy)
            assert "Others could guess" in h.screen("5").last.text


async def test_it_can_be_left_and_the_intake_goes_on(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        asked = h.screen("5").last.text
        await h.taps("5", "menu:pin")
        await h.taps("5", "pin_new:back")
        assert h.screen("5").last.text == asked


async def test_typed_pins_are_deleted_on_telegram_and_on_line_the_worker_is_asked_to(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        await h.taps("5", "menu:pin")
        for typed, message in ((PIN, "a"), ("482", "b"), (OTHER, "c"), (PIN, "d"), (PIN, "e")):
            await h.says("5", typed, message=message)
        telegram = h.platforms[Channel.TELEGRAM]
        assert [message for _, message in telegram.erased] == ["a", "b", "c", "d", "e"]
        assert "Please delete the messages" not in story.said(h, "5")
        await story.files(h, "U9", LINE)
        await story.sets_pin(h, "U9", LINE)
        assert h.platforms[LINE].erased == []
        assert "Please delete the messages" in story.said(h, "U9", LINE)


async def test_an_erasing_that_fails_is_tried_again_and_holds_up_no_answer(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        await h.taps("5", "menu:pin")
        await h.take("5", Text(PIN), message="x", settle=False)
        telegram = h.platforms[Channel.TELEGRAM]
        await h.deliverer.deliver()
        await h.deliverer.settled()
        await h.settle()
        assert "once more" in h.screen("5").last.text
        telegram.fails = [TryLater(timedelta(seconds=3))]
        await h.take("5", Text("999"), message="y", settle=False)
        await h.settle()
        await h.passes(seconds=20)
        assert ("5", "y") in telegram.erased


async def _everything(h: House, who: str) -> str:
    found = await story.of(h, who)
    return repr(found)


async def test_no_digit_of_a_pin_is_kept_in_the_conversation(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        await h.taps("5", "menu:pin")
        await h.says("5", "my PIN is 4820936157 ok")
        await h.says("5", "48209361")
        await h.take("5", Edited("m1", "4820936157 please"))
        await h.says("5", PIN)
        await h.passes(minutes=31)
        await h.says("5", DIGITS)  # the gate stands again: it answers nothing
        kept = await _everything(h, "5")
        for digits in (DIGITS, PIN, "48209361", "4820"):
            assert digits not in kept
        assert "my PIN is" in kept


async def test_a_call_for_help_is_heard_while_a_pin_is_asked(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        await h.taps("5", "menu:pin")
        await h.says("5", "help 4820936157 he hits me with a knife")
        assert "1300" in story.said(h, "5")
        assert "danger right now" in h.screen("5").last.text


async def test_no_digit_reaches_the_database_not_even_where_the_turn_breaks(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        await story.files(h)
        await h.taps("5", "menu:pin")

        desk = h.desk
        broken: Any = _Bug()
        h.desk = replace(desk, around=replace(desk.around, intake=broken))
        await h.says("5", DIGITS)
        h.desk = desk
        assert h.log.failures
        stuck = await h.assembly.store.read(lambda work: work.inbox.stuck(10))
        assert stuck == []
        assert "1300" in h.screen("5").last.text


class _Bug:
    """Breaks at the first touch."""

    def __getattr__(self, name: str) -> object:
        raise ZeroDivisionError(name)


async def test_erasing_takes_the_pin_along(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        found = await story.of(h, "5")
        assert found is not None
        await h.assembly.store.write(lambda work: work.conversations.forget(found.id))
        assert await h.assembly.store.read(lambda work: work.worker_pins.of(number)) is None
        assert not await story.opens(h, number, PIN)
        rows = await h.assembly.store.read(lambda work: work.casework.rows())
        assert [row.state for row in rows] == [CaseState.ERASED]


async def test_a_new_pin_ends_the_former_one_and_its_lock(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        for _ in range(2):
            await story.tries(h, number, "7041185293")
        await story.sets_pin(h, pin=OTHER)
        assert not await story.opens(h, number, PIN)
        assert await story.opens(h, number, OTHER)


async def test_a_typed_number_is_taken_as_one_and_a_phone_number_is_not(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await h.says("U9", "hello", channel=LINE)
        await h.taps("U9", "🔑 I have a number", channel=LINE)
        await h.says("U9", "48 2093 7716 7", channel=LINE)
        assert "look at it once more" in h.screen("U9", LINE).last.text
        await h.says("U9", number.replace("-", " "), channel=LINE)
        assert "Please write your PIN" in h.screen("U9", LINE).last.text
        await h.says("5", number)
        assert "Please write your PIN" not in h.screen("5").last.text


async def test_a_pin_opens_its_own_intake_and_no_earlier_case(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        earlier = await story.files(h)
        await h.says("5", "start over")
        await h.taps("5", "start_over:yes")
        h.moment[0] += timedelta(seconds=5)
        for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me"):
            await h.taps("5", tapped)
        await h.taps("5", "consent_keep:pass")
        number = await story.sets_pin(h)
        assert await story.opens(h, number)
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        await h.says("U9", "menu", channel=LINE)
        assert earlier not in story.said(h, "U9", LINE)
        assert "menu:status" not in str(h.screen("U9", LINE).last.rows)
