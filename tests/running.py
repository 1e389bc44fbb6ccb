"""The service as it runs in life: a process of its own, driven over HTTP, killed and started again.

Its configuration, key, database and log lie in one folder; both platforms are played beside it.
"""

import asyncio
import json
import re
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.stand_ins.line import LineStandIn
from tests.stand_ins.telegram import TelegramStandIn
from tests.warm import started

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

    from bot.ports import Office

PATIENCE: Final = 20.0
SECRET: Final = "webhook_secret"
_SAMPLE: Final = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")


class Service:
    """`rongthuk serve` in a folder; it can be stopped, killed and started again."""

    def __init__(
        self, folder: Path, settings: Mapping[str, Mapping[str, object]], name: str = "service"
    ) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings: dict[str, dict[str, object]] = {
            "service": {
                "listen": f"127.0.0.1:{self.port}",
                "public_url": self.url,
                "data_dir": str(folder / "var"),
            },
            "keys": {"file": str(folder / "keys" / "master.key")},
            "storage": {"url": f"sqlite:///{folder / 'var' / 'rongthuk.db'}"},
        }
        for section, values in settings.items():
            self.settings.setdefault(section, {}).update(values)
        self.config = folder / f"{name}.toml"
        self.log_file = folder / f"{name}.jsonl"
        self._client = ClientSession(timeout=ClientTimeout(total=PATIENCE))
        self._process: ForkServerProcess | None = None
        self._office: Office | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config.write_text(_toml(self.settings), "utf-8")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.runs:
            await self.kill()
        await self._stack.aclose()
        await self._client.close()

    @property
    def runs(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and self._process.is_alive()

    # Its life

    async def start(self, *, only: str = "", waits: bool = True) -> None:
        """Start it, and wait until it has started."""
        before = len(self.events("service.started"))
        self._process = started(
            self._words("serve", *(["--only", only] if only else [])), self.log_file
        )
        if waits:
            await self.until(lambda: self._has_started(before))

    async def kill(self) -> None:
        """`kill -9`."""
        assert self._process is not None
        self._process.kill()
        await self._ended()

    async def stop(self) -> int:
        """SIGTERM, as an operator stops it; its exit code."""
        assert self._process is not None
        self._process.terminate()
        return await self._ended()

    async def _ended(self) -> int:
        assert self._process is not None
        await asyncio.to_thread(self._process.join, PATIENCE)
        assert self._process.exitcode is not None, "it does not end"
        return self._process.exitcode

    def _has_started(self, before: int) -> bool:
        assert self.runs, self.log()[-2000:]
        return len(self.events("service.started")) > before

    # What can be asked of it

    async def get(self, path: str) -> tuple[int, str]:
        """The answer to a GET."""
        async with self._client.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def post(
        self, path: str, body: bytes | BytesIO, headers: Mapping[str, str] | None = None
    ) -> int:
        """The status of the answer to a POST."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        async with self._client.post(self.url + path, data=body, headers=sent) as answer:
            return answer.status

    async def answers(self) -> bool:
        """Whether it listens."""
        try:
            return (await self.get("/healthz"))[0] == 200
        except ClientError:
            return False

    async def ready(self) -> bool:
        """Whether `/readyz` says yes."""
        return (await self.get("/readyz"))[0] == 200

    async def figures(self) -> dict[str, float]:
        """Everything at `/metrics`; labels stand behind the name, sorted."""
        found = {}
        for line in (await self.get("/metrics"))[1].splitlines():
            if sample := _SAMPLE.match(line):
                labels = ",".join(sorted((sample[2] or "").replace('"', "").split(",")))
                found[f"{sample[1]}{{{labels}}}" if labels else sample[1]] = float(sample[3])
        return found

    async def run(self, *words: str) -> str:
        """What a command prints; it must succeed."""
        code, printed = await asyncio.to_thread(_carried_out, self._words(*words))
        assert code == 0, printed
        return printed

    async def told(self, *words: str) -> Any:  # noqa: ANN401  JSON
        """The same as JSON."""
        return json.loads(await self.run(*words, "--json"))

    async def cases(self) -> list[Any]:
        """Every case as a whole, the newest first, asked of the running service."""
        return [
            await self.asked("cases.show", who="test", where="test", reference=row["reference"])
            for row in await self.asked("cases.list")
        ]

    async def asked(self, command: str, **arguments: object) -> Any:  # noqa: ANN401  JSON
        """What a command gives: asked of the running service, or of a database that is shared."""
        from bot.app import open_office  # noqa: PLC0415  not needed to start one
        from bot.config import load_config  # noqa: PLC0415
        from bot.web.asking import ask  # noqa: PLC0415
        from bot.web.commands import carry_out  # noqa: PLC0415

        config = load_config(self.config, {})
        if config.storage.is_sqlite:
            return await ask(config.control_socket, command, arguments)
        if self._office is None:
            self._office = await self._stack.enter_async_context(open_office(config))
        return await carry_out(self._office, command, arguments)

    def log(self) -> str:
        """Everything it has printed so far."""
        return self.log_file.read_text("utf-8") if self.log_file.exists() else ""

    def events(self, name: str) -> list[dict[str, Any]]:
        """Lines of its log."""
        lines = (line for line in self.log().splitlines() if line.startswith("{"))
        return [each for line in lines if (each := json.loads(line)).get("event") == name]

    async def until(self, holds: Callable[[], Any], patience: float = PATIENCE) -> None:
        """Wait until something is true of it."""
        await eventually(holds, patience)

    def _words(self, *words: str) -> list[str]:
        return ["--config", str(self.config), *words]


def _carried_out(words: list[str]) -> tuple[int | None, str]:
    """The exit code of a command, and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        process = started(words, out)
        process.join(PATIENCE)
        return process.exitcode, out.read_text("utf-8")


async def eventually(holds: Callable[[], Any], patience: float = PATIENCE) -> None:
    """Wait until something is true; `TimeoutError` where it does not become so."""
    async with asyncio.timeout(patience):
        while True:
            found = holds()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def platforms() -> AsyncIterator[tuple[TelegramStandIn, LineStandIn]]:
    """Both platforms, played on this machine."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramStandIn())
        line = await stack.enter_async_context(LineStandIn())
        yield telegram, line


def on_both(
    telegram: TelegramStandIn, line: LineStandIn, *, mode: str = "polling"
) -> dict[str, dict[str, object]]:
    """Settings with both channels switched on."""
    return {
        "telegram": {
            "enabled": True,
            "token": telegram.token,
            "mode": mode,
            "webhook_secret": SECRET,
            "api_base_url": telegram.url,
            "poll_timeout": 1,
        },
        "line": {
            "enabled": True,
            "channel_secret": line.secret,
            "channel_access_token": line.token,
            "api_base_url": line.url,
            "data_api_base_url": line.url,
        },
    }


def _toml(settings: Mapping[str, Mapping[str, object]]) -> str:
    lines = []
    for section, values in settings.items():
        lines.append(f"[{section}]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
