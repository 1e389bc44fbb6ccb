"""Requests for a case's pages that nobody's browser would send."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import request
from bot.web import measure
from bot.web.case_pages import PLACES
from bot.web.measure import Measure

from tests.case_doors import Doors, doors
from tests.house import MONDAY, House
from tests.test_relay_wire import doors as enclosed

Asks = Callable[[object], Awaitable[object]]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Doors]:
    async with doors(tmp_path) as opened:
        await opened.sets_pin()
        yield opened


async def test_what_cannot_be_read_is_a_wrong_pin_and_half_a_form_holds_nobody_up(
    door: Doors,
) -> None:
    link = await door.link()
    for body, headers in (
        (b"pin=1", {"Content-Type": f"{FORM}; charset=x"}),
        (b"pin=\xff", {"Content-Type": FORM}),
        (b"pin=" + b"1" * 3000, {"Content-Type": FORM}),
    ):
        async with door.client.post(link, data=body, headers=headers) as refused:
            assert refused.status == 403
    await door.home.passes(minutes=3)
    address = urlsplit(link)
    head = f"POST {address.path} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n"
    halves = []
    for _ in range(PLACES + 1):
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(f"{head}Content-Length: 9\r\n\r\npin=".encode())
        halves.append(writer)
    assert (await door.enters(link)).status == 200
    for each in halves:
        each.close()


def _counted(home: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the store from now on, by how."""
    asked: list[str] = []
    for how in ("read", "write"):
        real = getattr(home.assembly.store, how)

        def count(body: object, how: str = how, real: Asks = real) -> Awaitable[object]:
            asked.append(how)
            return real(body)

        monkeypatch.setattr(home.assembly.store, how, count)
    return asked


async def test_what_is_longer_than_anything_of_ours_is_never_looked_up(
    door: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _counted(door.home, monkeypatch)
    async with enclosed(door.home) as (_, other):
        for length, looks in ((64, True), (65, False)):
            secret = "A" * length
            shown = {"Cookie": f"rongthuk-case={secret}"}
            kept = {"secret": secret, "form": "json"}
            for method, address, data in (
                ("POST", f"{door.url}/case/{secret}", {"pin": "1"}),
                ("GET", f"{door.url}/case/open", None),
                ("POST", f"{door.url}/page/en/{secret}", None),
                ("POST", f"{door.url}/page/en/x/keep", kept),
                ("GET", f"{other}/listen/{secret}", None),
                ("GET", f"{other}/enclosed/{secret}.jpg", None),
            ):
                asked.clear()
                async with request(method, address, data=data, headers=shown) as answer:
                    assert answer.status in {403, 404}
                assert bool(asked) is looks, (address, length)


async def test_of_many_tries_of_one_link_the_later_are_not_even_looked_up(door: Doors) -> None:
    unknown = (await door.link())[:-43] + "A" * 43
    answers = await asyncio.gather(*(door.enters(unknown) for _ in range(9)))
    assert {answer.status for answer in answers} == {403}
    looked_up = [name for name, _ in door.home.log.events if name == "link.unknown"]
    assert len(looked_up) == 6
    await door.home.passes(minutes=1)
    await door.enters(unknown)
    assert [name for name, _ in door.home.log.events].count("link.unknown") == 7


def test_a_measure_is_by_name_and_minute_and_keeps_few_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measure, "_KNOWN", 3)
    counts = Measure(2)
    assert [counts.allows("one", MONDAY) for _ in range(3)] == [True, True, False]
    assert counts.allows("two", MONDAY)
    assert counts.allows("one", MONDAY + timedelta(minutes=1))
    for name in ("three", "four", "five"):
        counts.allows(name, MONDAY)
    assert [counts.allows("two", MONDAY) for _ in range(2)] == [True, True]  # it was forgotten
