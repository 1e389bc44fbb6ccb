"""Threads that carry out bodies of units of work, and the way back to the loops that wait."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar, cast

from bot.ports import StoreDown, Work

T = TypeVar("T")


class Order(Generic[T]):
    """A body that waits for a thread, what became of it, and who waits for that."""

    __slots__ = ("_future", "_loop", "body", "error", "result")

    def __init__(self, body: Callable[[Work], T]) -> None:
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[T] = self._loop.create_future()
        self.body = body
        self.error: BaseException | None = None
        self.result: T | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where it is waited for."""
        return self._loop

    async def outcome(self) -> T:
        """The body's result, once it is settled; what it raised rises here."""
        return await self._future

    def settle(self) -> None:
        """Tell the outcome to whoever waits; on their loop."""
        if self._future.done():  # whoever waited was cancelled
            return
        if isinstance(self.error, StopIteration):  # a future cannot carry it
            error = RuntimeError("the body of a unit of work raised StopIteration")
            error.__cause__ = self.error
            self._future.set_exception(error)
        elif self.error is not None:
            self._future.set_exception(self.error)
        else:
            self._future.set_result(cast("T", self.result))


Orders = list[Order[Any]]


class Crew:
    """Some threads with one queue in front of them.

    `serve` is called in a thread with what waits, at most `batch`; it leaves the outcome in each
    order and never raises. `leave` is called in each thread at its end.
    """

    def __init__(
        self,
        name: str,
        size: int,
        serve: Callable[[Orders], None],
        leave: Callable[[], None],
        *,
        batch: int = 1,
    ) -> None:
        self._queue: SimpleQueue[Order[Any] | None] = SimpleQueue()
        self._serve = serve
        self._leave = leave
        self._batch = batch
        self._closed = False
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(size)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, body: Callable[[Work], T]) -> T:
        """Have a body carried out; nobody can interrupt it, cancelling only stops waiting."""
        if self._closed:
            raise StoreDown("the store is closed")
        order = Order(body)
        self._queue.put(order)
        return await order.outcome()

    async def close(self) -> None:
        """Carry out what waits, then end."""
        if not self._closed:
            self._closed = True
            for _ in self._threads:
                self._queue.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _run(self) -> None:
        going = True
        while going:
            orders, going = self._gather()
            if orders:
                self._serve(orders)
                _settle(orders)
        self._leave()

    def _gather(self) -> tuple[Orders, bool]:
        """What waits, at least one order, and whether to go on after it."""
        order = self._queue.get()
        orders: Orders = []
        while order is not None:
            orders.append(order)
            if len(orders) == self._batch:
                return orders, True
            try:
                order = self._queue.get_nowait()
            except Empty:
                return orders, True
        return orders, False


def _settle(orders: Orders) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, Orders] = {}
    for order in orders:
        by_loop.setdefault(order.loop, []).append(order)
    for loop, settled in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits
            loop.call_soon_threadsafe(_settle_here, settled)


def _settle_here(orders: Orders) -> None:
    for order in orders:
        order.settle()
