"""Forms of our small pages: read when they are small, plain and whole, and nothing otherwise."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from bot.web import forms
from bot.web.forms import small_form

Client = TestClient[web.Request, web.Application]
WHOLE = b"pin=482093"
KIND = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async def read(request: web.Request) -> web.Response:
        return web.json_response(dict(await small_form(request)))

    app = web.Application()
    app.router.add_post("/", read)
    async with TestClient(TestServer(app)) as found:
        yield found


async def _read(client: Client, body: bytes, headers: Mapping[str, str]) -> object:
    async with client.post("/", data=body, headers=headers) as answer:
        return await answer.json()


async def test_a_small_plain_form_is_read(client: Client) -> None:
    assert await _read(client, WHOLE, KIND) == {"pin": "482093"}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(WHOLE), {**KIND, "Content-Encoding": "gzip"}),
        (WHOLE, {**KIND, "Content-Encoding": "identity"}),
        (WHOLE, {"Content-Type": "text/plain"}),
        (WHOLE + b"&more=" + b"x" * 2048, KIND),
        (b"pin=\xff\xfe", KIND),
    ],
    ids=["packed", "said to be packed", "of another kind", "large", "no text"],
)
async def test_any_other_is_no_form(
    client: Client, body: bytes, headers: Mapping[str, str]
) -> None:
    assert await _read(client, body, headers) == {}


async def test_a_form_that_never_ends_is_no_form_after_some_seconds(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta() < forms._PATIENCE <= timedelta(seconds=5)  # noqa: SLF001  5 s are no test
    monkeypatch.setattr(forms, "_PATIENCE", timedelta(seconds=0.05))
    reader, writer = await asyncio.open_connection(client.host, client.port)
    kind = f"Content-Type: {KIND['Content-Type']}\r\nContent-Length: 9\r\n"
    writer.write(f"POST / HTTP/1.1\r\nHost: x\r\n{kind}\r\npin=".encode())
    answered = asyncio.create_task(reader.readuntil(b"{}"))
    done, _ = await asyncio.wait({answered}, timeout=2)
    writer.close()
    answered.cancel()
    assert done, "half a form is waited for"
