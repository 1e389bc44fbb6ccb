"""Seals what may not be read in the database: keys, authenticated encryption, look-up hashes.

From a ring of secrets are derived (HKDF-SHA256) a key for each kind of look-up hash and each
service key; its newest secret wraps the data key of each conversation, so that erasing the wrapped
key erases all that was sealed for the conversation, in backups as well. The ring itself is sealed
with the master key. Before the first change of the master key the ring is the master key.
"""

import base64
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
HEADER_BYTES: Final = 5
"""A version byte and four bytes that name the key: what every sealed value begins with."""
_VERSION: Final = b"\x01"
_KEY_ID_BYTES: Final = HEADER_BYTES - len(_VERSION)
_NONCE_BYTES: Final = 12
_DIGEST_BYTES: Final = 16
_KEPT_OPEN: Final = 4096
_RING: Final = ("marks", "key.ring", "value")


class SealBrokenError(Exception):
    """A sealed value was changed, moved from another place or sealed with another key."""


class UnknownMasterError(Exception):
    """The database was sealed with another master key than those given; it says which."""


class Sealer:
    """Seals with one key: AES-256-GCM (NIST SP 800-38D), a random nonce for each value.

    A sealed value is a version byte, four bytes naming the key, the nonce, the ciphertext and its
    tag. Table, row and column are authenticated with it: it opens nowhere else. `older` keys open
    what was sealed with them; `later` is asked for the present sealer where no key fits.
    """

    __slots__ = ("_ciphers", "_later", "header")

    def __init__(
        self, key: bytes, *older: bytes, later: Callable[[], "Sealer | None"] | None = None
    ) -> None:
        self.header = _header(key)
        self._ciphers = {_header(each): AESGCM(each) for each in (key, *older)}
        self._later = later

    def seal(self, plain: bytes | bytearray, table: str, row: str, column: str) -> bytes:
        """The value sealed for one place."""
        nonce = os.urandom(_NONCE_BYTES)
        place = _place(self.header, table, row, column)
        return self.header + nonce + self._ciphers[self.header].encrypt(nonce, plain, place)

    def open(self, sealed: bytes, table: str, row: str, column: str) -> bytes:
        """The value as it was sealed for this place; raises `SealBrokenError`."""
        header = bytes(sealed[:HEADER_BYTES])
        cipher = self._ciphers.get(header) or self._learned(header)
        if cipher is None:
            raise SealBrokenError(f"{table}.{column} of {row} is sealed with another key")
        body = HEADER_BYTES + _NONCE_BYTES
        place = _place(header, table, row, column)
        try:
            return cipher.decrypt(sealed[HEADER_BYTES:body], sealed[body:], place)
        except (InvalidTag, ValueError):  # ValueError: it was cut off
            raise SealBrokenError(f"{table}.{column} of {row} is not as it was sealed") from None

    def _learned(self, header: bytes) -> AESGCM | None:
        """Another process may have changed the key meanwhile."""
        now = self._later() if self._later else None
        return now._ciphers.get(header) if now else None  # noqa: SLF001  a sealer's own


def _place(header: bytes, table: str, row: str, column: str) -> bytes:
    return header + f"{table}|{row}|{column}".encode()


