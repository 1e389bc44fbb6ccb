"""A case with an officer goes on from another phone: what was asked and what waited comes there."""

from pathlib import Path

from tests import pin_stories as story
from tests.agencies import WORKER, asks_worker, taken
from tests.house import house
from tests.pin_stories import LINE


async def test_what_was_asked_about_an_agency_is_asked_again_on_the_new_phone(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        number = await story.sets_pin(h, WORKER)
        await asks_worker(h)
        card = story.said(h, WORKER).split("\n")[-1]
        assert await story.opens(h, number)
        assert card not in story.said(h, "U9", LINE)
        await h.taps("U9", "safe_to_talk:yes", channel=LINE)
        assert card in story.said(h, "U9", LINE)


async def test_whoever_started_over_in_the_former_chat_is_told_nothing_more(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        await h.says("5", "start over")
        await h.taps("5", "start_over:yes")
        left = await story.of(h, "5")
        assert left is not None
        assert (left.before, left.earlier) == (number, number)
        assert await story.opens(h, number)
        before = len(h.screen("5").messages)
        await h.taps("5", "language:en")
        await h.taps("5", "safe_to_talk:yes")
        await h.says("5", "case")
        after = "".join(message.text for _, message in h.screen("5").messages[before:])
        assert number not in after
        left = await story.of(h, "5")
        assert left is not None
        assert (left.before, left.earlier) == (None, None)


async def test_danger_told_in_the_former_chat_is_not_taken_into_the_case_that_left(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as h:
        number = await story.files(h)
        await story.sets_pin(h)
        await h.says("5", "start over")
        await h.taps("5", "start_over:yes")
        assert await story.opens(h, number)
        await h.taps("5", "language:en")
        await h.taps("5", "safe_to_talk:yes")
        await h.taps("5", "in_danger_now:yes")
        told, moved = await story.of(h, "5"), await story.of(h, "U9", LINE)
        assert told is not None
        assert moved is not None
        assert told.reference not in (None, number)
        assert moved.reference == number
