"""LINE played on this machine: api.line.me and api-data.line.me, as strict as the real ones."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.stand_ins.line_api import LineApi, refused
from tests.stand_ins.line_chats import Event, Group, Person

SECRET = "line-secret"
TOKEN = "line-token"
_FAILURES = {
    "too_fast": (429, "The API rate limit has been exceeded. Try again later."),
    "monthly_limit": (429, "You have reached your monthly limit."),
    "unauthorised": (401, "Authentication failed. Confirm that the access token is valid."),
    "forbidden": (403, "Access to this API is not available for your account"),
    "not_found": (404, "Not found"),
    "server_error": (500, "Internal server error"),
    "bad_request": (400, "The request body has 1 error(s)"),
}
"""Beside these: "nested" (without end), "hang" (no answer), "drop" (the line breaks),
"accept_and_drop"."""
_NESTED = "[" * 100_000


@dataclass
class Call:
    """One request the bot made."""

    method: str
    path: str
    body: dict[str, Any]
    retry_key: str


class LineStandIn(LineApi):
    """Both hosts of LINE on one port. Hands people's events, signed, to `webhook`.

    What LINE would refuse is refused, and kept in `violations`. Times are its own: `pass_time`.
    """

    def __init__(self, *, secret: str = SECRET, token: str = TOKEN) -> None:
        super().__init__()
        self.secret = secret
        self.token = token
        self.webhook = ""
        self.redelivers = False
        self.tries = 5  # how often an event is brought at most, where it redelivers
        self.parallel = False  # LINE brings events side by side; in turn is easier to follow
        self.patience = 2.0  # seconds within which a POST must be answered
        self.calls: list[Call] = []
        self.posts: list[tuple[bytes, str]] = []
        self.answers: list[int] = []  # the bot's HTTP statuses; 0 where it did not answer
        self.url = ""
        self._failures: list[str] = []
        self._held: list[Event] | None = None
        self._changed = asyncio.Event()
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._events = count(1)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._session = ClientSession(timeout=ClientTimeout(total=self.patience))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()
        await self._runner.cleanup()

    # People

    def person(self, person: str) -> Person:
        """Somebody in their own chat with the account."""
        return Person(person, self.chat(person), self._post, self.contents)

    def group(self, group: str, *, size: int = 4) -> Group:
        """A group with the account in it."""
        chat = self.chat(group)
        chat.size = size
        return Group(group, chat, self._post, self.contents)

    def fail(self, how: str, times: int = 1) -> None:
        """Let the next calls fail: see `_FAILURES`."""
        if how not in {*_FAILURES, "nested", "hang", "drop", "accept_and_drop"}:
            raise ValueError(how)
        self._failures += [how] * times

    async def wait_for(self, predicate: Callable[[], object], timeout: float = 5) -> None:  # noqa: ASYNC109  a test's patience
        """Wait until something is true of what arrived."""
        async with asyncio.timeout(timeout):
            while not predicate():
                self._changed.clear()
                await self._changed.wait()

    # Events

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Hold back what people do, and bring it in one POST."""
        held: list[Event] = []
        self._held = held
        try:
            yield
        finally:
            self._held = None
        self._deliver(held)

    def redeliver(self, at: int = -1, *, tries: int | None = None) -> None:
        """Bring an earlier POST once more, marked as LINE marks it."""
        events = json.loads(self.posts[at][0])["events"]
        for event in events:
            event["deliveryContext"]["isRedelivery"] = True
        self._deliver(events, tries)

    async def delivered(self) -> None:
        """Wait until every event has been brought, and again where the bot did not take it."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _post(self, event: Event) -> str:
        full: Event = {
            "mode": "active",
            "timestamp": int((time.time() + self.ahead) * 1000),
            "webhookEventId": f"01JD{next(self._events):022d}",
            "deliveryContext": {"isRedelivery": False},
            **event,
        }
        if "replyToken" in full:
            full["replyToken"] = self.issue_token(full["source"])
        if self._held is not None:
            self._held.append(full)
        else:
            self._deliver([full])
        return str(full["webhookEventId"])

    def _deliver(self, events: list[Event], tries: int | None = None) -> None:
        body = json.dumps({"destination": "U" + "0" * 32, "events": events}, ensure_ascii=False)
        raw = body.encode()
        digest = hmac.new(self.secret.encode(), raw, hashlib.sha256).digest()
        self.posts.append((raw, base64.b64encode(digest).decode()))
        if self.webhook:
            task = asyncio.create_task(self._bring(len(self.posts) - 1, tries or self.tries))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _bring(self, at: int, tries: int) -> None:
        raw, signature = self.posts[at]
        headers = {"x-line-signature": signature, "Content-Type": "application/json"}
        status = 0
        async with self._turn if not self.parallel else nullcontext():
            try:
                async with self._session.post(self.webhook, data=raw, headers=headers) as answer:
                    status = answer.status
            except (ClientError, TimeoutError):
                status = 0
        self.answers.append(status)
        self._changed.set()
        if status != 200 and self.redelivers and tries > 1:
            await asyncio.sleep(0.05)
            self.redeliver(at, tries=tries - 1)

    # The API

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        raw = await request.read()
        body = json.loads(raw) if raw and "json" in request.content_type else {}
        if request.content_type == "image/png":
            body = {"image": raw}
        key = request.headers.get("X-Line-Retry-Key", "")
        self.calls.append(Call(request.method, path, body, key))
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return refused(*_FAILURES["unauthorised"])
        failure = self._failures.pop(0) if self._failures else ""
        if failure in _FAILURES:
            return refused(*_FAILURES[failure])
        if failure == "nested":
            return web.Response(status=500, text=_NESTED, content_type="application/json")
        if failure == "hang":
            await asyncio.sleep(600)
        answer = web.Response()
        if failure != "drop":
            answer = self.answer(request.method, path, body, key)
        if failure in {"drop", "accept_and_drop"} and request.transport is not None:
            request.transport.close()
        self._changed.set()
        return answer
