"""Send what is owed: claim, send, record. The only place that talks to a platform of itself."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.domain.delivery import Owed, OwedKind
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel
from bot.ports import (
    DeliveryOutcome,
    Outgoing,
    Rejected,
    ReplyExpired,
    Sender,
    StoreDown,
    Work,
)
from bot.usecases import burst, news
from bot.usecases.clear_chat import remember, take_away
from bot.usecases.desk import Desk
from bot.usecases.lost import lost
from bot.usecases.needless import (
    SOON,
    Shown,
    is_early,
    is_over,
    may_be_early,
    may_be_over,
    superseded,
)
from bot.usecases.outgoing import tap_of
from bot.usecases.pace import GROWTH, Pace, growing
from bot.usecases.parcel import fresh_token, packed
from bot.usecases.permission import judged_now
from bot.usecases.relay_queue import fell, left
from bot.usecases.unsent import unsent
from bot.usecases.watch_allowance import Reserve

BATCH = 50
ROOM_FOR_ALERTS = 12
"""So many more chats may be served at once when an alert is due: it waits behind no slow ones."""
LEASE = timedelta(seconds=30)
"""Longer than a call may take; where a process dies, another one sends after so long."""
MOST_TOGETHER = 5
REFUSED_TIMES = 2
"""What a platform will not take is tried again so often: meanwhile it holds up what follows."""


@dataclass(slots=True)
class Deliverer:
    """Sends what is owed through the channels' senders, keeping to their pace."""

    desk: Desk
    senders: Mapping[Channel, Sender]
    zone: ZoneInfo
    pace: Pace
    reserve: Reserve = field(default_factory=Reserve)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _shown: Shown = field(default_factory=Shown)

    async def deliver(self) -> int:
        """Start sending everything due now; how many messages were claimed.

        Each chat is served by itself, so that a slow one holds up nobody else. What is claimed is
        leased: it is not claimed again before its lease has run out.
        """
        now = self.desk.clock()
        due = await self.desk.store.read(lambda work: work.outbox.next_due())
        full = len(self._under_way) >= BATCH
        room = BATCH + ROOM_FOR_ALERTS - len(self._under_way) if full else BATCH
        if due is None or due > now or room <= 0:
            return 0
        claimed = await self.desk.store.write(
            lambda work: work.outbox.claim(now, room, now + LEASE, alerts_only=full)
        )
        by_target: dict[tuple[str, str], list[Owed]] = {}
        for owed in claimed:
            by_target.setdefault((owed.target.channel, owed.target.id), []).append(owed)
        for batch in by_target.values():
            task = asyncio.create_task(self._to_one(batch))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return len(claimed)

    async def settled(self) -> None:
        """Wait until what was started has ended."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def cut_off(self) -> None:
        """Stop sending at once; what is cut off is sent after the next start."""
        for task in self._under_way:
            task.cancel()
        await self.settled()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What could not even be recorded is due again when its lease has run out."""
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.desk.log.failure("delivery.broken", error)
        self.desk.wake()

    async def _to_one(self, batch: Sequence[Owed]) -> None:
        """Everything for one chat, in order; an alert is tried even when what precedes it fails."""
        waiting = await self._gathered(await self._allowed(batch))
        while waiting:
            together = self._together(waiting)
            waiting = [each for each in waiting if each not in together]
            if len(batch) > len(together):
                together = await self._still_owed(together)
            if together and not await self._send(together):
                alerts = [each for each in waiting if each.kind is OwedKind.ALERT]
                await self._put_off([each for each in waiting if each not in alerts])
                waiting = alerts

    async def _still_owed(self, together: Sequence[Owed]) -> list[Owed]:
        """Without what was cancelled while others of its chat left, perhaps slowly."""
        keys = [each.key for each in together]
        fates = await self.desk.store.read(lambda work: [work.outbox.fate(key) for key in keys])
        pairs = zip(together, fates, strict=True)
        return [each for each, fate in pairs if fate is not None and fate.waits]

    def _together(self, waiting: Sequence[Owed]) -> list[Owed]:
        """What can leave in one call: a list, answers to the same message, else one alone."""
        first = waiting[0]
        if listed := burst.together(waiting, self._busy(first)):
            return listed
        if first.reply is None or not first.reply.token:
            return [first]
        answers = takewhile(lambda each: each.reply is not None and each.reply.token, waiting)
        return list(islice(answers, MOST_TOGETHER))

    async def _gathered(self, waiting: list[Owed]) -> list[Owed]:
        """What leaves now; in a busy group an ordinary alert waits a moment for others."""
        young = burst.gathering(waiting, self._busy(waiting[0])) if waiting else []
        await self._put_off(young, burst.GATHER)
        return [each for each in waiting if each not in young]

    def _busy(self, owed: Owed) -> int:
        return self.pace.count(owed.target, self.desk.clock())

    async def _allowed(self, batch: Sequence[Owed]) -> list[Owed]:
        """What may be sent as it is: needless questions dropped, pushes as the worker allows."""
        kept = []
        for number, owed in enumerate(batch):
            if self._shown.covers(owed) or superseded(number, batch):
                await self._settle(owed, "superseded")
            elif await self._is_over(owed):
                await self._settle(owed, "over")
            elif owed.conversation is None or owed.unit is not None or owed.referral is not None:
                kept.append(owed)
            else:
                judged = await judged_now(self.desk, self.zone, owed)
                kept += [judged] if judged is not None else []
        return kept

    async def _is_over(self, owed: Owed) -> bool:
        if not may_be_over(owed, self.desk.clock()):
            return False
        return await self.desk.store.read(lambda work: is_over(work, owed))

    async def _send(self, batch: Sequence[Owed]) -> bool:
        """Send one call's worth; False when its target cannot take more now."""
        first, now = batch[0], self.desk.clock()
        if may_be_early(first) and await self.desk.store.read(lambda work: is_early(work, first)):
            await self._put_off(batch, SOON)
            return True
        sender = self.senders.get(first.target.channel)
        if sender is not None and news.is_news(first, sender) and not fresh_token(batch, now):
            await news.keep(self.desk, batch)
            return True
        wait = self._wait(first)
        if sender is None or wait > timedelta():
            await self._put_off(batch, wait or None)
            return False
        if not (first.toast and tap_of(first)):
            self.pace.sent(first.target, now)
        return await self._call(sender, batch)

    async def _call(self, sender: Sender, batch: Sequence[Owed]) -> bool:
        first = batch[0]
        try:
            batch, ready = await packed(self.desk, batch, sender)
            messages = await self._through(sender, ready, batch)
        except ReplyExpired:
            await news.keep(self.desk, batch)
        except TryLater as error:
            self._count(first, DeliveryOutcome.LATER)
            later = self._put_off(batch, max(error.after, growing(first)))
            await asyncio.gather(later, unsent(self.desk, first, error))
            return False
        except Unreachable as error:
            self._count(first, DeliveryOutcome.UNREACHABLE)
            await lost(self.desk, first, error)
            await self._settle_all(batch, error.reason)
            return False
        except Exception as error:  # noqa: BLE001  recorded, and the loop goes on
            self.desk.log.failure("delivery.failed", error, channel=first.target.channel)
            self._count(first, DeliveryOutcome.REJECTED)
            await asyncio.gather(self._failed(batch, error), unsent(self.desk, first, error))
            return False
        else:
            await self._sent(batch, messages)
        return True

    def _wait(self, owed: Owed) -> timedelta:
        """How long its chat is to be left in peace; a notice on a tap is no message there."""
        if owed.toast and tap_of(owed):
            return timedelta()
        if held := self.reserve.hold(owed):
            return held
        return self.pace.wait(owed.target, self.desk.clock(), most=burst.most_in_a_minute(owed))

    async def _through(
        self, sender: Sender, ready: Sequence[Outgoing], batch: Sequence[Owed]
    ) -> Sequence[str]:
        """By the reply token while it is fresh, else by push with the retry key; news never so."""
        if batch[0].erases:
            await sender.erase(batch[0].target, batch[0].erases)
            return ()
        fresh = fresh_token(batch, self.desk.clock())
        if fresh:
            try:
                return await sender.send(ready, reply_token=fresh)
            except ReplyExpired:
                if news.is_news(batch[0], sender):
                    raise
        return await sender.send(ready)

    async def _sent(self, batch: Sequence[Owed], messages: Sequence[str]) -> None:
        now = self.desk.clock()

        def record(work: Work) -> None:
            left(self.desk, work, batch, now)
            for number, owed in enumerate(batch):
                name = messages[number] if number < len(messages) else ""
                wanted = work.outbox.sent(owed, name, now)
                if owed.conversation is None or owed.unit is not None or owed.referral is not None:
                    continue
                remember(work, owed.target, name, now)
                if not wanted and owed.relays is None:
                    take_away(work, owed, name, now)

        await self.desk.store.write(record)
        for owed in batch:
            self._shown.sent(owed)
            self._count(owed, DeliveryOutcome.SENT)

    async def _failed(self, batch: Sequence[Owed], error: Exception) -> None:
        """Our own mistake: an alert is tried for ever, anything else a few times."""
        for owed in batch:
            most = REFUSED_TIMES if isinstance(error, Rejected) else len(GROWTH)
            hopeless = not isinstance(error, StoreDown) and owed.attempts >= most
            if hopeless and owed.kind is not OwedKind.ALERT:
                await self._settle(owed, "rejected")
            else:
                await self._put_off([owed], growing(owed))

    async def _put_off(self, batch: Sequence[Owed], wait: timedelta | None = None) -> None:
        now = self.desk.clock()

        def put_off(work: Work) -> None:
            for owed in batch:
                work.outbox.later(owed, now + (wait or growing(owed)))

        if batch:
            await self.desk.store.write(put_off)

    async def _settle(self, owed: Owed, reason: str) -> None:
        await self._settle_all([owed], reason)

    async def _settle_all(self, batch: Sequence[Owed], reason: str) -> None:
        now = self.desk.clock()

        def settle(work: Work) -> None:
            fell(self.desk, work, batch, now)
            for owed in batch:
                work.outbox.dead(owed, reason, now)

        await self.desk.store.write(settle)

    def _count(self, owed: Owed, outcome: DeliveryOutcome) -> None:
        self.desk.meter.delivery(owed.target.channel, outcome)
