"""The control socket: whose it is, what it answers, and that there is one service a folder."""

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from bot.ports import WrongArgument
from bot.web.asking import CommandFailed, NotServing, ask
from bot.web.control import controlled

from tests.offices import KeptLog, broken_office, office_at

WHO = {"who": "operator"}
GROUP = {"unit": "tak", "channel": "telegram", "chat": "-100123", "thread": ""}


@asynccontextmanager
async def service(folder: Path, log: KeptLog | None = None) -> AsyncIterator[Path]:
    socket = folder / "control.sock"
    async with office_at(folder) as office, controlled(socket, office, log or KeptLog()):
        yield socket


async def raw(socket: Path, line: bytes) -> dict[str, Any]:
    reader, writer = await asyncio.open_unix_connection(str(socket))
    writer.write(line)
    found: dict[str, Any] = json.loads(await reader.readline())
    writer.close()
    return found


async def test_a_command_is_done_where_the_database_is(tmp_path: Path) -> None:
    log = KeptLog()
    async with service(tmp_path, log) as socket:
        linked = await ask(socket, "units.link", WHO | GROUP)
        assert linked == {**GROUP, "active": True}
        assert await ask(socket, "units.list", {}) == [linked]
    assert log.lines[0] == ("command.done", {"command": "units.link"})


async def test_only_its_owner_may_open_it(tmp_path: Path) -> None:
    async with service(tmp_path) as socket:
        assert stat.S_IMODE(socket.stat().st_mode) == 0o600


async def test_without_a_service_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(NotServing):
        await ask(tmp_path / "control.sock", "units.list", {})
    async with service(tmp_path) as socket:
        pass
    assert not socket.exists()
    with pytest.raises(NotServing):
        await ask(socket, "units.list", {})


async def test_what_a_killed_service_left_is_no_service_and_is_replaced(tmp_path: Path) -> None:
    socket = tmp_path / "control.sock"
    left = await asyncio.start_unix_server(lambda *_: None, str(socket))
    left.close()
    await left.wait_closed()
    assert socket.exists()
    with pytest.raises(NotServing):
        await ask(socket, "units.list", {})
    async with service(tmp_path):
        assert await ask(socket, "units.list", {}) == []


async def test_a_second_service_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    async with service(tmp_path) as socket:
        with pytest.raises(FileExistsError):
            async with controlled(socket, broken_office(), KeptLog()):
                pass
        assert await ask(socket, "units.list", {}) == []


async def test_a_path_too_long_for_a_socket_is_reached_all_the_same(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    async with service(deep) as socket:
        assert await ask(socket, "units.list", {}) == []
        assert stat.S_IMODE(socket.stat().st_mode) == 0o600


async def test_a_wrong_argument_comes_back_by_name(tmp_path: Path) -> None:
    async with service(tmp_path) as socket:
        with pytest.raises(WrongArgument) as raised:
            await ask(socket, "units.link", WHO | GROUP | {"unit": "bangkok"})
    assert raised.value.argument == "unit"


async def test_a_failure_comes_back_as_its_class_alone(tmp_path: Path) -> None:
    log = KeptLog()
    socket = tmp_path / "control.sock"
    async with controlled(socket, broken_office(), log):
        with pytest.raises(CommandFailed, match=r"^StoreDown$"):
            await ask(socket, "units.list", {})
    assert log.lines == [("command.failed", {"error": "StoreDown", "command": "units.list"})]


@pytest.mark.parametrize(
    "line",
    [
        *(b"\n", b"no json\n", b"[]\n", b'{"command": "x"}\n', b'{"command": "x"', b"3\n"),
        b"[" * 100_000 + b"\n",
    ],
    ids=lambda line: line[:15].decode().strip(),
)
async def test_what_is_no_command_is_answered_and_hurts_nobody(tmp_path: Path, line: bytes) -> None:
    async with service(tmp_path) as socket:
        reader, writer = await asyncio.open_unix_connection(str(socket))
        writer.write(line)
        writer.write_eof()
        assert json.loads(await reader.readline()) == {"failed": "NotACommand"}
        writer.close()
        assert await ask(socket, "units.list", {}) == []


async def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    async with service(tmp_path) as socket:
        unknown = b'{"command": "dig", "arguments": {}}\n'
        assert await raw(socket, unknown) == {"failed": "UnknownCommand"}
        several = b'{"command": ["units.list"], "arguments": {}}\n'
        assert await raw(socket, several) == {"failed": "UnknownCommand"}
