"""The platforms' webhooks: what is forged is refused, what is 200 has been committed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from http import HTTPStatus
from typing import Final, Self

from aiohttp import web

from bot.domain.ids import Channel
from bot.domain.incoming import Incoming
from bot.ports import Clock, EventOutcome, Log, Meter, StoreDown
from bot.web.measure import Measure

Take = Callable[[Incoming], Awaitable[None]]
"""Commits one event; raises `StoreDown` where nothing can be stored."""

BODY_LIMIT: Final = 1024 * 1024
"""Bytes; a platform's largest POST is far below it."""
_PATIENCE: Final = timedelta(seconds=1.5)
"""LINE hangs up after 2 s: https://developers.line.biz/en/docs/partner-docs/development-guidelines/"""
_GRACE: Final = timedelta(seconds=1)
_UNDER_WAY: Final = 256
_LINES: Final = 30
"""Refusals of one kind in a minute that are logged; all of them are counted in the figures."""


class Verdict(IntEnum):
    """Whether a POST comes from its platform; the value is what a refused one is told."""

    GENUINE = HTTPStatus.OK
    MISSING = HTTPStatus.UNAUTHORIZED
    WRONG = HTTPStatus.FORBIDDEN

    @classmethod
    def of(cls, given: str | None, *, right: bool) -> Self:
        """From the header as it came (None or empty: not at all) and whether it holds."""
        if right:
            return cls(cls.GENUINE)
        return cls(cls.WRONG if given else cls.MISSING)


@dataclass(frozen=True, slots=True)
class Hook:
    """What a channel brings: where it is delivered to, who is believed, how a body is read.

    `authenticate` judges the headers and the raw bytes; `read` gives the events in order and
    raises `not_an_event` on what is none.
    """

    channel: Channel
    path: str
    authenticate: Callable[[Mapping[str, str], bytes], Verdict]
    read: Callable[[bytes, datetime], Sequence[Incoming]]
    not_an_event: type[Exception]


@dataclass(slots=True)
class Webhooks:
    """Receives POSTs and hands their events to `take`, one after the other.

    A POST that takes longer than `patience` is answered 503 and goes on: nothing of it is thrown
    away, and what the platform brings again is known by then.
    """

    take: Take
    clock: Clock
    log: Log
    meter: Meter
    patience: timedelta = _PATIENCE
    _under_way: set[asyncio.Task[HTTPStatus]] = field(default_factory=set)
    _told: Measure = field(default_factory=lambda: Measure(_LINES))

    def route(self, hook: Hook) -> web.RouteDef:
        """The route of a hook."""

        async def receive(request: web.Request) -> web.Response:
            status = await self._receive(hook, request)
            if status in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}:
                return web.json_response({}, status=status)
            self.meter.event(hook.channel, "none", EventOutcome.REFUSED)
            if self._told.allows(f"{hook.channel}{status}", self.clock()):
                self.log.event("webhook.refused", channel=hook.channel, status=status.value)
            return web.json_response({"refused": status.phrase}, status=status)

        return web.post(hook.path, receive)

    async def finish(self) -> None:
        """Wait for the POSTs that were too slow to be waited for, but not for ever."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_GRACE.total_seconds())

    async def _receive(self, hook: Hook, request: web.Request) -> HTTPStatus:
        # aiohttp would unpack a body, and a small one may become large.
        if "Content-Encoding" in request.headers:
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        except (ConnectionError, web.RequestPayloadError):  # it broke off, or breaks its own form
            return HTTPStatus.BAD_REQUEST
        verdict = hook.authenticate(request.headers, raw)
        if verdict is not Verdict.GENUINE:
            return HTTPStatus(verdict)
        try:
            events = hook.read(raw, self.clock())
        except hook.not_an_event:
            return HTTPStatus.BAD_REQUEST
        used = asyncio.get_running_loop().time() - begun
        return await self._in_time(hook, events, self.patience.total_seconds() - used)

    async def _in_time(self, hook: Hook, events: Sequence[Incoming], seconds: float) -> HTTPStatus:
        if len(self._under_way) >= _UNDER_WAY:
            self.log.event("webhook.too_busy", channel=hook.channel)
            return HTTPStatus.SERVICE_UNAVAILABLE
        taking = asyncio.create_task(self._take_all(hook, events))
        self._under_way.add(taking)
        taking.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait({taking}, timeout=max(seconds, 0))
        if done:
            return taking.result()
        taking.add_done_callback(self._late)
        self.log.event("webhook.too_slow", channel=hook.channel)
        return HTTPStatus.SERVICE_UNAVAILABLE

    async def _take_all(self, hook: Hook, events: Sequence[Incoming]) -> HTTPStatus:
        for number, event in enumerate(events):
            try:
                await self.take(event)
            except StoreDown:
                left = len(events) - number
                self.log.event("webhook.store_down", channel=hook.channel, count=left)
                return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    def _late(self, taking: asyncio.Task[HTTPStatus]) -> None:
        """Nobody waits for it any more; a bug in it is told here."""
        if not taking.cancelled() and (error := taking.exception()):
            self.log.failure("webhook.failed", error)
