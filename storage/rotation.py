"""Change the master key while the service runs: begun once, carried on in small steps, ended."""

import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from bot.ports import Note, Store, Work, WrongArgument
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

    async def begin(self, note: Note) -> str:
        """Take a new master key into use; its fingerprint.

        A key file gets a new random key in front. Elsewhere the operator has put one in front of
        the present one; otherwise that is a `WrongArgument`. A key in front that the database
        does not know yet (an earlier try was cut off) is the new one. Two at once would each take
        the other's new key away: the second is a `WrongArgument`.
        """
        with self._place.alone():
            masters = self._new_first()
            body = partial(_begin, masters, note)
            stored = await self._store.write(body)
            self._keyring.masters = masters
            self._keyring.adopt(*stored)
        return self._keyring.fingerprint

    def _new_first(self) -> tuple[bytes, ...]:
        masters = self._place.read()
        if Keyring(masters[0]).fingerprint != self._keyring.fingerprint:
            return masters
        if not self._place.is_file:
            cure = "put a new key in the line before the present one, then rotate"
            raise WrongArgument(self._place.place, cure)
        self._place.write([secrets.token_bytes(KEY_BYTES), *masters])
        return self._place.read()

    async def renew(self, limit: int) -> int:
        """Seal at most so many values anew; how many were."""
        return await self._store.write(lambda work: work.keys.renew(limit))

    async def behind(self) -> Mapping[str, int]:
        """How many values of each table an earlier secret still seals."""
        return await self._store.read(lambda work: work.keys.behind())

    async def finish(self, note: Note) -> Path | None:
        """Take earlier keys out of the key file; where the last was put, for old backups.

        Not before the database is sealed with the first of them.
        """
        with self._place.alone():
            masters = self._place.read()
            if not self._place.is_file or len(masters) == 1:
                return None
            if Keyring(masters[0]).fingerprint != self._keyring.fingerprint:
                raise WrongArgument(self._place.place, "the first key is not in use yet; rotate")
            await self._store.write(partial(_finished, masters, note))
            aside = None
            for old in masters[1:]:
                aside = self._place.set_aside(old, f"{Keyring(old).fingerprint[:8]}.old")
            self._place.write(masters[:1])
            return aside


def _begin(masters: Sequence[bytes], note: Note, work: Work) -> tuple[str, str]:
    fingerprint, kept, changed = work.keys.begin(masters[0], masters)
    if changed:
        note(work, fingerprint)
    return fingerprint, kept


def _finished(masters: Sequence[bytes], note: Note, work: Work) -> None:
    """Before the file is written: that a key was taken out is never without an entry."""
    for old in masters[1:]:
        note(work, Keyring(old).fingerprint)
