"""Durable turns a second through the LINE webhook, against a bare handler on the same machine.

Usage: python -m benchmarks.turns [people]

The service runs as it does in life, in a process of its own, over a played LINE that takes what
it sends. Each of the people answers the intake and the screening; every answer leaves when the
one before it was answered 200. The bare handler checks the signature and stores one row durably,
many rows in one commit: what a webhook costs at the very least.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import multiprocessing
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

SECRET: Final = "benchmark"  # noqa: S105  it opens nothing
TAPS: Final = (
    *("language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me"),
    *("consent_keep:pass", "consent_statistics:yes", "category:pay", "category:done"),
)
WORDS: Final = ("They keep half of my pay every month", "Samut Sakhon")
SCREENED: Final = (
    *("may_write:yes", "under_18:no", "unpaid_or_underpaid:yes", "long_hours_no_day_off:no"),
    *("papers_kept:no", "kept_from_going_out:no", "debt_blocks_leaving:no", "bad_if_stop:no"),
    *("threatened_with_harm:no", "hit_or_hurt:no", "pay_kept_to_hold:no", "pay_cut:no"),
)


@dataclass
class Line:
    """A played LINE that takes every message and remembers whose conversation is which."""

    conversations: dict[str, str] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    messages: int = 0
    tokens: dict[str, str] = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.Response:
        """A reply or a push."""
        raw = await request.text()
        sent = json.loads(raw)
        self.messages += 1
        who = sent.get("to") or self.tokens.get(sent.get("replyToken", ""), "")
        if who not in self.conversations and '"a:' in raw:
            self.conversations[who] = raw.split('"a:', 1)[1].split(":", 1)[0]
            self.news.set()
        return web.json_response({"sentMessages": [{"id": "1", "quoteToken": "q"}]})

    async def conversation(self, who: str) -> str:
        """The id that stands in the buttons of somebody."""
        while who not in self.conversations:
            self.news.clear()
            await self.news.wait()
        return self.conversations[who]


@dataclass
class People:
    """Those who write; `turns` counts what was answered 200."""

    client: ClientSession
    url: str
    line: Line
    turns: int = 0
    again: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def one(self, who: str) -> None:
        """A whole conversation."""
        await self._sends(who, {"type": "follow", "follow": {"isUnblocked": False}})
        conversation = await self.line.conversation(who)
        for tap in TAPS:
            await self._taps(who, conversation, tap)
        for words in WORDS:
            message = {"id": str(next(self.numbers)), "type": "text", "text": words}
            await self._sends(who, {"type": "message", "message": message})
        for tap in SCREENED:
            await self._taps(who, conversation, tap)

    async def _taps(self, who: str, conversation: str, tap: str) -> None:
        data = {"data": f"a:{conversation}:{tap}"}
        await self._sends(who, {"type": "postback", "postback": data})

    async def _sends(self, who: str, event: dict[str, Any]) -> None:
        number = next(self.numbers)
        token = f"token{number}"
        self.line.tokens[token] = who
        whole = {
            **event,
            "mode": "active",
            "timestamp": int(time.time() * 1000),
            "webhookEventId": f"01J{number:023}",
            "deliveryContext": {"isRedelivery": False},
            "source": {"type": "user", "userId": who},
            "replyToken": token,
        }
        body = json.dumps({"destination": "U0", "events": [whole]}).encode()
        while await self._post(body) != 200:  # noqa: PLR2004
            self.again += 1
        self.turns += 1

    async def _post(self, body: bytes) -> int:
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
        headers = {"X-Line-Signature": base64.b64encode(digest).decode()}
        async with self.client.post(self.url, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status


async def measured(url: str, line: Line, many: int) -> tuple[float, People]:
    """Turns a second of so many people at once."""
    connector = TCPConnector(limit=0)
    async with ClientSession(connector=connector, timeout=ClientTimeout(60)) as client:
        people = People(client, url, line)
        begun = time.perf_counter()
        await asyncio.gather(*(people.one(f"U{number:032}") for number in range(many)))
        return people.turns / (time.perf_counter() - begun), people


class BareStore:
    """One table; all that wait share one commit."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for order in ("journal_mode = WAL", "synchronous = FULL"):
            self._database.execute(f"PRAGMA {order}")
        self._database.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, raw BLOB)")
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._news = asyncio.Event()

    async def keep(self, raw: bytes) -> None:
        """Store a row durably."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((raw, done))
        self._news.set()
        await done

    async def work(self) -> None:
        """Commit what waits, for ever."""
        while True:
            await self._news.wait()
            self._news.clear()
            lot, self._waiting = self._waiting, []
            await asyncio.to_thread(self._commit, [raw for raw, _ in lot])
            for _, done in lot:
                done.set_result(None)

    def _commit(self, rows: list[bytes]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT INTO events (raw) VALUES (?)", [(r,) for r in rows])
        self._database.execute("COMMIT")


def bare(folder: str, port: int) -> None:
    """Serve the bare handler until the process is ended."""

    async def serve() -> None:
        store = BareStore(Path(folder) / "bare.db")

        async def take(request: web.Request) -> web.Response:
            raw = await request.read()
            right = hmac.new(SECRET.encode(), raw, hashlib.sha256).digest()
            given = request.headers.get("X-Line-Signature", "")
            if not hmac.compare_digest(base64.b64encode(right).decode(), given):
                return web.Response(status=403)
            await store.keep(raw)
            return web.json_response({})

        await _listening(port, "/webhook/line", take)
        await store.work()

    asyncio.run(serve())


def serving(config: str) -> None:
    """Run the service."""
    from bot.__main__ import main  # noqa: PLC0415  it is this process that needs it

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.argv = ["rongthuk", "--config", config, "serve"]
    main()


async def _listening(
    port: int, path: str, take: Callable[[web.Request], Awaitable[web.Response]]
) -> web.AppRunner:
    application = web.Application()
    application.router.add_post(path, take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    return runner


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _until_open(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def _configured(folder: Path, port: int, line: int) -> Path:
    from storage.master_keys import create_key_file  # noqa: PLC0415

    (folder / "keys").mkdir()
    create_key_file(folder / "keys" / "master.key")
    api = f"http://127.0.0.1:{line}"
    config = folder / "config.toml"
    config.write_text(
        f'[service]\nlisten = "127.0.0.1:{port}"\n[line]\nenabled = true\n'
        f'channel_secret = "{SECRET}"\nchannel_access_token = "t"\n'
        f'api_base_url = "{api}"\ndata_api_base_url = "{api}"\n'
    )
    return config


class Bare(Line):
    """Nobody replies: everybody's conversation is known."""

    async def conversation(self, who: str) -> str:
        """Any name will do."""
        return who[-12:]


async def main(many: int) -> None:
    """Measure both, one after the other."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder, line = Path(name), Line()
        ports = [_free_port() for _ in range(3)]
        runner = await _listening(ports[0], "/{path:.*}", line.take)
        config = _configured(folder, ports[1], ports[0])
        service = context.Process(target=serving, args=(str(config),))
        floor = context.Process(target=bare, args=(name, ports[2]))
        for process in (service, floor):
            process.start()
        await asyncio.gather(*(_until_open(port) for port in ports[1:]))
        base, _ = await measured(f"http://127.0.0.1:{ports[2]}/webhook/line", Bare(), many)
        turns, people = await measured(f"http://127.0.0.1:{ports[1]}/webhook/line", line, many)
        for process in (service, floor):
            os.kill(process.pid or 0, signal.SIGTERM)
            await asyncio.to_thread(process.join)
        await runner.cleanup()
    print(f"bare handler   {base:8.0f} events/s")
    print(f"the service    {turns:8.0f} turns/s   {turns / base:.3f} of the bare handler")
    print(f"{people.turns} turns of {many} people; {people.again} asked to come again;", end=" ")
    print(f"{line.messages} calls to LINE")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 32))
