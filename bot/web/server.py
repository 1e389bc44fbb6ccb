"""The HTTP server: puts the pages together, listens, and lets go gracefully."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.web.connections import Connections
from bot.web.health import Probes, health_routes
from bot.web.metrics import Metrics
from bot.web.voices import Playable, no_voices, voice_route
from bot.web.webhooks import BODY_LIMIT, Hook, Webhooks

_GRACE: Final = timedelta(seconds=2)


def build_web(
    *,
    hooks: Iterable[Hook],
    webhooks: Webhooks,
    probes: Probes,
    metrics: Metrics,
    voices: Playable = no_voices,
    pages: Iterable[web.RouteDef] = (),
) -> web.Application:
    """The application: a webhook for each hook, health and figures, voices, other `pages`."""
    application = web.Application(client_max_size=BODY_LIMIT)
    application.add_routes([webhooks.route(hook) for hook in hooks])
    application.add_routes([*health_routes(probes, metrics), voice_route(voices)])
    application.add_routes(pages)

    async def finish(_: web.Application) -> None:
        await webhooks.finish()

    application.on_cleanup.append(finish)
    return application


@asynccontextmanager
async def serving(
    application: web.Application, host: str, port: int, known: Connections | None = None
) -> AsyncIterator[int]:
    """Listen as long as the context lasts; gives the port, which matters where 0 was asked for.

    On leaving, no more is accepted and what is under way has two seconds. `OSError` where the
    address is taken.
    """
    known = known or Connections()
    known.watch(application)
    application.on_response_prepare.append(_says_little)
    # No access log: addresses and times of people are nobody's business.
    runner = web.AppRunner(
        application, access_log=None, shutdown_timeout=_GRACE.total_seconds(), handle_signals=False
    )
    await runner.setup()
    listening = None
    try:
        accept = known.accepting(_server_of(runner))
        listening = await asyncio.get_running_loop().create_server(accept, host, port, backlog=128)
        yield listening.sockets[0].getsockname()[1]
    finally:
        if listening is not None:
            listening.close()
        await runner.cleanup()


def _server_of(runner: web.AppRunner) -> web.Server:
    assert runner.server is not None  # noqa: S101  it was set up just now
    return runner.server


async def _says_little(_: web.Request, response: web.StreamResponse) -> None:
    """Not which program of which version answers; and nobody guesses at what an answer is."""
    response.headers["Server"] = "web"
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
