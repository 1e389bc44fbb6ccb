"""How the Telegram stand-in brings its updates: to a poller, or to a webhook until it is taken."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

Json = dict[str, Any]


@dataclass
class Updates:
    """Updates that nobody has confirmed, oldest first; `lane` is what keeps its order.

    Messages come in order per chat and presses in order per person, with no order between them.
    """

    retry_delay: float
    url: str = ""
    secret: str = ""
    longest: float = 5.0
    """Seconds between two tries at most."""
    last_error: str = ""
    tries: list[tuple[int, int]] = field(default_factory=list)
    """What the webhook said: update id, HTTP status (0 where it did not answer)."""
    _waiting: list[tuple[int, str, Json]] = field(default_factory=list)
    _lanes: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: int = 0

    @property
    def pending(self) -> list[int]:
        """Ids of updates that nobody has confirmed."""
        return [number for number, _, _ in self._waiting]

    def add(self, number: int, lane: str, update: Json) -> None:
        """Keep an update until it is confirmed."""
        self._waiting.append((number, lane, update))
        self._wake()

    def set_webhook(self, url: str, secret: str) -> None:
        """Post updates to an address from now on; an empty one keeps them for polling."""
        self.url, self.secret = url, secret
        self._wake()

    async def after(self, offset: int, limit: int, patience: float) -> list[Json] | None:
        """Forget what came before `offset`; what waits then. None: another poller came."""
        self._waiting = [each for each in self._waiting if each[0] >= offset]
        self._poll += 1
        mine = self._poll
        self._news.set()  # an earlier poller wakes, and loses
        try:
            async with asyncio.timeout(patience):
                while not self._waiting and self._poll == mine:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return []
        if self._poll != mine:
            return None
        return [update for _, _, update in self._waiting[:limit]]

    async def close(self) -> None:
        """Bring nothing any more."""
        lanes = list(self._lanes.values())
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)

    def _wake(self) -> None:
        self._news.set()
        for _, lane, _ in self._waiting:
            if self.url and (lane not in self._lanes or self._lanes[lane].done()):
                self._lanes[lane] = asyncio.create_task(self._bring(lane))

    def _first(self, lane: str) -> tuple[int, str, Json] | None:
        return next((each for each in self._waiting if each[1] == lane), None)

    async def _bring(self, lane: str) -> None:
        async with ClientSession(timeout=ClientTimeout(total=10)) as client:
            delay = self.retry_delay
            while self.url and (first := self._first(lane)):
                status = await self._post(client, first[2])
                self.tries.append((first[0], status))
                if 200 <= status < 300:
                    self._waiting = [each for each in self._waiting if each[0] != first[0]]
                    delay = self.retry_delay
                    continue
                self.last_error = f"Wrong response from the webhook: {status}"
                await asyncio.sleep(delay)
                delay = min(delay * 2, self.longest)

    async def _post(self, client: ClientSession, update: Json) -> int:
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            async with client.post(self.url, data=json.dumps(update), headers=headers) as answer:
                return answer.status
        except (ClientError, TimeoutError):
            return 0
