"""Long polling of our own: Telegram forgets an update only after it has been committed here.

The offset lives at Telegram: asking for what follows an update confirms it. What was taken but
not yet confirmed comes again after a crash, and the inbox knows it already.
https://core.telegram.org/bots/api#getupdates
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from logging import getLogger
from random import SystemRandom
from typing import Final

import aiohttp

from bot.channels.telegram.fields import Part, part, parts, whole
from bot.channels.telegram.limits import PUBLIC_SERVER, UPDATES
from bot.channels.telegram.read import lane
from bot.ports import StoreDown

Take = Callable[[bytes], Awaitable[None]]
"""Commits one update, given as its bytes; raises `StoreDown` when it could not."""

_log = getLogger(__name__)
_dice: Final = SystemRandom()
_LONGEST_PAUSE: Final = timedelta(seconds=30)
_REASONS: Final[Mapping[int, str]] = {
    HTTPStatus.CONFLICT: "conflict",  # a webhook is set, or somebody else polls
    HTTPStatus.UNAUTHORIZED: "token refused",
    HTTPStatus.NOT_FOUND: "token refused",
}


async def poll(
    token: str,
    take: Take,
    stop: asyncio.Event,
    *,
    api_base_url: str = PUBLIC_SERVER,
    wait: timedelta = timedelta(seconds=25),
    pause: timedelta = timedelta(seconds=1),
) -> None:
    """Take every update, until `stop` is set; then return at once, losing nothing.

    Updates of one chat are taken one after the other, of different chats side by side. While the
    store is down an update waits and is tried again; nothing is skipped. After a network error
    the next try comes `pause` later, then twice that, at most 30 s, less up to a half by chance.
    What else `take` raises is a bug and rises, in an `ExceptionGroup`.
    """
    timeout = aiohttp.ClientTimeout(total=wait.total_seconds() + 10)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as client:
        poller = _Poller(client, f"{api_base_url}/bot{token}/getUpdates", take, wait, pause)
        working = asyncio.create_task(poller.work())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            working.cancel()
            await asyncio.wait({working, stopping})
        if not working.cancelled():
            working.result()


class _NoAnswerError(Exception):
    """Telegram gave no updates; `after` is how long it wants to be left alone, if it says so."""

    def __init__(self, reason: str, after: timedelta = timedelta()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


@dataclass(frozen=True, slots=True)
class _Poller:
    client: aiohttp.ClientSession
    url: str
    take: Take
    wait: timedelta
    pause: timedelta

    async def work(self) -> None:
        """Ask, take, confirm by asking for more, for ever."""
        offset: int | None = None
        failures = 0
        said = ""
        while True:
            try:
                updates = await self._ask(offset)
            except _NoAnswerError as failure:
                if failure.reason != said:
                    _log.warning("telegram.poll.%s", failure.reason.replace(" ", "_"))
                said = failure.reason
                await asyncio.sleep(max(self._pause(failures), failure.after.total_seconds()))
                failures += 1
                continue
            failures, said = 0, ""
            await self._take_all(updates)
            offset = _next(updates)
            if updates and offset is None:
                await asyncio.sleep(self._pause(0))  # they cannot be confirmed and come again

    async def _ask(self, offset: int | None) -> Sequence[Part]:
        """New updates, and word that those before `offset` are committed.

        Without an offset Telegram gives all that are not confirmed. So none is kept once it has
        been said: after a quiet week numbering may start anew, lower.
        """
        question: dict[str, object] = {
            "timeout": int(self.wait.total_seconds()),
            "allowed_updates": UPDATES,
        }
        if offset is not None:
            question["offset"] = offset
        try:
            async with self.client.post(self.url, json=question) as response:
                answer = json.loads(await response.read())
                status = response.status
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError):
            # The address holds the token: nothing of the error goes further.
            raise _NoAnswerError("unreachable") from None
        if not isinstance(answer, dict) or status != HTTPStatus.OK:
            raise _no_answer(status, answer)
        return parts(answer, "result")

    async def _take_all(self, updates: Sequence[Part]) -> None:
        lanes: dict[str, list[Part]] = defaultdict(list)
        for update in updates:
            lanes[lane(update)].append(update)
        async with asyncio.TaskGroup() as group:
            for of_chat in lanes.values():
                group.create_task(self._take_in_order(of_chat))

    async def _take_in_order(self, updates: Sequence[Part]) -> None:
        for update in updates:
            await self._take(json.dumps(update).encode())

    async def _take(self, raw: bytes) -> None:
        failures = 0
        while True:
            try:
                return await self.take(raw)
            except StoreDown:
                if not failures:
                    _log.warning("telegram.poll.store_down")
                await asyncio.sleep(self._pause(failures))
                failures += 1

    def _pause(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row."""
        longest = _LONGEST_PAUSE.total_seconds()
        grown: float = min(self.pause.total_seconds() * 2 ** min(failures, 16), longest)
        return grown * _dice.uniform(0.5, 1)


def _next(updates: Sequence[Part]) -> int | None:
    """The offset that confirms them all."""
    numbers = [number for update in updates if (number := whole(update, "update_id")) is not None]
    return max(numbers) + 1 if numbers else None


def _no_answer(status: int, answer: object) -> _NoAnswerError:
    reason = _REASONS.get(status, "refused")
    parameters = part(answer, "parameters") if isinstance(answer, dict) else {}
    seconds = whole(parameters, "retry_after") or 0
    return _NoAnswerError(reason, timedelta(seconds=min(max(seconds, 0), 3600)))
