"""The slow hash of PINs, Argon2id (RFC 9106), beside the loop and never inside a unit of work."""

import asyncio
import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.usecases.slow_hash import HASHER

AT_ONCE = 2
"""So many are worked out at the same time; others wait, and the service goes on meanwhile."""


class Argon2Pins:
    """Implements `bot.ports.PinHashing`; `hasher` is changed only by tests that count."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._room = asyncio.Semaphore(AT_ONCE)

    async def hash(self, pin: str) -> str:
        """Its hash, with a random salt."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, pin)

    async def verify(self, hashed: str, pin: str) -> bool:
        """Whether it fits a hash; an empty one costs the same work and never fits."""
        async with self._room:
            fits = await asyncio.to_thread(self._fits, hashed, pin)
        return fits and bool(hashed)

    def _fits(self, hashed: str, pin: str) -> bool:
        try:
            return self._hasher.verify(hashed or self._nobodys, pin)
        except VerifyMismatchError:
            return False

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_hex())
