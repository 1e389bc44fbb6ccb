"""Files and facts fetched from LINE."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from bot.channels.line.send import Account, LineSender
from bot.domain.errors import TryLater, Unreachable
from bot.ports import Quota

from tests.stand_ins.line import LineStandIn


@pytest.fixture
async def line() -> AsyncIterator[LineStandIn]:
    async with LineStandIn() as stand_in:
        yield stand_in
        assert stand_in.violations == []


@pytest.fixture
async def sender(line: LineStandIn) -> AsyncIterator[LineSender]:
    made = LineSender(
        line.token,
        api_base_url=line.url,
        data_api_base_url=line.url + "/",
        timeout=timedelta(seconds=1),
    )
    yield made
    await made.close()


async def _whole(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


async def test_a_file_is_fetched_in_pieces(line: LineStandIn, sender: LineSender) -> None:
    content = bytes(range(256)) * 1024
    photo = line.person("U1").sends_photo(content)
    pieces = [piece async for piece in await sender.fetch(photo, len(content))]
    assert b"".join(pieces) == content
    assert len(pieces) > 1


async def test_a_file_larger_than_the_cap_is_not_taken(
    line: LineStandIn, sender: LineSender
) -> None:
    photo = line.person("U1").sends_photo(b"x" * 1000)
    with pytest.raises(Unreachable):
        await sender.fetch(photo, 999)
    line.undeclared = True
    pieces = await sender.fetch(photo, 999)
    with pytest.raises(Unreachable):
        await _whole(pieces)


async def test_a_film_still_being_prepared_is_fetched_later(
    line: LineStandIn, sender: LineSender
) -> None:
    film = line.person("U1").sends_video(b"film")
    line.preparing[film] = 1
    with pytest.raises(TryLater):
        await sender.fetch(film, 1000)
    assert await _whole(await sender.fetch(film, 1000)) == b"film"


async def test_a_film_that_cannot_be_prepared_is_gone(
    line: LineStandIn, sender: LineSender
) -> None:
    film = line.person("U1").sends_video()
    line.broken.add(film)
    with pytest.raises(Unreachable):
        await sender.fetch(film, 1000)


async def test_a_file_taken_back_is_gone(line: LineStandIn, sender: LineSender) -> None:
    worker = line.person("U1")
    voice = worker.sends_voice()
    worker.unsends(voice)
    with pytest.raises(Unreachable) as gone:
        await sender.fetch(voice, 1000)
    assert gone.value.reason == "gone"


@pytest.mark.parametrize("how", ["server_error", "hang", "drop", "accept_and_drop"])
async def test_a_file_that_does_not_come_is_fetched_later(
    line: LineStandIn, sender: LineSender, how: str
) -> None:
    photo = line.person("U1").sends_photo(b"x" * 200_000)
    line.fail(how, times=3)  # a GET that broke is tried again by the client itself
    with pytest.raises(TryLater):
        await _whole(await sender.fetch(photo, 10**6))


async def test_the_account_and_its_webhook_are_known_to_the_doctor(
    line: LineStandIn, sender: LineSender
) -> None:
    assert await sender.me() == Account("U" + "0" * 32, "@rongthuk", "Rongthuk", chats=False)
    assert await sender.webhook() == ("https://bot.test", True)
    assert await sender.quota() == Quota(None, 0)
    line.fail("server_error")
    with pytest.raises(TryLater):
        await sender.me()


async def test_the_sdk_writes_no_answer_into_the_log(
    sender: LineSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert (await sender.me()).name not in caplog.text


async def test_a_chat_id_cannot_lead_anywhere_else(line: LineStandIn, sender: LineSender) -> None:
    with pytest.raises(Unreachable):
        await sender.fetch("../../info?x=", 1000)
    await asyncio.sleep(0)
    assert line.calls[-1].path == "/v2/bot/message/../../info?x=/content"
