"""200 cases before one group at once, in lists and one by one: `python -m benchmarks.burst`.

190 ordinary cases, and ten urgent ones a second later, on a played clock that goes on second by
second: when the urgent ones and when all have been told, and how many messages the busiest minute
had (Telegram bears 20). Real database, outbox and wording; the platform answers at once.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.delivery import Owed
from bot.domain.ids import Channel
from bot.usecases.deliver import Deliverer
from bot.usecases.pace import ALERT_MINUTE
from tests.bursts import ORDINARY, URGENT, lay
from tests.house import House, house

CASES, GRAVE = 200, 10
NUMBER = re.compile(r"\d\d-\d{4}-\d{4}-\d")
MINUTE = 60
SECOND = timedelta(seconds=1)


class OneByOne(Deliverer):
    """The same, without lists."""

    async def _gathered(self, waiting: list[Owed]) -> list[Owed]:
        return waiting

    def _wait(self, owed: Owed) -> timedelta:
        return self.pace.wait(owed.target, self.desk.clock(), most=ALERT_MINUTE)

    def _together(self, waiting: Sequence[Owed]) -> list[Owed]:
        return list(waiting[:1])


@dataclass
class Told:
    """At which second each message left, and since when each case is known to the group."""

    messages: list[int] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def see(self, texts: Sequence[str], second: int) -> None:
        """What has appeared by this second."""
        for text in texts:
            self.messages.append(second)
            for number in NUMBER.findall(text):
                self.known.setdefault(number, second)

    def busiest(self) -> int:
        """Messages in the busiest minute."""
        return max(sum(0 <= e - b < MINUTE for e in self.messages) for b in self.messages)


async def _play(home: House, cases: int) -> tuple[Told, set[str]]:
    told, grave, shown = Told(), set[str](), 0
    desk = home.desk
    for second in range(3600):
        kinds = {0: [ORDINARY] * (cases - GRAVE), 1: [URGENT] * GRAVE}.get(second, [])
        laid = await desk.store.write(
            lambda work, kinds=kinds: [lay(desk, work, home.now, kind) for kind in kinds]  # type: ignore[misc]
        )
        grave |= set(laid) if second == 1 else set()
        await home.settle()
        texts = [m.text for chat, _, m in home.platforms[Channel.TELEGRAM].shown if chat == "-100"]
        told.see(texts[shown:], second)
        shown = len(texts)
        if second and len(told.known) == cases:
            break
        home.moment[0] += SECOND
    return told, grave


async def measured(cases: int, *, lists: bool) -> str:
    """One line of the table."""
    with tempfile.TemporaryDirectory() as name:
        async with house(Path(name)) as home:
            await home.group("samut-sakhon", "-100")
            if not lists:
                old = home.deliverer
                home.deliverer = OneByOne(old.desk, old.senders, old.zone, old.pace)
            begun = time.process_time()
            told, grave = await _play(home, cases)
            took = time.process_time() - begun
    assert len(told.known) == cases
    urgent = max(second for number, second in told.known.items() if number in grave) - 1
    count, busiest, last = len(told.messages), told.busiest(), max(told.known.values())
    return (
        f"last urgent after {urgent:3} s   all {cases} after {last:4} s   "
        f"{count:3} messages, {busiest} in the busiest minute   {took:.1f} s CPU"
    )


async def main(cases: int) -> None:
    """Measure both."""
    print(f"in lists    {await measured(cases, lists=True)}")
    print(f"one by one  {await measured(cases, lists=False)}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else CASES))
