"""Asks a running service to carry out a command, over its control socket."""

import asyncio
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bot.ports import WrongArgument

LONGEST_LINE: Final = 64 * 1024 * 1024
"""Bytes; a case file with its photos goes through in one line."""
_PATH: Final = 100  # bytes; an address of a Unix socket has room for little more


class NotServing(Exception):  # noqa: N818  it is an answer, not a failure
    """Nobody listens at the socket: no service runs on this folder."""


class CommandFailed(Exception):  # noqa: N818  the service has it in its log
    """The service could not do it; the message is the class of its error."""


async def ask(path: Path, command: str, arguments: Mapping[str, Any], who: str = "") -> Any:  # noqa: ANN401  JSON
    """What a running service answers to a command of somebody's.

    Raises `NotServing`, `WrongArgument` as the command does, and `CommandFailed`.
    """
    try:
        with address_of(path) as address:
            reader, writer = await asyncio.open_unix_connection(address, limit=LONGEST_LINE)
    except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
        raise NotServing from None
    try:
        asked = {"command": command, "arguments": arguments, "who": who}
        writer.write(json.dumps(asked).encode() + b"\n")
        line = await reader.readline()
    finally:
        writer.close()
    if not line:
        raise CommandFailed("the service stopped")
    reply = json.loads(line)
    if "wrong" in reply:
        raise WrongArgument(reply["wrong"], reply["message"])
    if "failed" in reply:
        raise CommandFailed(reply["failed"])
    return reply["result"]


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """The address of a socket; a path that is too long is gone to through its folder."""
    if len(os.fsencode(path)) <= _PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
