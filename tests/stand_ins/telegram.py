"""A Telegram to test against: the Bot API at the wire, and the people on the other side."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic, time
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from tests.stand_ins.telegram_chats import ChatState, Shown
from tests.stand_ins.telegram_delivery import Updates
from tests.stand_ins.telegram_failures import Failures
from tests.stand_ins.telegram_methods import ApiError, Methods
from tests.stand_ins.telegram_people import Group, Person
from tests.stand_ins.telegram_rules import Spec, over_limits, taken_apart

Json = dict[str, Any]

_BOT: Final = 7_000_000_001


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot's, with its parameters read."""

    method: str
    params: Json


@dataclass
class TelegramStandIn:
    """The Bot API on one port, and a driver for the people in its chats.

    What Telegram would refuse is refused, and kept in `violations`. With `rates` a group takes 20
    messages a minute and any chat 5 in 5 seconds (one a second, in bursts). With `privacy` the
    bot sees only commands and replies in groups. `retry_delay` is the first pause, in seconds,
    before an update is posted again.
    """

    token: str = "7000000001:stand-in"
    username: str = "rongthuk_test_bot"
    rates: bool = False
    privacy: bool = True
    retry_delay: float = 0.05
    url: str = ""
    violations: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    taps: dict[str, bool] = field(default_factory=dict)
    """Presses on buttons, and whether the bot acknowledged them."""
    files: dict[str, bytes] = field(default_factory=dict)
    profile: dict[tuple[str, str], Json] = field(default_factory=dict)
    """What was set for the bot, by method and language."""

    def __post_init__(self) -> None:
        self.updates = Updates(self.retry_delay)
        self._spec = Spec()
        self._methods = Methods(self)
        self._chats: dict[int, ChatState] = {}
        self._failures = Failures()
        self._messages, self._numbers, self._taps, self._kept = (
            count(101),
            count(500_000_001),
            count(1),
            count(1),
        )
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.updates.close()
        await self._runner.cleanup()

    def person(self, person: int | str, language: str = "", name: str = "Somebody") -> Person:
        """Somebody in their own chat with the bot."""
        chat = self._chats.setdefault(int(person), ChatState(int(person), "private", name))
        return Person(self, chat, int(person), name, language)

    def group(self, group: int | str, title: str = "Group") -> Group:
        """A group; the bot is not in it yet."""
        return Group(
            self, self._chats.setdefault(int(group), ChatState(int(group), "group", title))
        )

    def chat(self, chat: int | str) -> ChatState:
        """A chat as its people see it."""
        return self._chats.setdefault(int(chat), ChatState(int(chat), "private"))

    def fail(self, how: str, times: int = 1, *, method: str = "", value: object = None) -> None:
        """Let the next calls (of one method, or of any but getUpdates) fail.

        `how`: 429 (`value`: retry_after), 403 and 400 (description), migrate (the new id), 401,
        409, 500, hang (seconds), drop (the call is done, but the answer is lost) or nested: the
        call is done, and the answer is arrays in arrays without end.
        """
        self._failures.add(how, times, method, value)

    async def wait_for(self, predicate: Callable[[], object], timeout: float = 5) -> None:  # noqa: ASYNC109  a test's patience
        """Wait until something is true, of what arrived or of anything else."""
        async with asyncio.timeout(timeout):
            while not predicate():
                self._changed.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    # What people and methods ask of it

    def date(self) -> int:
        """The present second."""
        return int(time())

    def known_chat(self, chat: int) -> ChatState | None:
        """A chat that exists."""
        return self._chats.get(chat)

    def show(self, chat: ChatState, *, author: int, text: str) -> Shown:
        """Put a message on the screen."""
        shown = Shown(next(self._messages), author, text, monotonic())
        chat.everything.append(shown)
        self._changed.set()
        return shown

    def described(self, chat: ChatState, shown: Shown) -> Json:
        """A message of the bot as Telegram's JSON has it."""
        found: Json = {"message_id": shown.id, "from": self.me(), "chat": chat.described()}
        found |= {"date": self.date(), "text": shown.text}
        if "inline_keyboard" in shown.markup:
            found["reply_markup"] = shown.markup
        if shown.entities:
            found["entities"] = shown.entities
        if shown.thread:
            found |= {"message_thread_id": int(shown.thread), "is_topic_message": True}
        return found

    def me(self) -> Json:
        """The bot's account."""
        return {
            "id": _BOT,
            "is_bot": True,
            "first_name": "Rongthuk",
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
        }

    def update(self, kind: str, body: Json, lane: str) -> int:
        """Bring an update to the bot; its id."""
        number = next(self._numbers)
        self.updates.add(number, lane, {"update_id": number, kind: body})
        return number

    def membership(self, chat: ChatState, by: Json, was: str, now: str) -> int:
        """Tell the bot what became of it in a chat."""
        change: Json = {"chat": chat.described(), "from": by, "date": self.date()}
        for age, status in (("old", was), ("new", now)):
            until = {"until_date": 0} if status == "kicked" else {}
            change[f"{age}_chat_member"] = {"user": self.me(), "status": status, **until}
        return self.update("my_chat_member", change, f"chat {chat.id}")

    def new_tap(self) -> str:
        """An id for a press on a button."""
        tap = f"47{next(self._taps):016d}"
        self.taps[tap] = False
        return tap

    def keep(self, content: bytes) -> Json:
        """Keep a file; how Telegram tells of it."""
        file = f"AgACAgUAAxkBAAI{next(self._kept):06d}"
        self.files[file] = content
        return {"file_id": file, "file_unique_id": file[-8:], "file_size": len(content)}

    # The wire

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body: Any = await (request.json() if _is_json(request) else request.post())
        params = taken_apart(dict(body))
        self.calls.append(Call(method, params))
        try:
            failure = await self._failures.next(method)
            result = await self._does(method, params, request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.answer(), status=error.status)
        finally:
            self._changed.set()
        if failure == "drop" and request.transport:
            request.transport.close()
        if failure == "nested":
            return web.Response(text="[" * 100_000, content_type="application/json")
        return web.json_response({"ok": True, "result": result})

    async def _does(self, method: str, params: Json, token: str) -> object:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        private = not str(params.get("chat_id", "")).startswith("-")
        found = [
            *self._spec.mistakes(method, params),
            *over_limits(method, params, private=private),
        ]
        if found:
            self.violations += found
            raise ApiError(400, f"Bad Request: {found[0]}")
        return await self._methods.call(method, params)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        content = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if content is None or request.match_info["token"] != self.token:
            return web.Response(status=404)
        return web.Response(body=content)


def _is_json(request: web.Request) -> bool:
    return request.content_type == "application/json"
