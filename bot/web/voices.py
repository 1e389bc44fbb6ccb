"""Recorded voices, for a platform that fetches what it plays (LINE). Nothing else is given out."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from aiohttp import web

_HEADERS: Final = {
    # Its name is made of its bytes: what has this name never changes.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Type": "audio/mp4",
    "X-Content-Type-Options": "nosniff",
}
Playable = Callable[[str, str], Path | None]
"""The file behind a language and a name, or None where it is none of ours."""


def no_voices(_language: str, _name: str) -> Path | None:
    """Nothing is there."""
    return None


def voice_route(playable: Playable) -> web.RouteDef:
    """`GET /voice/<language>/<name>.m4a`; what is not there is 404, whatever it is."""

    async def voice(request: web.Request) -> web.StreamResponse:
        path = playable(request.match_info["language"], request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=_HEADERS)

    return web.get("/voice/{language}/{name}.m4a", voice)
