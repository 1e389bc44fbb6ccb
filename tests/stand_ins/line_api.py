"""What LINE's two hosts answer: the rules of replies, pushes, files and allowances."""

import time
from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from aiohttp import web

from tests.stand_ins.line_chats import ChatLog
from tests.stand_ins.line_checks import refusals
from tests.stand_ins.line_menus import LineMenus
from tests.stand_ins.line_schema import faults
from tests.stand_ins.line_screen import shown

_TOKEN_LIFE = 60.0
_SPENT = (429, "You have reached your monthly limit.")


def refused(status: int, message: str, *details: str) -> web.Response:
    """An error as LINE words it."""
    body: dict[str, Any] = {"message": message}
    if details:
        body["details"] = [{"message": each} for each in details]
    return web.json_response(body, status=status)


class LineApi:
    """The state of the played LINE, and its answers. What is refused is kept in `violations`."""

    def __init__(self) -> None:
        self.violations: list[str] = []
        self.limit: int | None = None
        self.used = 0
        self.contents: dict[str, bytes] = {}
        self.preparing: dict[str, int] = {}  # how often a file answers 202, by message id
        self.broken: set[str] = set()  # files that will never be prepared
        self.undeclared = False  # files come without their length
        self.ahead = 0.0
        self._chats: dict[str, ChatLog] = {}
        self._tokens: dict[str, tuple[str, float]] = {}
        self._accepted: dict[str, tuple[str, list[dict[str, str]]]] = {}
        self._ids = count(460_000_000_000_000_001)
        self.menus = LineMenus(self._violated)

    def chat(self, chat: str) -> ChatLog:
        """A chat as its people see it."""
        return self._chats.setdefault(chat, ChatLog(chat))

    def pass_time(self, seconds: float) -> None:
        """Let reply tokens grow old."""
        self.ahead += seconds

    def issue_token(self, source: Mapping[str, str]) -> str:
        """A reply token for the chat of an event: good once, for a minute."""
        token = uuid4().hex
        chat = source.get("groupId") or source.get("roomId") or source.get("userId", "")
        self._tokens[token] = chat, time.monotonic() + self.ahead
        return token

    def answer(self, method: str, path: str, body: dict[str, Any], key: str) -> web.Response:
        """What LINE answers to a call whose token is right."""
        if path == "/v2/bot/message/reply":
            return self._reply(body, key)
        if path == "/v2/bot/message/push":
            return self._push(body, key)
        if path.startswith("/v2/bot/message/") and "/content" in path:
            return self._content(*path.split("/")[4:])
        if "/richmenu" in path:
            return self.menus.answer(method, path, body)
        if path.endswith("/members/count"):
            return web.json_response({"count": self.chat(path.split("/")[4]).size})
        fixed = self._fixed().get(path)
        return web.json_response(fixed) if fixed is not None else refused(404, "Not found")

    def _fixed(self) -> dict[str, dict[str, Any]]:
        allowed: dict[str, Any] = {"type": "none"}
        if self.limit is not None:
            allowed = {"type": "limited", "value": self.limit}
        account = {"userId": "U" + "0" * 32, "basicId": "@rongthuk", "displayName": "Rongthuk"}
        return {
            "/v2/bot/message/quota": allowed,
            "/v2/bot/message/quota/consumption": {"totalUsage": self.used},
            "/v2/bot/info": {**account, "chatMode": "bot", "markAsReadMode": "auto"},
            "/v2/bot/channel/webhook/endpoint": {"endpoint": "https://bot.test", "active": True},
            "/v2/bot/chat/loading/start": {},
        }

    def _reply(self, body: dict[str, Any], key: str) -> web.Response:
        if key:
            return self._violated("a reply takes no X-Line-Retry-Key")
        if wrong := self._wrong("ReplyMessageRequest", body):
            return wrong
        chat, born = self._tokens.pop(str(body.get("replyToken")), ("", float("-inf")))
        if time.monotonic() + self.ahead - born > _TOKEN_LIFE:
            return refused(400, "Invalid reply token")
        return web.json_response({"sentMessages": self._show(chat, body, "reply")})

    def _push(self, body: dict[str, Any], key: str) -> web.Response:
        try:
            UUID(key)
        except ValueError:
            return self._violated(f"a push without a UUID as X-Line-Retry-Key: {key!r}")
        if key in self._accepted:
            first, sent = self._accepted[key]
            answer = {"message": "The retry key is already accepted", "sentMessages": sent}
            headers = {"x-line-accepted-request-id": first}
            return web.json_response(answer, status=409, headers=headers)
        if wrong := self._wrong("PushMessageRequest", body):
            return wrong
        to = str(body["to"])
        if not to.startswith(("U", "C", "R")):
            return refused(400, "The property, 'to', in the request body is invalid (line: -)")
        return self._accept(to, body, key)

    def _accept(self, to: str, body: dict[str, Any], key: str) -> web.Response:
        if to not in self._chats or (not self.chat(to).reached and not to.startswith("U")):
            return refused(400, "Failed to send messages")
        # A push costs each member once; one to a person who blocked the account is accepted, costs
        # nothing and reaches nobody.
        chat = self.chat(to)
        cost = chat.size if chat.reached else 0
        if self.limit is not None and self.used + cost > self.limit:
            return refused(*_SPENT)
        self.used += cost
        sent = self._show(to, body, "push")
        self._accepted[key] = (uuid4().hex, sent)
        return web.json_response({"sentMessages": sent})

    def _show(self, to: str, body: dict[str, Any], by: str) -> list[dict[str, str]]:
        chat = self.chat(to)
        silent = bool(body.get("notificationDisabled"))
        numbers = [str(next(self._ids)) for _ in body["messages"]]
        if chat.reached:
            chat.messages += [
                shown(message, number, by, silent=silent)
                for message, number in zip(body["messages"], numbers, strict=True)
            ]
        return [{"id": number, "quoteToken": "q" + number} for number in numbers]

    def _wrong(self, kind: str, body: dict[str, Any]) -> web.Response | None:
        found = [*refusals(body), *faults(kind, body)]
        return self._violated(*found) if found else None

    def _violated(self, *found: str) -> web.Response:
        self.violations += found
        return refused(400, f"The request body has {len(found)} error(s)", *found)

    def _content(self, file: str, *rest: str) -> web.Response:
        if file not in self.contents:
            return refused(404, "Not found")
        if rest == ("content", "transcoding"):
            waiting = self.preparing.get(file, 0) > 0
            state = "processing" if waiting else "succeeded"
            return web.json_response({"status": "failed" if file in self.broken else state})
        if file in self.broken:
            return web.Response(status=202)
        if self.preparing.get(file, 0) > 0:
            self.preparing[file] -= 1
            return web.Response(status=202)
        answer = web.Response(body=self.contents[file], content_type="application/octet-stream")
        if self.undeclared:
            answer.enable_chunked_encoding()
        return answer
