"""Photos and voices behind unguessable addresses, for an hour; the page on which one is heard."""

import asyncio
from html import escape
from typing import Final

from aiohttp import web

from bot.domain.ids import LanguageCode
from bot.domain.incoming import MediaKind
from bot.domain.prompt import Line, Prompt
from bot.usecases.desk import Desk
from bot.usecases.let_hear import fetched, page_of
from bot.web.measure import Measure

_TOKEN: Final = 64
"""No token of ours is longer: nothing longer is looked up."""
PLACES: Final = 2
"""So many look-ups at once, of the four that the database has room for: strangers can make many,
and answers to people wait for the same places."""
_TYPES: Final = {MediaKind.PHOTO: ("jpg", "image/jpeg"), MediaKind.VOICE: ("m4a", "audio/mp4")}
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_PAGE: Final = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; media-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class EnclosurePages:
    """Serves what is on its way to somebody; whatever is not there is 404, whyever it is not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looks = Measure(120)
        self._places = asyncio.Semaphore(PLACES)

    def routes(self) -> list[web.RouteDef]:
        """`GET /enclosed/<token>.<jpg or m4a>` and `GET /listen/<token>`."""
        return [
            web.get("/enclosed/{token}.{suffix}", self.enclosed),
            web.get("/listen/{token}", self.listen),
        ]

    async def enclosed(self, request: web.Request) -> web.Response:
        """The bytes, or the part of them that a player asks for."""
        begin, end = _wanted(request)
        token = request.match_info["token"]
        found = None
        if self._may(token):
            async with self._places:
                found = await fetched(self._desk, token, begins=not begin)
        if found is None:
            raise web.HTTPNotFound
        enclosure, content = found
        suffix, kind = _TYPES[enclosure.kind]
        if request.match_info["suffix"] != suffix:
            raise web.HTTPNotFound
        headers = {**HEADERS, "Accept-Ranges": "bytes"}
        if begin is None:
            return web.Response(body=content, content_type=kind, headers=headers)
        last = min(end or len(content), len(content)) - 1
        if not 0 <= begin <= last:
            raise web.HTTPRequestRangeNotSatisfiable
        headers["Content-Range"] = f"bytes {begin}-{last}/{len(content)}"
        part = content[begin : last + 1]
        return web.Response(status=206, body=part, content_type=kind, headers=headers)

    async def listen(self, request: web.Request) -> web.Response:
        """A page with one recording. What a chat program looks at beforehand is only the page."""
        token = request.match_info["token"]
        language = None
        if self._may(token):
            async with self._places:
                language = await page_of(self._desk, token)
        if language is None:
            raise web.HTTPNotFound
        body = self._page(token, language)
        return web.Response(text=body, content_type="text/html", headers=_PAGE)

    def _may(self, token: str) -> bool:
        return len(token) <= _TOKEN and self._looks.allows(token, self._desk.clock())

    def _page(self, token: str, language: LanguageCode) -> str:
        # wording: The page on which an interpreter listens to one recording.
        said = self._desk.voice.word(Prompt((Line("officer.page.listen"),)), language)
        return (
            f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>♪</title>'
            f"<p>{escape(said.text)}</p>"
            f'<audio controls preload="none" controlslist="nodownload"'
            f' src="../enclosed/{escape(token)}.m4a"></audio></html>'
        )


def _wanted(request: web.Request) -> tuple[int | None, int | None]:
    """From where to where, as aiohttp reads it; the whole where that cannot be read."""
    try:
        wanted = request.http_range
    except ValueError:
        return None, None
    return wanted.start, wanted.stop
