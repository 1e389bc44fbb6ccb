"""How long an urgent alert takes beside a flood from one person, against the same without it.

Usage: python -m benchmarks.flood [messages a second] [calls for help]

Real store, real deliveries, real clock, in one process; only the platform is played, and takes
everything at once. One person sends words as fast as asked; others, one after the other, press
"I am in danger". Measured is the time from the press until the alert is with the platform.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app.assembly import desk, open_office
from bot.config.tree import Config, Keys, Service, Storage
from bot.domain.ids import NATIONAL, Channel
from bot.domain.incoming import Chat, Content, Incoming, Tap, Text
from bot.domain.prompt import worker_payload
from bot.ports import DeliveryOutcome, Outgoing
from bot.usecases.deliver import Deliverer
from bot.usecases.desk import Desk
from bot.usecases.pace import Pace
from bot.usecases.take_turn import take_turn
from storage.master_keys import create_key_file

GROUP = Chat(Channel.TELEGRAM, "-200", private=False)


class Silent:
    """A log and a meter that keep nothing."""

    def event(self, *_: object, **__: object) -> None:
        """Nothing."""

    def failure(self, name: str, error: BaseException, **_: object) -> None:
        """A benchmark with a failure is none."""
        raise AssertionError(name) from error

    def turn(self, channel: str, took: timedelta) -> None:
        """Nothing."""

    def delivery(self, channel: str, outcome: DeliveryOutcome) -> None:
        """Nothing."""

    def reminder(self, stage: str) -> None:
        """Nothing."""

    def failed_duty(self, name: str) -> None:
        """Nothing."""


@dataclass
class Played:
    """A platform that takes everything and notes when an alert came to the group."""

    channel: Channel = Channel.TELEGRAM
    edits: bool = False
    answers: int = 0
    alert: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        """Take it."""
        del reply_token
        for each in outgoing:
            self.answers += each.chat.private
            if not each.chat.private and "URGENT" in each.message.text:
                self.alert.set()
        return ["1" for _ in outgoing]

    async def erase(self, chat: Chat, messages: Sequence[str]) -> None:
        """Nothing is taken away here."""
        raise NotImplementedError((chat, messages))

    async def fetch(self, file: str, cap: int) -> AsyncIterator[bytes]:
        """Nobody sends a file here."""
        raise NotImplementedError((file, cap))

    async def close(self) -> None:
        """Nothing."""


@dataclass
class Bench:
    """The service with its deliveries running."""

    desk: Desk
    platform: Played
    events: int = 0

    async def take(self, who: str, content: Content) -> None:
        """One event."""
        self.events += 1
        now = datetime.now(UTC)
        chat = Chat(Channel.TELEGRAM, who)
        incoming = Incoming(str(self.events), chat, who, now, content, str(self.events), raw=b"{}")
        await take_turn(self.desk, incoming)

    async def presses(self, who: str, *taps: tuple[str, str]) -> None:
        """Buttons of their conversation."""
        for question, value in taps:
            found = await self.desk.store.read(
                lambda work: work.conversations.current(Channel.TELEGRAM, who)
            )
            assert found is not None
            await self.take(who, Tap(worker_payload(found.id, question, value)))

    async def calls(self, number: int) -> float:
        """Seconds from a press on danger to the alert."""
        who = f"9{number}"
        await self.take(who, Text("hello"))
        await self.presses(who, ("language", "en"), ("safe_to_talk", "yes"))
        self.platform.alert.clear()
        begun = time.perf_counter()
        await self.presses(who, ("in_danger_now", "yes"))
        await asyncio.wait_for(self.platform.alert.wait(), 30)
        return time.perf_counter() - begun

    async def floods(self, rate: float) -> int:
        """Send words until cancelled, so many a second; how many were taken."""
        sent, begun = 0, time.perf_counter()
        turns: set[asyncio.Task[None]] = set()
        try:
            while True:
                turn = asyncio.create_task(self.take("1", Text(f"what about my {sent} ducks")))
                turns.add(turn)
                turn.add_done_callback(turns.discard)
                sent += 1
                await asyncio.sleep(max(begun + sent / rate - time.perf_counter(), 0))
        except asyncio.CancelledError:
            await asyncio.gather(*turns)
            return sent


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    """A service with `national` reachable."""
    create_key_file(folder / "key")
    config = Config(
        service=Service(data_dir=folder),
        keys=Keys(file=folder / "key"),
        storage=Storage(url=f"sqlite:///{folder / 'flood.db'}"),
    )
    woken, platform, silent = asyncio.Event(), Played(), Silent()
    async with open_office(config) as office:
        table = desk(office, log=silent, meter=silent, wake=woken.set, speak="en")
        await office.store.write(
            lambda work: work.directory.bind(NATIONAL, GROUP, datetime.now(UTC))
        )
        zone = ZoneInfo("Asia/Bangkok")
        deliverer = Deliverer(table, {Channel.TELEGRAM: platform}, zone, Pace())
        delivering = asyncio.create_task(_delivering(deliverer, woken))
        yield Bench(table, platform)
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        await deliverer.settled()


async def _delivering(deliverer: Deliverer, woken: asyncio.Event) -> None:
    while True:
        woken.clear()
        if not await deliverer.deliver():
            await woken.wait()


async def measured(rate: float, many: int) -> tuple[list[float], int, int]:
    """Seconds to each alert; messages flooded; messages that answered them."""
    with tempfile.TemporaryDirectory() as folder:
        async with bench(Path(folder)) as it:
            flood = None
            if rate:
                await it.take("1", Text("hello"))
                await it.presses("1", ("language", "en"), ("safe_to_talk", "yes"))
                flood = asyncio.create_task(it.floods(rate))
                await asyncio.sleep(3)
            times = [await it.calls(number) for number in range(many)]
            if flood is None:
                return times, 0, it.platform.answers
            flood.cancel()
            return times, await flood, it.platform.answers


def main() -> None:
    """Measure both and print the ratio."""
    rate = float(sys.argv[1]) if sys.argv[1:] else 20.0
    many = int(sys.argv[2]) if sys.argv[2:] else 15
    calm, _, _ = asyncio.run(measured(0, many))
    loud, sent, answers = asyncio.run(measured(rate, many))
    for name, times in (("calm", calm), ("flood", loud)):
        print(f"{name}: median {statistics.median(times):.3f} s, slowest {max(times):.3f} s")
    print(f"flooded: {sent} messages at {rate:g} a second; answered to everybody: {answers}")
    print(f"ratio of medians: {statistics.median(loud) / statistics.median(calm):.2f}")


if __name__ == "__main__":
    main()
