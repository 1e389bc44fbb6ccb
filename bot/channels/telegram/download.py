"""Bytes of a file from Telegram, in pieces, with a cap."""

from collections.abc import AsyncIterator
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import aiohttp

from bot.channels.telegram.verdict import SOON
from bot.domain.errors import TryLater, Unreachable

_PIECE: Final = 64 * 1024  # bytes
_AS_IT_IS: Final = {"Accept-Encoding": "identity"}
_GONE: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


async def download(url: str, cap: int, patience: timedelta) -> AsyncIterator[bytes]:
    """The bytes behind `url`, which holds the token and is never shown.

    Raises `Unreachable` when they are gone or more than `cap`, `TryLater` on anything that may
    pass, also in the middle. `patience` holds for each step, not for the whole.
    Where it is sent elsewhere it does not go: nobody but the platform says what is fetched here.
    """
    seconds = patience.total_seconds()
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as client,
            client.get(url, allow_redirects=False, headers=_AS_IT_IS) as response,
        ):
            _check(response.status)
            if (response.content_length or 0) > cap:
                raise Unreachable("too_large")
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
