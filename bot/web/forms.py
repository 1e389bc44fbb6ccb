"""What a browser posts from a small page of ours."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

_KIND: Final = "application/x-www-form-urlencoded"
_LARGEST: Final = 2048
"""Bytes."""
_PATIENCE: Final = timedelta(seconds=5)


async def small_form(request: web.Request) -> Mapping[str, str]:
    """The fields of a form; none of one that is large, packed, slow, or cannot be read.

    Not by the server's own reading, which fails on bytes and encodings it does not know, and waits
    for ever.
    """
    if (request.content_length or _LARGEST + 1) > _LARGEST:
        return {}
    if request.content_type != _KIND or "Content-Encoding" in request.headers:
        return {}
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            raw = await request.read()
        return dict(parse_qsl(raw.decode(), keep_blank_values=True))
    except (TimeoutError, ValueError, ConnectionError, web.RequestPayloadError):
        return {}
