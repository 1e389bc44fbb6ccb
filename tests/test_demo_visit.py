"""Somebody who has never seen the demonstration: looks at its page in a real browser and clicks."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.demo_stage import page_at

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PICTURES = Path(__file__).parent.parent / "docs" / "demo"
WRITE = os.environ.get("RONGTHUK_SCREENSHOTS") == "write"


class Visit:
    """Somebody who looks at the page and clicks; what the page complains about is kept."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self._complain(said.type, said.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    async def tap(self, column: str, payload: str) -> None:
        """Press the newest button of a column whose payload holds this."""
        await self.page.locator(f'#{column} [data-payload*="{payload}"]').last.click()

    async def taps(self, *payloads: str) -> None:
        """Answer questions on the phone, one after the other, each once it is there."""
        for payload in payloads:
            await self.page.locator(f'#worker .last [data-payload*="{payload}"]').first.click()

    async def passes(self, button: str) -> None:
        """Put the clock forward, and wait until the time has passed."""
        before = await self.page.locator("#now").inner_text()
        await self.page.locator(f'[data-go="{button}"]').click()
        await self.page.wait_for_function(
            "before => document.getElementById('now').textContent !== before"
            " && !document.querySelector('.stage.busy')",
            arg=before,
        )

    async def picture(self, name: str, part: str = "body") -> None:
        """Keep how the page or a part of it looks now, where that was asked for."""
        if WRITE:
            PICTURES.mkdir(parents=True, exist_ok=True)
            await self.page.evaluate("document.activeElement?.blur()")
            await self.page.mouse.move(2, 2)
            shot = self.page if part == "body" else self.page.locator(part)
            await shot.screenshot(path=PICTURES / f"{name}.png")

    async def sees(self, selector: str, text: str = "") -> None:
        """It is on the page now, or soon."""
        await self.page.locator(selector, has_text=text).last.wait_for()

    async def at_the_end(self) -> bool:
        """Whether the newest message of every chat is in view."""
        script = """() => new Promise(done => setTimeout(() => done(
          [...document.querySelectorAll('.messages')].every(
            each => each.scrollHeight - each.scrollTop - each.clientHeight < 8)), 200))"""
        return bool(await self.page.evaluate(script))

    async def all_in_view(self) -> bool:
        """Whether nothing is wider than the window, and no button's words stick out of it."""
        script = """() => document.documentElement.scrollWidth <= innerWidth
          && [...document.querySelectorAll('button, h1, h2, .words')].filter(
               each => each.offsetParent && each.scrollWidth > each.clientWidth + 1
             ).length === 0"""
        return bool(await self.page.evaluate(script))


@asynccontextmanager
async def visit(
    browser: "Browser", *, width: int = 1280, height: int = 800
) -> AsyncIterator[Visit]:
    async with page_at() as address:
        page = await browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(15_000)
        made = Visit(page)
        await page.goto(address)
        await made.sees("#worker .choice")
        yield made
        assert await made.all_in_view()
        assert made.complaints == []
        await page.close()


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
    await made.picture("7-next-morning")


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
async def test_a_phone_sends_photos_voices_places_and_stickers(browser: "Browser") -> None:
    async with visit(browser) as made:
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
