"""Where the master key is kept: a file of its owner's alone, a variable, or what a command prints.

Each holds one key a line (32 bytes in base64), the present one first. Older ones stand behind it
only while the key is being changed.
"""

import base64
import binascii
import fcntl
import os
import secrets
import shlex
import stat
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.ports import WrongArgument

KEY_BYTES: Final = 32
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_PATIENCE: Final = 30
"""Seconds a command may take."""


class KeyFileError(Exception):
    """The master key cannot be had from where it is kept; the message names the place."""


class NoKeyFileError(KeyFileError):
    """There is no key file, perhaps not yet."""


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """A place where master keys are kept: the first of text, command and file that is given."""

    file: Path
    text: str = ""
    command: str = ""

    @property
    def place(self) -> str:
        """Its name, for what is told about it."""
        if self.text:
            return "[keys] key"
        return "[keys] command" if self.command else str(self.file)

    @property
    def is_file(self) -> bool:
        """Whether we may write it ourselves."""
        return not (self.text or self.command)

    def read(self) -> tuple[bytes, ...]:
        """The keys, the present one first; raises `KeyFileError`."""
        if self.text:
            return _keys(self.text, "[keys] key")
        if self.command:
            return _keys(_printed(self.command), "what [keys] command printed")
        return _keys(_written(self.file), f"the key file {self.file}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Change it beside nobody else; a second one at the same time is a `WrongArgument`."""
        if not self.is_file:
            yield
            return
        path = self.file.with_name(f"{self.file.name}.lock")
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WrongArgument(self.place, "it is being changed by somebody else") from None
            yield

    def write(self, keys: Iterable[bytes]) -> None:
        """Replace what the file holds, durably; it is whole before and after."""
        _replace(self.file, keys)

    def set_aside(self, key: bytes, name: str) -> Path:
        """Keep an earlier key in a file of its own, for the backups that were made with it."""
        path = self.file.with_name(f"{self.file.name}.{name}")
        _replace(path, [key])  # one that is there may have been cut off in the middle
        return path


def _replace(path: Path, keys: Iterable[bytes]) -> None:
    aside = path.with_name(f"{path.name}.new")
    _create(aside, keys)
    aside.replace(path)
    _flush_folder(path.parent)


def create_key_file(path: Path) -> None:
    """Write a new random master key for its owner only; an existing file is `FileExistsError`."""
    _create(path, [secrets.token_bytes(KEY_BYTES)], exclusive=True)


def _create(path: Path, keys: Iterable[bytes], *, exclusive: bool = False) -> None:
    lines = b"".join(base64.b64encode(key) + b"\n" for key in keys)
    how = os.O_EXCL if exclusive else os.O_TRUNC
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "wb") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(path: Path) -> str:
    """What the file holds; only its owner may be able to read it."""
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
    return text


def _printed(command: str) -> str:
    """What the command prints; its words are the operator's own, and no shell reads them."""
    try:
        done = subprocess.run(  # noqa: S603  the operator's own configuration names it
            shlex.split(command), capture_output=True, check=True, timeout=_PATIENCE, text=True
        )
    except subprocess.CalledProcessError as error:
        raise KeyFileError(f"[keys] command ended with {error.returncode}") from None
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise KeyFileError(f"[keys] command could not be run: {why}") from None
    return done.stdout


def _keys(text: str, place: str) -> tuple[bytes, ...]:
    """The keys in a text; what is no key is never repeated."""
    try:
        keys = tuple(base64.b64decode(line, validate=True) for line in text.split())
    except (binascii.Error, ValueError):
        raise KeyFileError(f"{place} holds no key: it is not base64") from None
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise KeyFileError(f"{place} holds no key: one has {KEY_BYTES} bytes in base64")
    return keys
