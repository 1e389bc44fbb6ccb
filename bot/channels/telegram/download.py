"""Bytes of a file from Telegram, in pieces, with a cap."""

from collections.abc import AsyncIterator
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import aiohttp

from bot.channels.telegram.verdict import SOON
from bot.domain.errors import TryLater, Unreachable

_PIECE: Final = 64 * 1024  # bytes
_GONE: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


async def download(url: str, cap: int, patience: timedelta) -> AsyncIterator[bytes]:
    """The bytes behind `url`, which holds the token and is never shown.

    Raises `Unreachable` when they are gone or more than `cap`, `TryLater` on anything that may
    pass, also in the middle. `patience` holds for each step, not for the whole.
    """
    seconds = patience.total_seconds()
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as client,
            client.get(url) as response,
        ):
            _check(response.status)
            taken = 0
            async for piece in response.content.iter_chunked(_PIECE):
                taken += len(piece)
                if taken > cap:
                    raise Unreachable("too_large")
                yield piece
    except (aiohttp.ClientError, TimeoutError):
        raise TryLater(SOON) from None


def _check(status: int) -> None:
    if status in _GONE:
        raise Unreachable("gone")
    if status != HTTPStatus.OK:
        raise TryLater(SOON)
