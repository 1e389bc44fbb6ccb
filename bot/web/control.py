"""The control socket: commands that write, given to the process that has the database.

One line of JSON each way on a Unix socket that only its owner may open.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from bot.ports import Log, Office, WrongArgument
from bot.web.asking import LONGEST_LINE, address_of
from bot.web.commands import COMMANDS, carry_out

_OWNER: Final = 0o600


@asynccontextmanager
async def controlled(path: Path, office: Office, log: Log) -> AsyncIterator[None]:
    """Carry out commands that come to `path`, as long as the context lasts.

    `OSError` where another service listens there.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.LimitOverrunError, ValueError):
            line = await reader.readline()
            reply = await _reply(line, office, log)
            writer.write(await asyncio.to_thread(_written, reply))
            await writer.drain()
        writer.close()

    with address_of(path) as address:
        await _clear(address)
        listener = _bound(address)
    server = await asyncio.start_unix_server(answer, sock=listener, limit=LONGEST_LINE)
    try:
        yield
    finally:
        server.close()
        _remove(path)


def _written(reply: dict[str, Any]) -> bytes:
    """Beside the loop: a file of 20 MB may be in it."""
    return json.dumps(reply).encode() + b"\n"


async def _reply(line: bytes, office: Office, log: Log) -> dict[str, Any]:
    try:
        request = json.loads(line)
        command, arguments = request["command"], dict(request["arguments"])
        who = str(request.get("who") or "operator")
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"failed": "NotACommand"}
    if not isinstance(command, str) or command not in COMMANDS:
        return {"failed": "UnknownCommand"}
    doing = asyncio.create_task(carry_out(office, command, arguments, who))
    await asyncio.wait({doing})
    error = doing.exception()
    if isinstance(error, WrongArgument):
        return {"wrong": error.argument, "message": error.problem}
    if error is not None:
        log.failure("command.failed", error, command=command)
        return {"failed": type(error).__name__}
    log.event("command.done", command=command)
    return {"result": doing.result()}


async def _clear(address: str) -> None:
    """Take away what a killed service left; `OSError` where one is alive."""
    try:
        _, writer = await asyncio.open_unix_connection(address)
    except ConnectionRefusedError:
        _remove(Path(address))
    except FileNotFoundError:
        return
    else:
        writer.close()
        raise FileExistsError("another service runs on this folder")


def _bound(address: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    # Nobody can connect between these two: it does not listen yet.
    listener.bind(address)
    Path(address).chmod(_OWNER)
    return listener


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
