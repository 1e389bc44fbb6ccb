"""Several processes share one PostgreSQL: each thing is done once, whoever does it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from bot.app.lease import LIFE, Lease
from bot.domain.ids import OfficerId

from tests.running import Service, eventually
from tests.serving import OFFICER, Site, site
from tests.stand_ins.telegram_people import Group
from tests.storage_samples import opened_store
from tests.walking import ANSWERS, Worker, officer_payload, payloads

IN_DANGER = {**ANSWERS, "in_danger_now": "yes", "place_now": '"Samut Sakhon"'}
NUMBER = re.compile(r"\d\d-\d{4}-\d{4}-\d")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@asynccontextmanager
async def shared(folder: Path, url: str, *only: str) -> AsyncIterator[tuple[Site, list[Service]]]:
    """Processes over one database; the first one is where LINE delivers to."""
    storage = {"storage": {"url": url.replace("+psycopg", "")}}
    async with AsyncExitStack() as stack:
        where = await stack.enter_async_context(site(folder, settings=storage, starts=False))
        services = [where.service]
        for number, _ in enumerate(only[1:]):
            settings = {k: dict(v) for k, v in where.service.settings.items() if k != "service"}
            more = Service(folder, settings, f"service{number}")
            services.append(await stack.enter_async_context(more))
        for service, half in zip(services, only, strict=True):
            await service.start(only=half)
        await where.prepare()
        yield where, services


async def walked(*workers: Worker) -> None:
    """Everybody calls for help and says where they are: the shortest way to an alert."""

    async def one(worker: Worker) -> None:
        await worker.opens()
        await worker.until("for_whom")

    await asyncio.gather(*(one(worker) for worker in workers))


def workers_on_both(where: Site, many: int) -> list[Worker]:
    return [
        *(Worker(where.telegram.person(8_000 + n, "en"), IN_DANGER) for n in range(many)),
        *(Worker(where.line.person(f"U{n:032}"), IN_DANGER) for n in range(many)),
    ]


def doubled(worker: Worker) -> list[str]:
    """What was said twice in a row, under the same buttons."""
    said = [(shown.text, payloads(shown)) for shown in worker.person.messages]
    return [one[0] for one, other in pairwise(said) if one == other]


@pytest.mark.postgres
async def test_one_takes_and_another_sends_and_nothing_comes_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    async with shared(tmp_path, postgres_url, "web", "worker", "worker") as (where, services):
        group, workers = where.group("samut-sakhon"), workers_on_both(where, 2)
        await walked(*workers)
        references = [case["reference"] for case in await where.service.cases()]
        assert len(references) == 4
        await eventually(lambda: _alerted(group) >= set(references))
        await where.telegram.person(OFFICER).opens()
        await eventually(lambda: where.telegram.person(OFFICER).messages)
        await where.officer(OFFICER).taps(payload=officer_payload(group.messages, "take"))
        await eventually(lambda: "Khun Nok" in "".join(m.text for m in group.messages))
        assert len(group.messages) == len(references), [m.text for m in group.messages]
        assert [doubled(worker) for worker in workers] == [[]] * 4
        where.unharmed()
        for service in services:
            assert await service.stop() == 0


@pytest.mark.postgres
async def test_only_one_of_several_asks_telegram_and_another_follows_when_it_dies(
    tmp_path: Path, postgres_url: str
) -> None:
    async with shared(tmp_path, postgres_url, "", "") as (where, services):
        workers = workers_on_both(where, 1)
        await walked(*workers)
        assert all("conflict" not in service.log() for service in services)
        polling = [service for service in services if _polls(service)]
        assert len(polling) == 1
        await polling[0].kill()
        where.line.webhook = next(s for s in services if s.runs).url + "/webhook/line"
        await walked(Worker(where.telegram.person(8_500, "en"), IN_DANGER, patience=40))
        where.unharmed()


def _alerted(group: Group) -> set[str]:
    """Case numbers that stand in a group."""
    return {number for m in group.messages for number in NUMBER.findall(m.text)}


def _polls(service: Service) -> bool:
    return bool(service.events("polling.begun"))


async def test_a_lease_is_one_holders_until_it_is_given_back_or_runs_out(
    database_url: str,
) -> None:
    moment = [NOW]
    async with opened_store(database_url) as store:
        one, other = (
            Lease(store, lambda: moment[0], "lease.test", OfficerId(name)) for name in "ab"
        )
        assert await one.hold()
        assert await one.hold()
        assert not await other.hold()
        await other.give_back()
        assert not await other.hold()
        await one.give_back()
        assert await other.hold()
        moment[0] += LIFE + timedelta(seconds=1)
        assert await one.hold()
        assert not await other.hold()


async def test_of_many_who_want_a_lease_at_once_one_gets_it(database_url: str) -> None:
    async with opened_store(database_url) as store:
        wanting = [Lease(store, lambda: NOW, "lease.test", OfficerId(f"h{n}")) for n in range(8)]
        assert sum(await asyncio.gather(*(lease.hold() for lease in wanting))) == 1
