"""A case that an officer has taken, with the real web application in front of it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientResponse, ClientSession, CookieJar
from bot.documents.bind import Bindery
from bot.domain.audit import AuditEntry
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, Location, Media, MediaKind
from bot.usecases.desk import Desk
from bot.web.case_pages import CasePages
from bot.web.health import Probes
from bot.web.metrics import Metrics
from bot.web.server import build_web, serving
from bot.web.webhooks import Webhooks

from tests.case_papers import photo as taken_photo
from tests.house import House, house, photo, voice
from tests.made_files import ogg
from tests.test_officer import GROUP, action
from tests.test_take_turn import CONSENT, WORKER, presses, sends

OFFICER = "77"
PIN = "270914"
LINK = re.compile(r"https?://\S+/case/\S+")
REFUSED_AFTER = timedelta(seconds=0.4)
"""Shorter than in life, and still longer than any reason to refuse takes."""


@dataclass
class Doors:
    """The house, and a browser without a window in front of its pages."""

    home: House
    url: str
    client: ClientSession

    async def sets_pin(self, *pins: str) -> None:
        """Press the button and write the PIN twice, or what is given."""
        await self.home.taps(OFFICER, "🔑 Set my PIN")
        for pin in pins or (PIN, PIN):
            await self.home.says(OFFICER, pin)

    async def link(self, button: str = "🗂 Case file") -> str:
        """The address of a new link, as this machine has it."""
        await self.home.taps(OFFICER, button)
        found = LINK.search(self.home.screen(OFFICER).last.text)
        assert found is not None, self.home.screen(OFFICER).last.text
        return found[0].replace(self.home.desk.public_url, self.url)

    async def enters(self, link: str, pin: str = PIN) -> ClientResponse:
        """Give the PIN; where it is right, the page follows."""
        return await self.client.post(link, data={"pin": pin})

    async def opens(self, button: str = "🗂 Case file") -> str:
        """The page behind a new link."""
        response = await self.enters(await self.link(button))
        assert response.status == 200, await response.text()
        return await response.text()

    async def gets(self, path: str) -> ClientResponse:
        """Something of the page."""
        return await self.client.get(f"{self.url}/case/open{path}")

    async def paper(self, **fields: str) -> ClientResponse:
        """A document of the page."""
        return await self.client.post(f"{self.url}/case/open/paper", data=fields)

    async def log(self, action: str) -> list[AuditEntry]:
        """What stands in the log of this kind, oldest first."""
        entries = await self.home.assembly.store.read(lambda work: work.audit.entries())
        return [each for each in entries if each.action == action]


@asynccontextmanager
async def doors(folder: Path, *, address: str = "http://127.0.0.1:1") -> AsyncIterator[Doors]:
    """A taken case with a photo, a recording and a shared place; the pages of it over HTTP."""

    def changed(desk: Desk) -> Desk:
        return replace(desk, public_url=address)

    async with house(folder, change=changed) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.officer("samut-sakhon", OFFICER, "Khun Nok")
        await _complains(home)
        await home.take(OFFICER, action(home, "take"), chat=GROUP)
        web = _application(home)
        async with (
            serving(web, "127.0.0.1", 0) as port,
            ClientSession(cookie_jar=CookieJar(unsafe=True)) as client,
        ):
            yield Doors(home, f"http://127.0.0.1:{port}", client)
        assert home.log.failures == []


async def _complains(home: House) -> None:
    for platform in home.platforms.values():
        platform.files = {"photo": taken_photo(1, (640, 480)), "voice": ogg()}
        platform.files["film"] = b"film" * 100
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:skip")
    await home.says(WORKER, "no pay for three months")
    await home.take(WORKER, photo())
    await home.take(WORKER, voice())
    await home.take(WORKER, Media(MediaKind.VIDEO, "gone", "video/mp4", 4))
    await home.take(WORKER, Location(13.5475, 100.2744))
    await sends(home)
    await home.tick()


def _application(home: House):  # type: ignore[no-untyped-def]  # noqa: ANN202  aiohttp's own
    assembly, desk = home.assembly, home.desk

    async def take(_: object) -> None: ...

    bindery = Bindery(assembly.catalogue, desk.around, assembly.evidence)
    return build_web(
        hooks=(),
        webhooks=Webhooks(take, assembly.clock, home.log, home.counts),
        probes=Probes(assembly.store, assembly.clock, (Channel.TELEGRAM,)),
        metrics=Metrics(),
        pages=CasePages(desk, bindery, refused_after=REFUSED_AFTER).routes(),
    )


__all__ = ["GROUP", "OFFICER", "PIN", "Chat", "Doors", "doors"]
