"""Seals what may not be read in the database: keys, authenticated encryption, look-up hashes.

One master key, kept in a file, opens everything. From it are derived (HKDF-SHA256) a key for each
kind of look-up hash and each service key; it wraps the data key of each conversation, so that
erasing the wrapped key erases all that was sealed for the conversation, in backups as well.
"""

import base64
import binascii
import hmac
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_VERSION: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_HEADER_BYTES: Final = len(_VERSION) + _KEY_ID_BYTES
_DIGEST_BYTES: Final = 16
_KEPT_OPEN: Final = 4096
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyFileError(Exception):
    """The key file is missing, open to others or does not hold a key; the message names it."""


class NoKeyFileError(KeyFileError):
    """There is no key file, perhaps not yet."""


class SealBrokenError(Exception):
    """A sealed value was changed, moved from another place or sealed with another key."""


class Sealer:
    """Seals with one key: AES-256-GCM (NIST SP 800-38D), a random nonce for each value.

    A sealed value is a version byte, four bytes naming the key, the nonce, the ciphertext and its
    tag. Table, row and column are authenticated with it: it opens nowhere else.
    """

    __slots__ = ("_cipher", "_header")

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._header = _VERSION + hmac.digest(key, b"key id", "sha256")[:_KEY_ID_BYTES]

    def seal(self, plain: bytes, table: str, row: str, column: str) -> bytes:
        """The value sealed for one place."""
        nonce = os.urandom(_NONCE_BYTES)
        place = self._header + f"{table}|{row}|{column}".encode()
        return self._header + nonce + self._cipher.encrypt(nonce, plain, place)

    def open(self, sealed: bytes, table: str, row: str, column: str) -> bytes:
        """The value as it was sealed for this place; raises `SealBrokenError`."""
        if sealed[:_HEADER_BYTES] != self._header:
            raise SealBrokenError(f"{table}.{column} of {row} is sealed with another key")
        body = _HEADER_BYTES + _NONCE_BYTES
        place = self._header + f"{table}|{row}|{column}".encode()
        try:
            return self._cipher.decrypt(sealed[_HEADER_BYTES:body], sealed[body:], place)
        except (InvalidTag, ValueError):  # ValueError: it was cut off
            raise SealBrokenError(f"{table}.{column} of {row} is not as it was sealed") from None


class Keyring:
    """The master key and all that is derived from it or wrapped by it; safe between threads."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes, not {len(master)}")
        self._master = master
        self._wrapping = Sealer(self._derived("wrap"))
        self._digest_key = lru_cache(None)(lambda purpose: self._derived(f"digest.{purpose}"))
        self._service = lru_cache(None)(lambda name: Sealer(self._derived(f"service.{name}")))
        self._unwrap = lru_cache(_KEPT_OPEN)(self._unwrapped)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """The keyring of a key file that only its owner may read; raises `KeyFileError`."""
        try:
            mode = path.stat().st_mode
            text = path.read_text("ascii")
        except FileNotFoundError as error:
            raise NoKeyFileError(f"the key file {path} cannot be read: it is not there") from error
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not text"
            raise KeyFileError(f"the key file {path} cannot be read: {why}") from error
        if mode & _OTHERS:
            given = f"{stat.S_IMODE(mode):04o}"
            cure = "chmod 600 makes it yours alone"
            raise KeyFileError(f"the key file {path} is open to others (mode {given}): {cure}")
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except (binascii.Error, ValueError) as error:
            raise KeyFileError(f"the key file {path} holds no key: {error}") from error

    @property
    def fingerprint(self) -> str:
        """A name of the master key that tells nothing of it."""
        return self._derived("fingerprint")[:_DIGEST_BYTES].hex()

    def digest(self, purpose: str, *parts: str) -> bytes:
        """The keyed hash (HMAC-SHA256, 16 bytes) under which `parts` are looked up."""
        text = "\0".join(parts).encode()
        return hmac.digest(self._digest_key(purpose), text, "sha256")[:_DIGEST_BYTES]

    def chained(self, purpose: str, previous: bytes, content: bytes) -> bytes:
        """The keyed hash (HMAC-SHA256, 32 bytes) of an entry that follows `previous`."""
        return hmac.digest(self._digest_key(purpose), previous + content, "sha256")

    def service(self, name: str) -> Sealer:
        """What seals for a part of the service and for no conversation."""
        return self._service(name)

    def new_key(self, conversation: str) -> bytes:
        """A new data key for a conversation, wrapped."""
        key = secrets.token_bytes(KEY_BYTES)
        return self._wrapping.seal(key, "data_keys", conversation, "wrapped")

    def sealer(self, conversation: str, wrapped: bytes) -> Sealer:
        """What seals for a conversation, by its wrapped data key; raises `SealBrokenError`."""
        # Kept by the wrapped key, never by the conversation: a key of a unit of work that was
        # rolled back must not be used again.
        return self._unwrap(conversation, wrapped)

    def _unwrapped(self, conversation: str, wrapped: bytes) -> Sealer:
        return Sealer(self._wrapping.open(wrapped, "data_keys", conversation, "wrapped"))

    def _derived(self, name: str) -> bytes:
        # No salt: the master key is uniformly random (RFC 5869, section 3.1).
        derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"rongthuk.{name}".encode())
        return derivation.derive(self._master)


def create_key_file(path: Path) -> None:
    """Write a new random master key for its owner only; an existing file is `FileExistsError`."""
    text = base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
