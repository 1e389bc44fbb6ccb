"""Change the master key while the service runs: begun once, carried on in small steps, ended."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.ports import Store, WrongArgument
from storage.master_keys import KEY_BYTES, MasterKeys
from storage.sealing import Keyring


class Rotation:
    """Implements `bot.ports.Rotation`.

    Nothing depends on its being finished: what an earlier key sealed stays readable, because the
    secrets it was sealed with lie in the ring, and the ring is sealed with the new master key.
    """

    def __init__(self, store: Store, keyring: Keyring, place: MasterKeys) -> None:
        self._store = store
        self._keyring = keyring
        self._place = place

    async def begin(self) -> str:
        """Take a new master key into use; its fingerprint.

        A key file gets a new random key in front. Elsewhere the operator has put one in front of
        the present one; otherwise that is a `WrongArgument`. A key in front that the database
        does not know yet (an earlier try was cut off) is the new one.
        """
        masters = self._place.read()
        if Keyring(masters[0]).fingerprint == self._keyring.fingerprint:
            if not self._place.is_file:
                cure = "put a new key in the line before the present one, then rotate"
                raise WrongArgument(self._place.place, cure)
            self._place.write([secrets.token_bytes(KEY_BYTES), *masters])
            masters = self._place.read()
        self._keyring.masters = masters
        stored = await self._store.write(lambda work: work.keys.begin(masters[0]))
        self._keyring.adopt(*stored)
        return self._keyring.fingerprint

    async def renew(self, limit: int) -> int:
        """Seal at most so many values anew; how many were."""
        return await self._store.write(lambda work: work.keys.renew(limit))

    async def behind(self) -> Mapping[str, int]:
        """How many values of each table an earlier secret still seals."""
        return await self._store.read(lambda work: work.keys.behind())

    async def finish(self) -> Path | None:
        """Take earlier keys out of the key file; where the last was put, for old backups."""
        masters = self._place.read()
        if not self._place.is_file or len(masters) == 1:
            return None
        aside = None
        for old in masters[1:]:
            aside = self._place.set_aside(old, f"{Keyring(old).fingerprint[:8]}.old")
        self._place.write(masters[:1])
        return aside
