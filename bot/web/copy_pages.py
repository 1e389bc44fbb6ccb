"""A worker's own copy over HTTP, behind a one-time link: opened once, for minutes, written down."""

import json
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.documents.own_record import own_record
from bot.domain.ids import LanguageCode
from bot.usecases.desk import Desk
from bot.usecases.own_copy import kept_copy, open_copy
from bot.web.copy_html import HEADERS, NAME, CopyHtml
from bot.web.forms import small_form
from bot.web.measure import Measure

_LONGEST_SECRET: Final = 64
"""Letters of a token or a page's secret; ours are shorter, and what is counted is remembered."""
_MIME: Final = {"html": "text/html", "json": "application/json"}


class CopyPages:
    """Serves what workers open through links. What a chat program looks at uses nothing up.

    The secret of an opened page travels in its own forms only: no cookie is left on the phone.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tries = Measure(6)

    async def entrance(self, request: web.Request) -> web.Response:
        """One button; nothing is looked up."""
        return self._page(self._words(request).entrance())

    async def page(self, request: web.Request) -> web.Response:
        """The copy, once."""
        token = request.match_info["token"]
        if not self._allows(token, token):
            return self._gone(request)
        opened = await open_copy(self._desk, token)
        if opened is None:
            return self._gone(request)
        secret, held = opened
        # The browser stays at the address of the link, so "keep" is found beside its token.
        return self._page(self._words(request).opened(held, f"{token}/keep", secret))

    async def file(self, request: web.Request) -> web.Response:
        """The copy as a file under a name that says nothing."""
        given = await small_form(request)
        form, secret = given.get("form", ""), given.get("secret", "")
        if form not in _MIME or not self._allows(secret, f"file:{secret}"):
            return self._gone(request)
        held = await kept_copy(self._desk, secret, form)
        if held is None:
            return self._gone(request)
        if form == "json":
            record = own_record(held, self._desk.clock())
            text = json.dumps(record, ensure_ascii=False, indent=1)
        else:
            text = self._words(request).whole(held)
        name = f'attachment; filename="{NAME}.{form}"'
        headers = {**HEADERS, "Content-Disposition": name}
        return web.Response(text=text, content_type=_MIME[form], headers=headers)

    def _allows(self, secret: str, counted: str) -> bool:
        """Whether it may be one of ours, and was not asked for too often."""
        short = len(secret) <= _LONGEST_SECRET
        return short and self._tries.allows(counted, self._desk.clock())

    def _words(self, request: web.Request) -> CopyHtml:
        """In the language that the address names: before it is opened nobody knows who asks."""
        languages = self._desk.around.languages
        named = LanguageCode(request.match_info["language"])
        language = named if named in languages else languages[0]
        return CopyHtml(self._desk.voice, self._desk.around, language)

    def _gone(self, request: web.Request) -> web.Response:
        return self._page(self._words(request).ended(), HTTPStatus.NOT_FOUND)

    def _page(self, text: str, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
        return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)
