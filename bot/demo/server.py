"""The demonstration's page and what it asks for, for browsers on this machine only."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any, Final

from aiohttp import web

from bot.channels.simulator.read import NotAnEvent
from bot.demo.guard import Guard
from bot.demo.stage import Stage

QUIET: Final = timedelta(seconds=10)
"""How long nothing may happen before the page is told the time anyway."""
_KINDS: Final = {
    "css": "text/css",
    "html": "text/html",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}
Do = Callable[[Stage, Mapping[str, Any]], Awaitable[None]]
_DOINGS: Final[Mapping[str, Do]] = {
    "hear": lambda stage, said: stage.hear(said["account"], said["chat"], said["event"]),
    "worker": lambda stage, said: stage.new_worker(said["language"]),
    "phone": lambda stage, said: stage.phone_speaks(said["account"], said["language"]),
    "officers": lambda stage, said: stage.officers_speak(said["language"]),
    "time": lambda stage, said: stage.go(said["go"]),
}


def build_demo(
    stage: "asyncio.Future[Stage]", stop: asyncio.Event, pages: Iterable[web.RouteDef] = ()
) -> web.Application:
    """The application. The page is served at once; what it asks for waits until all is ready.

    `pages` are others of this machine, below `/case/`, that guard themselves.
    """
    application = web.Application(client_max_size=64 * 1024)
    house = _House(stage, stop, Guard())
    house.guard.stand_before(application)
    application.add_routes(
        [
            web.get("/", house.page),
            web.get("/page/{name}", house.file),
            web.get("/voice/{language}/{name}.m4a", house.voice),
            web.get("/api/events", house.events),
            web.post("/api/{doing}", house.doing),
        ]
    )
    application.add_routes(pages)
    return application


@dataclass(frozen=True, slots=True)
class _House:
    """Where the stage is looked at from."""

    stage: "asyncio.Future[Stage]"
    stop: asyncio.Event
    guard: Guard

    async def page(self, request: web.Request) -> web.Response:
        """The page itself, with what lets it do everything else."""
        response = _served("index.html")
        self.guard.admit(request, response)
        return response

    async def file(self, request: web.Request) -> web.Response:
        """Something that the page is made of."""
        return _served(request.match_info["name"])

    async def voice(self, request: web.Request) -> web.StreamResponse:
        """A recording that stands on a screen."""
        stage = await asyncio.shield(self.stage)
        path = stage.play.playable(request.match_info["language"], request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": "audio/mp4"})

    async def doing(self, request: web.Request) -> web.Response:
        """Do something on the stage."""
        do = _DOINGS.get(request.match_info["doing"])
        if do is None:
            raise web.HTTPNotFound
        try:
            said = json.loads(await request.read())
        except (ValueError, RecursionError) as error:
            raise web.HTTPBadRequest from error
        try:
            await do(await asyncio.shield(self.stage), said)
        except (KeyError, TypeError, NotAnEvent) as error:
            raise web.HTTPBadRequest from error
        return web.Response(status=204)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What changes on the screens, as it happens; where it broke off it goes on."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        since = _number(request.headers.get("Last-Event-ID", ""))
        ended = asyncio.create_task(self.stop.wait())
        try:
            shown = await _first(asyncio.shield(self.stage), ended)
            while shown is not None and not self.stop.is_set():
                picture = shown.picture(since)
                since = picture["version"]
                body = json.dumps(picture, ensure_ascii=False)
                await response.write(f"id: {since}\ndata: {body}\n\n".encode())
                await _news(shown, since, ended)
        except ConnectionError:
            pass
        finally:
            ended.cancel()
        return response


def _served(name: str) -> web.Response:
    """A file of the page, by its bare name."""
    kind = _KINDS.get(name.rpartition(".")[2])
    file = files("bot.demo") / "page" / name
    if kind is None or "/" in name or "\\" in name or not file.is_file():
        raise web.HTTPNotFound
    charset = None if kind == "image/jpeg" else "utf-8"
    return web.Response(body=file.read_bytes(), content_type=kind, charset=charset)


async def _first(stage: "asyncio.Future[Stage]", ended: "asyncio.Task[Any]") -> Stage | None:
    """The stage once it is there, unless the end comes first."""
    await asyncio.wait((stage, ended), return_when=asyncio.FIRST_COMPLETED)
    return stage.result() if stage.done() else None


async def _news(stage: Stage, since: int, ended: "asyncio.Task[Any]") -> None:
    """Wait until something is new, for a while, or the end."""
    changed = asyncio.ensure_future(stage.screens.wait(since))
    try:
        await asyncio.wait(
            (changed, ended), timeout=QUIET.total_seconds(), return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        changed.cancel()


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdecimal() else 0
