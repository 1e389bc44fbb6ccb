"""Fetching a file takes no more than the cap, goes nowhere else, and leaves no half of one."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from bot.channels.line.send import LineSender
from bot.channels.telegram.download import download
from bot.domain.conversation import Evidence, EvidenceState
from bot.domain.errors import TryLater, Unreachable
from bot.domain.ids import Channel, EvidenceId
from bot.domain.incoming import Media, MediaKind
from bot.domain.sniffing import FileType
from bot.usecases import fetch_media
from bot.usecases.fetch_media import Watched
from storage.evidence import EvidenceFiles

from tests.house import House, house
from tests.made_files import MADE

PIECE = 1024 * 1024


class Elsewhere:
    """A host that sends whoever asks to another, or talks without an end."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.given = 0
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        if "inside" in request.path:
            return web.Response(body=b"the metadata of the machine")
        if "endless" not in request.path:
            return web.Response(status=302, headers={"Location": f"{self.url}/inside"})
        return await self._endless(request)

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while self.given < 64 * PIECE:
            await response.write(bytes(PIECE))
            self.given += PIECE
        return response


@asynccontextmanager
async def _elsewhere() -> AsyncIterator[Elsewhere]:
    host = Elsewhere()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", host.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield host
    finally:
        await runner.cleanup()


async def _taken(pieces: AsyncIterator[bytes], sizes: list[int]) -> None:
    async for piece in pieces:
        sizes.append(len(piece))  # noqa: PERF401  what came before it broke counts


def _left(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_nobody_but_the_platform_says_what_telegram_fetches() -> None:
    async with _elsewhere() as host:
        with pytest.raises(TryLater):
            await _taken(download(f"{host.url}/file", 1000, timedelta(seconds=2)), [])
        assert host.asked == ["/file"]


async def test_nobody_but_the_platform_says_what_line_fetches_or_where_its_token_goes() -> None:
    async with _elsewhere() as host:
        sender = LineSender("token", api_base_url=host.url, data_api_base_url=host.url)
        with pytest.raises(TryLater):
            await sender.fetch("1", 1000)
        with pytest.raises(TryLater):
            await sender.quota()
        await sender.close()
        assert "/inside" not in host.asked


async def test_a_body_without_an_end_stops_at_the_cap() -> None:
    async with _elsewhere() as host:
        taken: list[int] = []
        with pytest.raises(Unreachable):
            await _taken(download(f"{host.url}/endless", PIECE, timedelta(seconds=2)), taken)
        assert sum(taken) <= PIECE
        assert host.given < 32 * PIECE


async def test_a_sender_that_forgets_the_cap_is_stopped_all_the_same() -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += PIECE
            yield bytes(PIECE)

    with pytest.raises(Unreachable):
        await _taken(Watched(endless()), [])
    assert given <= fetch_media.CAP + PIECE


async def _evidence(h: House) -> Evidence:
    conversation = await h.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, "5")
    )
    assert conversation is not None
    (found,) = await h.assembly.store.read(
        lambda work: work.conversations.evidence_of(conversation.id)
    )
    return found


async def test_the_row_says_what_the_bytes_are_and_the_name_is_harmless(tmp_path: Path) -> None:
    async with house(tmp_path) as h:
        h.platforms[Channel.TELEGRAM].files["f"] = MADE["png"]
        name = "../pay\u202eslip.exe"
        await h.take("5", Media(MediaKind.DOCUMENT, "f", "text/html\n<b>", name=name))
        assert (await _evidence(h)).name == "payslip.exe"
        await h.passes(seconds=2)
        kept = await _evidence(h)
        assert (kept.sniffed, kept.name, kept.mime) == (FileType.PNG, "payslip.png", "")


async def test_a_full_disk_leaves_no_half_a_file_and_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(tmp_path) as h:
        h.platforms[Channel.TELEGRAM].files["f"] = MADE["jpeg"]
        await h.take("5", Media(MediaKind.PHOTO, "f"))

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "no space left")

        monkeypatch.setattr(os, "fsync", full)
        await h.passes(seconds=2)
        assert (await _evidence(h)).state is EvidenceState.RECEIVED
        assert _left(tmp_path / "var" / "evidence") == []
        monkeypatch.undo()
        await h.passes(minutes=10)
        assert (await _evidence(h)).state is EvidenceState.KEPT


async def test_a_file_that_drips_for_ever_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_media, "LEASE", timedelta(seconds=0.2))
    async with house(tmp_path) as h:
        await h.take("5", Media(MediaKind.PHOTO, "f"))
        telegram = h.platforms[Channel.TELEGRAM]

        async def dripping(file: str, cap: int) -> AsyncIterator[bytes]:
            del file, cap

            async def pieces() -> AsyncIterator[bytes]:
                while True:
                    await asyncio.sleep(0.05)
                    yield b"."

            return pieces()

        monkeypatch.setattr(telegram, "fetch", dripping)
        async with asyncio.timeout(5):
            await h.tick()
        assert (await _evidence(h)).attempts == 1


async def test_a_file_on_disk_is_whole_or_not_there(tmp_path: Path) -> None:
    files = EvidenceFiles(tmp_path)

    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise TryLater(timedelta(seconds=1))

    with pytest.raises(TryLater):
        await files.keep(EvidenceId("e1"), files.new_key(), broken())
    assert _left(tmp_path) == []
