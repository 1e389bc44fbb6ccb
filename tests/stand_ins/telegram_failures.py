"""Failures that the Telegram stand-in is told to have."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from tests.stand_ins.telegram_methods import ApiError

_ANSWERS: Final = {
    "429": ApiError(429, "Too Many Requests: retry after {0}", retry_after=1),
    "403": ApiError(403, "Forbidden: bot was blocked by the user"),
    "400": ApiError(400, "Bad Request: message text is empty"),
    "401": ApiError(401, "Unauthorized"),
    "404": ApiError(404, "Not Found"),
    "409": ApiError(409, "Conflict: terminated by other getUpdates request"),
    "500": ApiError(502, "Bad Gateway"),
}
_POLL: Final = "getUpdates"
_UPGRADED: Final = "Bad Request: group chat was upgraded to a supergroup chat"


@dataclass(slots=True)
class _Failure:
    how: str
    method: str
    times: int
    value: Any

    def concerns(self, method: str) -> bool:
        """Whether it is due for a method; long polling fails only when it is named."""
        return self.times > 0 and (self.method == method or (not self.method and method != _POLL))


@dataclass(slots=True)
class Failures:
    """Failures still to come, in the order told."""

    _due: list[_Failure] = field(default_factory=list)

    def add(self, how: str, times: int, method: str, value: object) -> None:
        """Have the next `times` calls of a method fail; an empty name means any."""
        if how not in {*_ANSWERS, "migrate", "hang", "drop", "nested"}:
            raise ValueError(how)
        self._due.append(_Failure(how, method, times, value))

    async def next(self, method: str) -> str:
        """Fail, where it is due; `drop` is returned, to be done after the call."""
        due = next((each for each in self._due if each.concerns(method)), None)
        if due is None:
            return ""
        due.times -= 1
        if due.how == "migrate":
            raise ApiError(400, _UPGRADED, migrate_to_chat_id=due.value)
        if due.how in _ANSWERS:
            raise _ANSWERS[due.how].saying(due.value)
        if due.how == "hang":
            await asyncio.sleep(due.value or 3600)
        return due.how
