"""Long polling: each update is taken in order, and forgotten only once it is committed."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from bot.channels.telegram.poll import Take, poll
from bot.ports import StoreDown

from tests.stand_ins.telegram import TelegramStandIn

pytestmark = pytest.mark.wire


@dataclass
class Inbox:
    """A store that can be down; `tried` counts what came in vain, too."""

    committed: list[int] = field(default_factory=list)
    tried: list[int] = field(default_factory=list)
    down: int = 0

    async def take(self, raw: bytes) -> None:
        """Commit an update."""
        number = json.loads(raw)["update_id"]
        self.tried.append(number)
        await asyncio.sleep(0)
        if self.down:
            self.down -= 1
            raise StoreDown
        self.committed.append(number)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    """A Telegram with nobody in it yet."""
    async with TelegramStandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


@asynccontextmanager
async def _polling(
    telegram: TelegramStandIn, take: Take, wait: timedelta = timedelta(seconds=5)
) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    polling = asyncio.create_task(
        poll(
            telegram.token,
            take,
            stop,
            api_base_url=telegram.url,
            wait=wait,
            pause=timedelta(milliseconds=10),
        )
    )
    try:
        yield stop
    finally:
        stop.set()
        async with asyncio.timeout(1):
            await polling


async def test_what_is_said_is_taken_in_order_and_then_forgotten_by_telegram(
    telegram: TelegramStandIn,
) -> None:
    inbox = Inbox()
    said = [await telegram.person(1).says(str(n)) for n in range(5)]
    async with _polling(telegram, inbox.take):
        await telegram.wait_for(lambda: not telegram.updates.pending)
        said.append(await telegram.person(1).says("later"))
        await telegram.wait_for(lambda: not telegram.updates.pending)
    assert inbox.committed == said


async def test_one_persons_slow_turn_does_not_hold_up_another(telegram: TelegramStandIn) -> None:
    slow = await telegram.person(1).says("slow")
    second = await telegram.person(1).says("waits for the first")
    quick = await telegram.person(2).says("quick")
    inbox, go_on = Inbox(), asyncio.Event()

    async def take(raw: bytes) -> None:
        if json.loads(raw)["update_id"] == slow:
            await go_on.wait()
        await inbox.take(raw)

    async with _polling(telegram, take):
        await telegram.wait_for(lambda: inbox.committed == [quick])
        assert telegram.updates.pending == [slow, second, quick]
        go_on.set()
        await telegram.wait_for(lambda: inbox.committed == [quick, slow, second])


async def test_while_the_store_is_down_the_same_update_is_tried_again(
    telegram: TelegramStandIn,
) -> None:
    inbox, up = Inbox(down=3), asyncio.Event()
    first, second = [await telegram.person(1).says(word) for word in ("a", "b")]

    async def take(raw: bytes) -> None:
        if len(inbox.tried) == 3:
            await up.wait()
        await inbox.take(raw)

    async with _polling(telegram, take):
        await telegram.wait_for(lambda: inbox.tried == [first] * 3)
        assert telegram.updates.pending == [first, second]
        up.set()
        await telegram.wait_for(lambda: not telegram.updates.pending)
    assert inbox.tried == [first] * 4 + [second]
    assert inbox.committed == [first, second]


async def test_what_was_taken_but_not_confirmed_comes_again_after_a_crash(
    telegram: TelegramStandIn,
) -> None:
    before, after = Inbox(), Inbox()
    said = await telegram.person(1).says("a")

    async def take_and_die(raw: bytes) -> None:
        await before.take(raw)
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup) as died:
        async with _polling(telegram, take_and_die):
            await telegram.wait_for(lambda: before.committed)
    assert died.group_contains(ZeroDivisionError)
    async with _polling(telegram, after.take):
        await telegram.wait_for(lambda: not telegram.updates.pending)
    assert before.committed == after.committed == [said]


async def test_stopping_in_the_middle_of_a_turn_loses_nothing(telegram: TelegramStandIn) -> None:
    inbox, begun = Inbox(), asyncio.Event()
    said = await telegram.person(1).says("a")

    async def take(raw: bytes) -> None:
        begun.set()
        await asyncio.sleep(3600)
        await inbox.take(raw)

    async with _polling(telegram, take) as stop:
        await begun.wait()
        stop.set()
    assert telegram.updates.pending == [said]
    async with _polling(telegram, inbox.take):
        await telegram.wait_for(lambda: inbox.committed == [said])


async def test_cancelling_ends_it_too(telegram: TelegramStandIn) -> None:
    polling = asyncio.create_task(
        poll(telegram.token, Inbox().take, asyncio.Event(), api_base_url=telegram.url)
    )
    await telegram.wait_for(lambda: telegram.calls)
    polling.cancel()
    async with asyncio.timeout(1):
        with pytest.raises(asyncio.CancelledError):
            await polling


async def test_a_malformed_update_does_not_break_the_batch(telegram: TelegramStandIn) -> None:
    inbox = Inbox()
    first = await telegram.person(1).says("a")
    broken = telegram.update("message", {"chat": "nonsense", "from": 7}, "chat 1")
    last = await telegram.person(1).says("b")
    async with _polling(telegram, inbox.take):
        await telegram.wait_for(lambda: not telegram.updates.pending)
    assert sorted(inbox.committed) == [first, broken, last]


@pytest.mark.parametrize("how", ["500", "401", "409", "429", "drop", "nested"])
async def test_a_failure_of_telegram_is_waited_out_and_said_once(
    telegram: TelegramStandIn, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.fail(how, 1 if how == "429" else 3, method="getUpdates")
    inbox = Inbox()
    said = await telegram.person(1).says("a")
    async with _polling(telegram, inbox.take):
        await telegram.wait_for(lambda: not telegram.updates.pending)
    assert set(inbox.committed) == {said}
    ours = [each for each in caplog.records if each.name == "bot.channels.telegram.poll"]
    assert len(ours) == 1
    assert telegram.token not in caplog.text


async def test_while_a_webhook_is_set_polling_waits(telegram: TelegramStandIn) -> None:
    telegram.updates.set_webhook("http://127.0.0.1:9/nowhere", "s")
    inbox = Inbox()
    said = await telegram.person(1).says("a")
    async with _polling(telegram, inbox.take):
        await telegram.wait_for(lambda: len(telegram.calls) >= 2)
        assert inbox.committed == []
        telegram.updates.set_webhook("", "")
        await telegram.wait_for(lambda: inbox.committed == [said])


async def test_after_a_quiet_week_lower_numbers_are_taken_too(telegram: TelegramStandIn) -> None:
    inbox = Inbox()
    await telegram.person(1).says("a")
    async with _polling(telegram, inbox.take, wait=timedelta(seconds=1)):
        await telegram.wait_for(lambda: not telegram.updates.pending)
        await telegram.wait_for(lambda: "offset" not in telegram.calls[-1].params)
        telegram.updates.add(5, "chat 1", {"update_id": 5, "message": {"text": "x"}})
        await telegram.wait_for(lambda: 5 in inbox.committed)
