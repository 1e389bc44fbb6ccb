"""`kill -9` at any moment: no answer is lost, none counts twice, every alert arrives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.running import eventually
from tests.serving import Site, site
from tests.walking import ANSWERS, STORY, Worker, does, payloads

LAST = "district"
"""The question at which a worker puts the phone away."""
LONGEST_LIFE = 0.7
"""Seconds; most of a conversation."""
FEW = 10
LONGER_LIFE = 1.5
"""Seconds; on a busy machine a shorter one may end before anything was done."""
PATIENCE = 25
"""Seconds a worker waits for an answer at most; shorter than what was claimed stays leased."""
PROMISED = 5
"""Seconds within which it ends when it is told to."""
Ending = Callable[[Site, Random, int], Awaitable[None]]


@dataclass
class Crowd:
    """Workers who come one after the other on each platform until the killing is over."""

    where: Site
    dice: Random
    patience: float
    over: asyncio.Event = field(default_factory=asyncio.Event)
    workers: list[Worker] = field(default_factory=list)
    photos: dict[int, int] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(6_001))

    async def on(self, channel: str) -> None:
        """One worker after the other, at least one."""
        while True:
            await self._one(channel)
            if self.over.is_set():
                return

    async def _one(self, channel: str) -> None:
        number = next(self._numbers)
        person: Any = self.where.line.person(f"U{number:032}")
        if channel == "telegram":
            person = self.where.telegram.person(number, "en")
        grave = {"papers_kept": "yes", "kept_from_going_out": "yes"} if number % 2 else {}
        worker = Worker(person, {**ANSWERS, **grave}, patience=self.patience)
        self.workers.append(worker)
        await worker.opens()
        await worker.until(self.dice.choice(["for_whom", "province", "under_18"]))
        self.photos[id(worker)] = self.dice.randint(1, 3)
        for _ in range(self.photos[id(worker)]):
            await does(person.sends_photo())
        await worker.until(LAST)


async def killed(where: Site, dice: Random, times: int) -> None:
    """Kill it at moments that nobody chose, sometimes while it starts."""
    longest = LONGEST_LIFE if times <= FEW else LONGER_LIFE
    for _ in range(times):
        await asyncio.sleep(dice.uniform(0, longest))
        await where.service.kill()
        while dice.random() < 0.2:
            await where.service.start(waits=False)
            await asyncio.sleep(dice.uniform(0, 0.3))
            await where.service.kill()
        await where.service.start()


async def stopped(where: Site, dice: Random, times: int) -> None:
    """Stop and start it as an operator does, while people write."""
    for _ in range(times):
        await asyncio.sleep(dice.uniform(0, LONGEST_LIFE))
        async with asyncio.timeout(PROMISED):
            assert await where.service.stop() == 0
        await where.service.start()


async def survived(
    where: Site, seed: int, times: int, ending: Ending = killed, patience: float = PATIENCE
) -> None:
    """People go on while it dies again and again; then everything is as if it never had."""
    dice = Random(seed)  # noqa: S311  to be repeated
    print(f"seed {seed}")  # noqa: T201  whoever looks into a failure needs it
    where.line.redelivers, where.line.tries = True, 10_000
    where.telegram.updates.longest = 0.2  # it hardly ever lives for long
    await where.prepare_line_group()
    crowd = Crowd(where, dice, patience)
    on_both = [asyncio.create_task(crowd.on(channel)) for channel in ("telegram", "line")]
    await ending(where, dice, times)
    crowd.over.set()
    await asyncio.gather(*on_both)
    await where.line.delivered()
    await eventually(lambda: where.telegram.updates.pending == [])
    await eventually(lambda: _all_is_sent(where), 90)
    await _nothing_is_lost(where, crowd)
    _every_alert_arrived(where, [case["reference"] for case in await where.service.cases()])
    for worker in crowd.workers:
        assert _doubled(worker) <= times
    where.unharmed()


async def _all_is_sent(where: Site) -> bool:
    figures = await where.service.figures()
    assert figures["rongthuk_stuck_events"] == 0
    return not any("outbox_waiting" in name and number for name, number in figures.items())


async def _nothing_is_lost(where: Site, crowd: Crowd) -> None:
    cases = await where.service.cases()
    assert len(cases) == len(crowd.workers)
    by_start = sorted(cases, key=lambda case: case["consent"]["consent_keep"]["at"])
    for channel in ("telegram", "line"):
        workers = [w for w in crowd.workers if _channel(w) == channel]
        own = [case for case in by_start if case["channel"] == channel]
        for worker, case in zip(workers, own, strict=True):
            given = {q: v for q, v in worker.given if q not in ("category", "province")}
            assert case["answers"] == {**given, "category": ["pay"], "province": "TH-74"}
            assert case["answers"]["what_happened"] == STORY
            assert case["notes"] == []
            assert len(case["evidence"]) == crowd.photos[id(worker)]
            assert len(case["referrals"]) == 1


def _channel(worker: Worker) -> str:
    return "line" if isinstance(worker.person.id, str) else "telegram"


def _every_alert_arrived(where: Site, references: list[str]) -> None:
    on_telegram = [m.text for m in where.group("samut-sakhon").messages]
    on_line = [m.text for m in where.line_group.messages]
    for reference in references:
        assert sum(reference in text for text in on_telegram) >= 1
        assert sum(reference in text for text in on_line) == 1


def _doubled(worker: Worker) -> int:
    """How often the same was said twice in a row."""
    said = [(m.text, payloads(m)) for m in worker.person.messages]
    return sum(one == other for one, other in pairwise(said))


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.slow)])
async def test_ten_kills_lose_nothing_and_count_nothing_twice(tmp_path: Path, mode: str) -> None:
    async with site(tmp_path, mode=mode) as where:
        await survived(where, seed=2093, times=10)


async def test_told_to_stop_under_load_it_ends_in_time_and_loses_nothing(tmp_path: Path) -> None:
    async with site(tmp_path) as where:
        await survived(where, seed=1694, times=3, ending=stopped)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_hundred_kills_do_no_harm(tmp_path: Path, mode: str, seed: int) -> None:
    async with site(tmp_path, mode=mode) as where:
        await survived(where, seed=seed, times=100, patience=120)
