"""Where the pages behind one-time links are, and doors to them that outlive an application."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from bot.web.case_pages import CasePages

ROUTES: Final = (
    ("GET", "/case/open", "case"),
    ("POST", "/case/open/paper", "paper"),
    ("GET", "/case/open/photo/{number}", "photo"),
    ("GET", "/case/open/recording/{number}", "recording"),
    ("GET", "/case/open/sketch", "sketch"),
    ("GET", "/page/{language}/{token}", "own_entrance"),
    ("POST", "/page/{language}/{token}", "own_page"),
    ("POST", "/page/{language}/{token}/keep", "own_file"),
    ("GET", "/case/{token}", "entrance"),
    ("POST", "/case/{token}", "enter"),
)
"""Methods, paths, and what of `CasePages` answers; the first that fits does."""


class CaseDoors:
    """Routes that are there before the application is, and stay when it is put up anew."""

    def __init__(self) -> None:
        """Nothing is behind them yet."""
        self._pages: CasePages | None = None

    def lead_to(self, pages: "CasePages") -> None:
        """From here on these pages are behind them."""
        self._pages = pages

    def routes(self) -> Sequence[web.RouteDef]:
        """The same as of `CasePages`."""
        return [web.route(method, path, self._through(name)) for method, path, name in ROUTES]

    def _through(self, name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            if self._pages is None:
                raise web.HTTPNotFound
            response: web.StreamResponse = await getattr(self._pages, name)(request)
            return response

        return answer
