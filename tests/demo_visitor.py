"""Somebody at the demonstration's page in a real browser, who looks, clicks and listens."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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

    async def hears(self, selector: str) -> float:
        """Play the newest sound there, faster than life; its seconds once it came to its end."""
        player = self.page.locator(selector).last
        seconds = await player.evaluate("""player => new Promise((done, failed) => {
          player.onended = () => done(player.duration);
          player.onerror = () => failed(player.error);
          player.playbackRate = 16;
          player.play().catch(failed);
        })""")
        return round(float(seconds), 1)

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
