"""A service that listens at its control socket, in a thread of its own, for tests of commands."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from bot.cli.main import rongthuk as program
from bot.ports import Work
from bot.web.control import controlled
from click.testing import CliRunner, Result
from storage.sealing import Keyring

from tests.offices import KEYRING, KeptLog, TestOffice, office_at

T = TypeVar("T")


class RunningService:
    """What tests ask of it; its folder holds a `config.toml`."""

    def __init__(self, folder: Path, keyring: Keyring = KEYRING) -> None:
        self._keyring = keyring
        self.folder = folder
        self.log = KeptLog()
        self.office: TestOffice
        self.loop: asyncio.AbstractEventLoop
        self._up = threading.Event()
        self._stop: asyncio.Event

    @contextmanager
    def running(self) -> Iterator["RunningService"]:
        """It runs as long as the context lasts."""
        thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        thread.start()
        assert self._up.wait(20)
        try:
            yield self
        finally:
            self.loop.call_soon_threadsafe(self._stop.set)
            thread.join(20)

    def write(self, body: Callable[[Work], T]) -> T:
        """Change something in its database."""
        doing = asyncio.run_coroutine_threadsafe(self.office.store.write(body), self.loop)
        return doing.result(20)

    def run(self, *words: str) -> Result:
        """Run a command of `rongthuk` beside it."""
        return rongthuk(self.folder, *words)

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        socket = self.folder / "var" / "control.sock"
        async with (
            office_at(self.folder / "var", self._keyring) as self.office,
            controlled(socket, self.office, self.log),
        ):
            self._up.set()
            await self._stop.wait()


def rongthuk(folder: Path, *words: str) -> Result:
    """Run a command on the configuration of a folder."""
    return CliRunner().invoke(program, ["--config", str(folder / "config.toml"), *words])


def installed(folder: Path, settings: str = "") -> Path:
    """A folder with a configuration and room for a database."""
    (folder / "var").mkdir()
    (folder / "config.toml").write_text(settings, "utf-8")
    return folder
