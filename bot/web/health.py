"""Whether it lives, whether it is ready, and its figures."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

from aiohttp import web

from bot.domain.ids import NATIONAL, CaseState, Channel
from bot.ports import Clock, Store, StoreDown, Work
from bot.web.heartbeat import heartbeat_age
from bot.web.metrics import Metrics, Standing

_ENDED = frozenset({CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.ERASED})
_COUNTED = 100
_TOO_OLD = timedelta(seconds=60)


class NotReady(StrEnum):
    """Why no worker should be sent here."""

    DATABASE = "database_unreadable"
    NATIONAL = "national_has_no_group"
    HEARTBEAT = "heartbeat_too_old"
    CHANNEL = "no_channel_is_on"


@dataclass(frozen=True, slots=True)
class Probes:
    """Looks at the database; `channels` are those switched on."""

    store: Store
    clock: Clock
    channels: Sequence[Channel]

    async def reasons(self) -> tuple[NotReady, ...]:
        """Why it is not ready; none if it is."""
        off = () if self.channels else (NotReady.CHANNEL,)
        try:
            return (*await self.store.read(self._missing), *off)
        except StoreDown:
            return (NotReady.DATABASE, *off)

    async def standing(self) -> Standing | None:
        """How things stand, or None where the database cannot be read."""
        try:
            return await self.store.read(self._standing)
        except StoreDown:
            return None

    def _missing(self, work: Work) -> tuple[NotReady, ...]:
        beat = heartbeat_age(work, self.clock())
        old = beat is None or beat > _TOO_OLD
        found = {
            NotReady.NATIONAL: not self._reached(work),
            NotReady.HEARTBEAT: old,
        }
        return tuple(reason for reason, holds in found.items() if holds)

    def _reached(self, work: Work) -> bool:
        """Whether `national` has a group that can be written to now."""
        groups = work.directory.groups_of(NATIONAL)
        return any(group.chat.channel in self.channels for group in groups)

    def _standing(self, work: Work) -> Standing:
        now = self.clock()
        cases: dict[str, int] = {}
        for state, _, count in work.casework.counts():
            if state not in _ENDED:
                cases[state.value] = cases.get(state.value, 0) + count
        beat = heartbeat_age(work, now)
        return Standing(
            waiting=work.outbox.waiting(now),
            cases=tuple(cases.items()),
            without_next_step=work.casework.without_next_step(),
            stuck=len(work.inbox.stuck(_COUNTED)),
            heartbeat_age=None if beat is None else beat.total_seconds(),
        )


_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""What a proxy adds: how many cases there are, and when one comes, is for this machine alone."""
_Answer = Callable[[web.Request], Awaitable[web.Response]]


def health_routes(probes: Probes, metrics: Metrics) -> Sequence[web.RouteDef]:
    """`/healthz`, `/readyz`, `/metrics`."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        reasons = await probes.reasons()
        status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
        return web.json_response({"ready": not reasons, "reasons": reasons}, status=status)

    async def figures(request: web.Request) -> web.Response:
        if any(header in request.headers for header in _PASSED_ON):
            raise web.HTTPNotFound
        page = metrics.page(await probes.standing())
        # Not web's charset argument: the version stands in the type.
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return web.Response(body=page, headers={"Content-Type": kind})

    pages: dict[str, _Answer] = {"/healthz": alive, "/readyz": ready, "/metrics": figures}
    return [web.get(path, page) for path, page in pages.items()]
