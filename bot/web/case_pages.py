"""One-time links over HTTP: the PIN, the page behind it, documents, photos, recordings, place."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.documents.bind import Bindery, Form
from bot.documents.forwarding import forwardable
from bot.documents.photos import picture
from bot.documents.sketch import sketch
from bot.documents.worded_file import mark_of
from bot.domain.case_link import LinkTo
from bot.domain.conversation import Evidence
from bot.domain.file_names import ending
from bot.domain.sniffing import sniff
from bot.flows.case_file_history import is_picture, shown_evidence
from bot.flows.case_file_opening import full
from bot.flows.case_place import whereabouts
from bot.usecases.case_links import open_link
from bot.usecases.case_page import Look, look
from bot.usecases.desk import Desk
from bot.web.case_doors import ROUTES
from bot.web.case_html import HEADERS, Pages
from bot.web.copy_pages import CopyPages
from bot.web.forms import small_form
from bot.web.measure import Measure

PARTS: Final[Mapping[LinkTo, tuple[str, ...]]] = {
    LinkTo.FILE: ("papers", "evidence", "map"),
    LinkTo.EVIDENCE: ("evidence",),
    LinkTo.MAP: ("map",),
}
"""What each kind of link shows, and what can be asked for through it: no more than it is for."""
REFUSED_AFTER: Final = timedelta(seconds=1)
"""Every refused try is answered after so long, whatever the reason: longer than any of them."""
PLACES: Final = 32
"""So many tries are under way at once."""
_LONGEST_SECRET: Final = 64
"""Letters of a token or a cookie; ours are shorter, and what is counted is remembered."""
_LONGEST: Final = 1600  # pixels of a photo on the page
_PIECE: Final = 64 * 1024


class CasePages:
    """Serves what officers open through links. Nothing is looked up before a PIN is given."""

    def __init__(
        self, desk: Desk, bindery: Bindery, *, refused_after: timedelta = REFUSED_AFTER
    ) -> None:
        self._refused_after = refused_after
        self._desk = desk
        self._bindery = bindery
        self._secure = desk.public_url.startswith("https:")
        # The prefix has the browser refuse a cookie that another host or plain http would set.
        self._cookie = "__Host-rongthuk-case" if self._secure else "rongthuk-case"
        self._tries = Measure(6)
        self._looks = Measure(240)
        self._papers = Measure(12)
        self._waiting = 0
        self._binding = asyncio.Semaphore(2)
        own = CopyPages(desk)
        self.own_entrance, self.own_page, self.own_file = own.entrance, own.page, own.file

    def routes(self) -> Sequence[web.RouteDef]:
        """`/case/open` and what belongs to it, a worker's `/page/...`, then `/case/<token>`."""
        return [web.route(method, path, getattr(self, name)) for method, path, name in ROUTES]

    async def entrance(self, _: web.Request) -> web.Response:
        """Ask for the PIN. What a chat program looks at beforehand is not used up by that."""
        return self._page(self._plain().entrance())

    async def enter(self, request: web.Request) -> web.Response:
        """Open the link with the PIN, once; whatever is wrong, the answer and its time are one."""
        # Read before a place is taken: half a form that never ends holds none.
        given = await small_form(request)
        if self._waiting >= PLACES:
            refused = self._plain().entrance(refused=True)
            return self._page(refused, HTTPStatus.TOO_MANY_REQUESTS)
        begun = asyncio.get_running_loop().time()
        async with self._counted():
            secret = await self._opened(request.match_info["token"], given.get("pin", ""))
            if secret is None:
                used = asyncio.get_running_loop().time() - begun
                await asyncio.sleep(max(self._refused_after.total_seconds() - used, 0))
                refused = self._plain().entrance(refused=True)
                return self._page(refused, HTTPStatus.FORBIDDEN)
        response = self._page("", HTTPStatus.SEE_OTHER)
        response.headers["Location"] = "open"
        response.set_cookie(
            self._cookie,
            secret,
            max_age=round(self._desk.link_life.total_seconds()),
            httponly=True,
            secure=self._secure,
            samesite="Strict",
            path="/",
        )
        return response

    async def case(self, request: web.Request) -> web.Response:
        """What the link opened."""
        sensitive = request.query.get("sensitive") == "yes"
        seen = await self._look(request, "case.page", sensitive=sensitive)
        if seen is None:
            return self._gone()
        where = whereabouts(seen.papers.case, self._desk.around.gazetteer)
        pages = Pages(self._desk.voice, seen.officer.language)
        return self._page(pages.case(seen, where, PARTS[seen.what]))

    async def paper(self, request: web.Request) -> web.Response:
        """The case file as PDF or DOCX; with sensitive answers where that was ticked."""
        given = await small_form(request)
        secret = self._secret(request)
        form = given.get("form", "")
        if form not in tuple(Form) or not self._papers.allows(secret, self._desk.clock()):
            return self._gone()
        seen = await self._look(
            request, "case.file", form, part="papers", sensitive=given.get("sensitive") == "yes"
        )
        if seen is None:
            return self._gone()
        async with self._binding:
            body = await self._bindery.bind(seen.papers, Form(form), seen.officer.language)
        name = f'attachment; filename="{seen.papers.case.reference}.{form}"'
        return web.Response(
            body=body,
            content_type=Form(form).mime,
            headers={**HEADERS, "Content-Disposition": name},
        )

    async def photo(self, request: web.Request) -> web.Response:
        """A photo without what the device wrote into it, the reader's name across."""
        seen, found = await self._file(request, "case.photo")
        if seen is None or found is None or not is_picture(found):
            return self._gone()
        pages = Pages(self._desk.voice, seen.officer.language)
        voice, language = self._desk.voice, seen.officer.language
        at = pages.plain(full(seen.papers.reader.at))
        mark = mark_of(voice, language, seen.officer.name, at)
        async with self._binding:
            raw = await self._bytes(found)
            drawn = await asyncio.to_thread(picture, raw, _LONGEST, mark)
        if drawn is None:
            return self._gone()
        return web.Response(body=drawn.jpeg, content_type="image/jpeg", headers=HEADERS)

    async def recording(self, request: web.Request) -> web.StreamResponse:
        """A recording or film without its traces, to be kept under a name that says nothing.

        What cannot surely be made bare is not given here; its original stays sealed.
        """
        seen, found = await self._file(request, "case.recording")
        if seen is None or found is None or is_picture(found):
            return self._gone()
        number = request.match_info["number"]
        async with self._binding:
            raw = await asyncio.to_thread(forwardable, await self._bytes(found), found.sniffed)
        if raw is None:
            return self._gone()
        name = f'attachment; filename="item-{number}.{ending(sniff(raw))}"'
        response = web.StreamResponse(headers={**HEADERS, "Content-Disposition": name})
        response.content_type = "application/octet-stream"
        response.content_length = len(raw)
        await response.prepare(request)
        for start in range(0, len(raw), _PIECE):
            await response.write(raw[start : start + _PIECE])
        return response

    async def sketch(self, request: web.Request) -> web.Response:
        """Where it is, drawn from our own table; no service outside learns of the place."""
        seen = await self._look(request, "case.sketch", part="map")
        gazetteer = self._desk.around.gazetteer
        where = whereabouts(seen.papers.case, gazetteer) if seen else None
        if seen is None or where is None or where.here is None:
            return self._gone()
        said = Pages(self._desk.voice, seen.officer.language).plain
        drawn = sketch(
            gazetteer, where.here, said(where.name), where.centre, said(where.centre_name)
        )
        return web.Response(text=drawn, content_type="image/svg+xml", headers=HEADERS)

    async def _opened(self, token: str, pin: str) -> str | None:
        if len(token) > _LONGEST_SECRET or not self._tries.allows(token, self._desk.clock()):
            return None
        return await open_link(self._desk, token, pin)

    async def _look(
        self,
        request: web.Request,
        action: str,
        detail: str = "",
        *,
        part: str = "",
        sensitive: bool = False,
    ) -> Look | None:
        """What may be seen now; None where nothing may, or the link is for something else."""
        secret = self._secret(request)
        if not secret or not self._looks.allows(secret, self._desk.clock()):
            return None
        kinds = tuple(what for what in LinkTo if not part or part in PARTS[what])
        return await look(self._desk, secret, action, detail, kinds, sensitive=sensitive)

    async def _file(self, request: web.Request, action: str) -> tuple[Look | None, Evidence | None]:
        """One of the files by its number in the list of evidence."""
        number = request.match_info["number"]
        sensitive = request.query.get("sensitive") == "yes"
        if not (number.isascii() and number.isdecimal()):
            return None, None
        seen = await self._look(request, action, number, part="evidence", sensitive=sensitive)
        files = dict(shown_evidence(seen.papers)) if seen else {}
        found = files.get(int(number[:6]))
        return seen, found if found is not None and found.sha256 else None

    async def _bytes(self, found: Evidence) -> bytes:
        try:
            return await self._bindery.evidence.open(found.id, found.key)
        except FileNotFoundError:
            return b""

    def _secret(self, request: web.Request) -> str:
        """What the browser shows for the page it opened; nothing where it cannot be ours."""
        shown = request.cookies.get(self._cookie, "")
        return shown if shown.isascii() and len(shown) <= _LONGEST_SECRET else ""

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _plain(self) -> Pages:
        """In the officers' language: nobody knows yet who asks."""
        return Pages(self._desk.voice, self._desk.officers_speak)

    def _gone(self) -> web.Response:
        return self._page(self._plain().ended(), HTTPStatus.NOT_FOUND)

    def _page(self, text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
        return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)