def _header(key: bytes) -> bytes:
    return _VERSION + hmac.digest(key, b"key id", "sha256")[:_KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Ring:
    """The secrets everything is derived from.

    `lookup` never changes: look-up hashes and the chain of the log hang on it. `epochs` are one
    for each master key there was, the newest first: it seals, the others only open.
    """

    lookup: bytes
    epochs: tuple[bytes, ...]

    def renewed(self) -> Self:
        """The ring with a new secret to seal with."""
        return type(self)(self.lookup, (secrets.token_bytes(KEY_BYTES), *self.epochs))

    def sealed_by(self, master: bytes) -> str:
        """The ring as it is kept in the database."""
        text = [base64.b64encode(each).decode() for each in (self.lookup, *self.epochs)]
        sealer = Sealer(_derived(master, "ring"))
        return base64.b64encode(sealer.seal(json.dumps(text).encode(), *_RING)).decode()

    @classmethod
    def opened_with(cls, master: bytes, kept: str) -> Self:
        """The ring that was kept; without one it is the master key. Raises `SealBrokenError`."""
        if not kept:
            return cls(master, (master,))
        plain = Sealer(_derived(master, "ring")).open(base64.b64decode(kept), *_RING)
        lookup, *epochs = (base64.b64decode(each) for each in json.loads(plain))
        return cls(lookup, tuple(epochs))


class Keyring:
    """The ring in use and all that is derived from it or wrapped by it; safe between threads.

    `masters` are those that are at hand, the present one first; `reread` looks at them again.
    `newest` is asked for them, and for the fingerprint and the ring that the database has now,
    where a value names an unknown key.
    """

    def __init__(self, *masters: bytes) -> None:
        if any(len(master) != KEY_BYTES for master in masters):
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self.masters = masters
        self.reread: Callable[[], tuple[bytes, ...]] = lambda: self.masters
        self.newest: Callable[[], tuple[tuple[bytes, ...], str, str]] | None = None
        self._use(masters[0], "")

    def _use(self, master: bytes, kept: str) -> None:
        ring = Ring.opened_with(master, kept)
        self._digest_key = cache(lambda purpose: _derived(ring.lookup, f"digest.{purpose}"))
        self._service = cache(lambda name: self._sealer(ring, f"service.{name}"))
        self._unwrap = lru_cache(_KEPT_OPEN)(self._unwrapped)
        self.master, self.ring, self._kept = master, ring, kept
        self.wrapping = self._sealer(ring, "wrap")

    def _sealer(self, ring: Ring, name: str) -> Sealer:
        keys = (_derived(epoch, name) for epoch in ring.epochs)
        return Sealer(*keys, later=partial(self._now, name))

    def adopt(self, fingerprint: str, kept: str) -> None:
        """Use the ring a database has, with the master key of that fingerprint.

        Raises `UnknownMasterError` where that is none of ours.
        """
        master = next((each for each in self.masters if _fingerprint(each) == fingerprint), None)
        if master is None:
            mine = _fingerprint(self.masters[0])
            raise UnknownMasterError(f"sealed with the key {fingerprint}, not with {mine}")
        if (master, kept) != (self.master, self._kept):
            self._use(master, kept)

    def _now(self, name: str) -> Sealer | None:
        """The present sealer of a name, after a look at what the database has now."""
        if self.newest is None:
            return None
        self.masters, fingerprint, kept = self.newest()
        self.adopt(fingerprint, kept)
        return self.wrapping if name == "wrap" else self.service(name.removeprefix("service."))

    @property
    def fingerprint(self) -> str:
        """A name of the master key in use that tells nothing of it."""
        return _fingerprint(self.master)

    def digest(self, purpose: str, *parts: str) -> bytes:
        """The keyed hash (HMAC-SHA256, 16 bytes) under which `parts` are looked up."""
        text = "\0".join(parts).encode()
        return hmac.digest(self._digest_key(purpose), text, "sha256")[:_DIGEST_BYTES]

    def chained(self, purpose: str, previous: bytes, content: bytes) -> bytes:
        """The keyed hash (HMAC-SHA256, 32 bytes) of an entry that follows `previous`."""
        return hmac.digest(self._digest_key(purpose), previous + content, "sha256")

    def secret(self, purpose: str) -> bytes:
        """A secret of 32 bytes of its own for a purpose; the same for ever."""
        return self._digest_key(purpose)

    def service(self, name: str) -> Sealer:
        """What seals for a part of the service and for no conversation."""
        return self._service(name)

    def new_key(self, conversation: str) -> bytes:
        """A new data key for a conversation, wrapped."""
        key = secrets.token_bytes(KEY_BYTES)
        return self.wrapping.seal(key, "data_keys", conversation, "wrapped")

    def sealer(self, conversation: str, wrapped: bytes) -> Sealer:
        """What seals for a conversation, by its wrapped data key; raises `SealBrokenError`."""
        # Kept by the wrapped key, never by the conversation: a key of a unit of work that was
        # rolled back must not be used again.
        return self._unwrap(conversation, wrapped)

    def _unwrapped(self, conversation: str, wrapped: bytes) -> Sealer:
        return Sealer(self.wrapping.open(wrapped, "data_keys", conversation, "wrapped"))


def _derived(secret: bytes, name: str) -> bytes:
    # No salt: the secret is uniformly random (RFC 5869, section 3.1).
    derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"rongthuk.{name}".encode())
    return derivation.derive(secret)


def _fingerprint(master: bytes) -> str:
    return _derived(master, "fingerprint")[:_DIGEST_BYTES].hex()
