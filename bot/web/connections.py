"""Connections that only stand there: they end, and make room for those that ask for something."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from aiohttp import web

MOST: Final = 512
"""Connections at once; the system gives a program 1,024 files at first, and others need some."""
HEAD_WITHIN: Final = timedelta(seconds=10)
"""So soon the head of a first request is there; platforms and proxies send it at once."""
NEXT_WITHIN: Final = timedelta(seconds=75)
"""So long a connection waits for another request."""
DONE_WITHIN: Final = timedelta(minutes=15)
"""A request with its answer: a long recording over a slow telephone line."""
Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Connections:
    """Knows which connections are open, which of them ask for nothing, and ends those in time."""

    def __init__(self, *, most: int = MOST, head_within: timedelta = HEAD_WITHIN) -> None:
        """None is open."""
        self._most = most
        self._head_within = head_within
        self._idle: OrderedDict[asyncio.BaseTransport, asyncio.TimerHandle] = OrderedDict()
        self._asking: dict[asyncio.BaseTransport, asyncio.TimerHandle] = {}

    def watch(self, application: web.Application) -> None:
        """Learn of every request, and when it was answered. Before the application is started."""

        @web.middleware
        async def asked(request: web.Request, handler: Next) -> web.StreamResponse:
            transport = request.transport
            self._asks(transport)
            try:
                return await handler(request)
            finally:
                self._answered(transport)

        application.middlewares.insert(0, asked)

    def accepting(self, server: web.Server) -> Callable[[], asyncio.Protocol]:
        """What makes a protocol for each new connection."""
        return lambda: _Watched(server(), self)

    def opened(self, transport: asyncio.BaseTransport) -> None:
        """A connection is there. Where there are too many, the one that idles longest goes."""
        if len(self._idle) + len(self._asking) >= self._most:
            longest = next(iter(self._idle), transport)
            self.closed(longest)
            _end(longest)
            if longest is transport:
                return
        self._idle[transport] = _later(transport, self._head_within)

    def closed(self, transport: asyncio.BaseTransport) -> None:
        """A connection is gone."""
        for known in (self._idle, self._asking):
            if (timer := known.pop(transport, None)) is not None:
                timer.cancel()

    def _asks(self, transport: asyncio.BaseTransport | None) -> None:
        if transport is not None and (timer := self._idle.pop(transport, None)) is not None:
            timer.cancel()
            self._asking[transport] = _later(transport, DONE_WITHIN)

    def _answered(self, transport: asyncio.BaseTransport | None) -> None:
        if transport is not None and (timer := self._asking.pop(transport, None)) is not None:
            timer.cancel()
            self._idle[transport] = _later(transport, NEXT_WITHIN)


class _Watched(asyncio.Protocol):
    """aiohttp's own protocol, and that it is there is known."""

    def __init__(self, inner: asyncio.Protocol, known: Connections) -> None:
        self._inner = inner
        self._known = known
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._inner.connection_made(transport)
        self._known.opened(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._known.closed(self._transport)
        self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()


def _later(transport: asyncio.BaseTransport, after: timedelta) -> asyncio.TimerHandle:
    return asyncio.get_running_loop().call_later(after.total_seconds(), _end, transport)


def _end(transport: asyncio.BaseTransport) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
