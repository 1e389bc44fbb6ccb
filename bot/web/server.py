"""The HTTP server: puts the pages together, listens, and lets go gracefully."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from aiohttp import web

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
async def serving(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Listen as long as the context lasts; gives the port, which matters where 0 was asked for.

    On leaving, no more is accepted and what is under way has two seconds. `OSError` where the
    address is taken.
    """
    # No access log: addresses and times of people are nobody's business.
    runner = web.AppRunner(
        application, access_log=None, shutdown_timeout=_GRACE.total_seconds(), handle_signals=False
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
