"""A duty that one process at a time may have, by a mark in the database that they share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.ports import Clock, Store, Work

LIFE: Final = timedelta(seconds=10)
"""Who dies holding it is followed so much later."""
RENEWAL: Final = LIFE / 4


@dataclass(frozen=True, slots=True)
class Lease:
    """`name` is the mark, `holder` this process; a holder's clock may be wrong by a few seconds."""

    store: Store
    clock: Clock
    name: str
    holder: str

    async def hold(self) -> bool:
        """Take it or hold it longer; False while somebody else has it. Raises `StoreDown`."""
        return await self.store.write(self._hold)

    async def give_back(self) -> None:
        """Let the next one have it at once."""
        await self.store.write(self._give_back)

    def _hold(self, work: Work) -> bool:
        now = self.clock()
        was = work.marks.get(self.name)
        holder, _, until = was.partition(" ")
        if was and holder != self.holder and datetime.fromisoformat(until) > now:
            return False
        return work.marks.swap(self.name, was, f"{self.holder} {(now + LIFE).isoformat()}")

    def _give_back(self, work: Work) -> None:
        was = work.marks.get(self.name)
        holder, _, _ = was.partition(" ")
        if holder == self.holder:
            work.marks.swap(self.name, was, f"{self.holder} {self.clock().isoformat()}")
