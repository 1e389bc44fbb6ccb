"""Somebody who has never seen the demonstration: looks at its page in a real browser and clicks."""

from typing import TYPE_CHECKING

import pytest

from tests.demo_visitor import Visit, visit

if TYPE_CHECKING:
    from playwright.async_api import Browser


async def urgent(made: Visit) -> None:
    """Somebody in danger: three taps, then the place."""
    await made.picture("1-start")
    await made.taps(":language:en", ":safe_to_talk:yes", ":in_danger_now:yes")
    await made.sees("#national .bubble .choice")
    await made.sees("#centre .empty")
    await made.picture("2-urgent-alert")
    await made.page.locator("#place").click()
    await made.page.locator("#places button", has_text="Mae Sot").click()
    await made.sees("#centre .bubble .choice")
    assert await made.page.locator("#centres").input_value() == "tak"
    await made.picture("3-place-given")


async def ordinary(made: Visit) -> None:
    """Somebody who was not paid, on another phone, by the pictures."""
    await made.page.locator("#new-worker").click()
    await made.sees('#workers [aria-pressed="true"]', "2")
    await made.taps(":language:en", ":safe_to_talk:yes", ":in_danger_now:no", ":for_whom:me")
    await made.taps(":consent_keep:pass", ":consent_statistics:yes", ":category:money")
    await made.taps(":category:pay", ":category:done", ":what_happened:skip")
    await made.page.locator("#place").click()
    await made.page.locator("#places button", has_text="Samut Sakhon").click()
    await made.taps(":province:TH-74", ":may_write:yes")
    await made.sees('#worker [data-payload*=":menu:status"]')
    await made.sees('[data-try="ordinary"].done')
    await made.picture("4-ordinary-filed")


async def taken(made: Visit) -> None:
    """The officer of the centre takes the urgent one."""
    await made.tap("centre", "r:take:")
    await made.sees("#officer .bubble .choice")
    await made.sees('[data-try="taken"].done')
    assert await made.page.locator("#officers").input_value() == "tak"
    await made.picture("5-taken")


async def reminded(made: Visit) -> None:
    """The other one waits: its alert, its reminders, the next morning."""
    await made.passes("quarter")
    await made.page.locator("#centre-chips .chip", has_text="Samut Sakhon").click()
    await made.sees("#centre .bubble .choice")
    await made.passes("hour")
    await made.passes("hour")
    await made.sees('[data-try="reminded"].done')
    assert await made.page.locator("#centre .bubble").count() == 2
    await made.picture("6-reminded")
    await made.passes("morning")
    await made.sees("#lock.lit")
    assert len(await made.page.locator("#preview").inner_text()) <= 41
    await made.sees('[data-try="taken"].done')
    await made.picture("7-next-morning")


async def recorded(made: Visit, what: str) -> None:
    """The officer reads a message aloud, hears it played back, and keeps it."""
    await made.page.locator("#officer-write input").fill(f"/record {what}")
    await made.page.locator("#officer-write input").press("Enter")
    await made.sees("#officer .theirs .words", what.split(maxsplit=1)[0])
    await made.page.locator("#officer-voice").click()
    assert await made.hears("#officer .sound audio") == 3
    await made.page.locator("#officer .choice", has_text="✅").last.click()
    await made.sees("#officer .theirs .words", "Workers now hear")
    await made.passes("quarter")  # it is put in its place meanwhile


@pytest.mark.browser
async def test_a_visitor_tries_everything_by_clicking(browser: "Browser") -> None:
    async with visit(browser) as made:
        await urgent(made)
        await ordinary(made)
        await taken(made)
        await reminded(made)


@pytest.mark.browser
async def test_everything_reads_well_in_thai(browser: "Browser") -> None:
    async with visit(browser) as made:
        await made.page.locator("#officers-language").select_option("th")
        await made.page.locator("#phone-language").select_option("th")
        await made.sees("#centre-title", "กลุ่มศูนย์")
        await made.taps(":language:th", ":safe_to_talk:yes", ":in_danger_now:yes")
        await made.page.locator("#place").click()
        await made.page.locator("#places button", has_text="Hat Yai").click()
        await made.sees("#centre .bubble .choice")
        await made.tap("centre", "r:take:")
        await made.sees("#officer .bubble .choice")
        await made.sees("#lock.lit")
        assert await made.at_the_end()
        await made.picture("8-thai")


@pytest.mark.browser
async def test_every_language_fits_on_the_phone(browser: "Browser") -> None:
    async with visit(browser) as made:
        offered = made.page.locator("#phone-language option")
        languages = [await each.get_attribute("value") for each in await offered.all()]
        for number, language in enumerate(languages):
            await made.page.locator("#new-worker").click()
            await made.sees('#workers [aria-pressed="true"]', str(number + 2))
            await made.taps(f":language:{language}", ":safe_to_talk:yes", ":in_danger_now:no")
            await made.taps(":for_whom:me", ":consent_keep:pass", ":consent_statistics:no")
            await made.taps(":category:hurt")
            await made.sees('#worker .last [data-payload*=":category:violence"]')
            assert await made.all_in_view(), language
            await made.picture(f"phone-{language}", "#worker")


@pytest.mark.browser
async def test_all_four_chats_are_in_view_side_by_side(browser: "Browser") -> None:
    async with visit(browser) as made:
        boxes = [
            await made.page.locator(f"#{name} .messages").bounding_box()
            for name in ("worker", "centre", "national", "officer")
        ]
        for box in boxes:
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 1280
            assert box["y"] + box["height"] <= 800
            assert box["width"] >= 260
            assert box["height"] >= 380


@pytest.mark.browser
async def test_on_a_narrow_window_they_stand_under_each_other(browser: "Browser") -> None:
    async with visit(browser, width=400, height=800) as made:
        await made.taps(":language:en", ":safe_to_talk:yes", ":in_danger_now:yes")
        await made.sees("#national .bubble .choice")
        tops = []
        for name in ("worker", "centre", "national", "officer"):
            box = await made.page.locator(f"#{name}").bounding_box()
            assert box is not None
            assert box["width"] <= 400
            tops.append(box["y"])
        assert tops == sorted(set(tops))
        await made.picture("9-narrow")


@pytest.mark.browser
async def test_what_people_write_is_never_more_than_words(browser: "Browser") -> None:
    async with visit(browser) as made:
        attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
        await made.page.locator("#write input").fill(attack)
        await made.page.locator("#write button").click()
        await made.sees("#worker .mine .words", attack)
        assert await made.page.locator("#worker .messages script").count() == 0
        assert await made.page.locator("#worker .messages img").count() == 0


@pytest.mark.browser
async def test_photos_voices_and_stickers_are_sent_and_a_recorded_question_is_heard(
    browser: "Browser",
) -> None:
    async with visit(browser) as made:
        await recorded(made, "ask.for_whom en")
        await made.taps(":language:en", ":safe_to_talk:yes", ":in_danger_now:no")
        await made.page.locator("#photo").click()
        await made.sees("#worker .mine .photo")
        await made.page.locator("#voice").click()
        await made.sees("#worker .mine.as-voice")
        await made.page.locator("#sticker").click()
        await made.page.locator("#stickers button").first.click()
        await made.sees("#worker .mine.as-sticker")
        await made.page.locator("#worker .as-photo .back").click()
        await made.sees("#worker .mine .gone")
        await made.taps(":for_whom:listen")
        assert await made.hears("#worker .sound audio") == 3
