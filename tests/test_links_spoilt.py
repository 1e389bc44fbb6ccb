"""Requests for a case's pages that nobody's browser would send."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bot.web.case_pages import PLACES

from tests.case_doors import Doors, doors

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
