"""Keeps strangers out: other machines, other pages in the same browser, scripts from elsewhere."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " media-src 'self' data:; connect-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HERE: Final = ("127.0.0.1", "localhost")
Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Guard:
    """Lets in only the page that it has admitted itself, under this machine's own name."""

    def __init__(self) -> None:
        """Think of a secret for this run."""
        self._secret = secrets.token_urlsafe(32)

    def stand_before(self, application: web.Application) -> None:
        """Watch every request to an application, and mark every answer."""

        @web.middleware
        async def watch(request: web.Request, handler: Next) -> web.StreamResponse:
            self._check(request)
            return await handler(request)

        async def mark(request: web.Request, response: web.StreamResponse) -> None:
            if not _guards_itself(request):
                response.headers.update(HEADERS)

        application.middlewares.append(watch)
        application.on_response_prepare.append(mark)

    def admit(self, request: web.Request, response: web.Response) -> None:
        """Give the page the cookie that opens everything else; no other site's page sends it."""
        response.set_cookie(
            _cookie(request), self._secret, httponly=True, samesite="Strict", path="/"
        )

    def _check(self, request: web.Request) -> None:
        """Refuse a name that is not this machine's, another site's page, a missing cookie."""
        if request.host not in [f"{name}:{_port(request)}" for name in _HERE]:
            raise web.HTTPForbidden
        if request.method not in ("GET", "HEAD") and not _guards_itself(request):
            own = request.headers.get("Origin") == f"http://{request.host}"
            if not own or request.content_type != "application/json":
                raise web.HTTPForbidden
        given = request.cookies.get(_cookie(request), "")
        asks = request.path.startswith("/api/")
        if asks and not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise web.HTTPForbidden


def _guards_itself(request: web.Request) -> bool:
    """A case behind a one-time link: it has a PIN, a cookie and headers of its own."""
    return request.path.startswith("/case/")


def _port(request: web.Request) -> int:
    """The port that the request came to; no header can change it."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else 0


def _cookie(request: web.Request) -> str:
    """Browsers keep cookies by machine, not by port: two demonstrations need two names."""
    return f"rongthuk-demo-{_port(request)}"
