"""After a full run in six languages on both channels nothing of anybody can be read anywhere."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from bot.domain.ids import Channel
from bot.ports import Work
from sqlalchemy import make_url
from storage.master_keys import MasterKeys
from storage.tables import metadata

from tests.full_run import Run, full_run
from tests.full_run_more import SEALED_WITH_A_CASE, erases_all, opened
from tests.planted import (
    CAST,
    EVERYTHING,
    GROUPS,
    LINE_GROUP,
    NOK,
    OF_CASES,
    OF_STAFF,
    OF_WORKERS,
    PHONES,
    PLOY,
)
from tests.searching import found_in
from tests.storage_samples import query

IN_A_CARD = {NOK.name, PLOY.name}
"""Who took a case stands on its card: colleagues must know whom to ask."""


def database_files(url: str, *, log: bool = True) -> dict[str, bytes]:
    """The bytes of the database by file, or by table as PostgreSQL copies it out.

    There is a write-ahead `log`, but where it was emptied just now.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        found = {each.name: each.read_bytes() for each in file.parent.glob(f"{file.name}*")}
        assert len(found[f"{file.name}-wal"]) > 0 or not log
        return found
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        return {f"table {table}": _copied(connection, table) for table in metadata.tables}


def _copied(connection: psycopg.Connection, table: str) -> bytes:
    order = f"COPY {table} TO STDOUT (FORMAT BINARY)"
    with connection.cursor().copy(order) as copy:
        return b"".join(bytes(piece) for piece in copy)


def screens(run: Run, chats: set[str]) -> Mapping[str, bytes]:
    """What was ever shown in these chats, edits and notices too."""
    return {
        f"chat {chat}": "\n".join(
            f"{message.text} {message.rows}"
            for platform in run.home.platforms.values()
            for name, _, message in platform.shown
            if name == chat
        ).encode()
        for chat in chats
    }


def test_two_hundred_different_strings_are_planted_and_none_is_short() -> None:
    assert len(set(EVERYTHING)) == len(EVERYTHING) >= 200
    # So long that no form of them, cut to what a longer text would hold, stands there by chance.
    assert min(len(words.encode()) for words in EVERYTHING) >= 9


@pytest.mark.safety(22, 25, 26, 30)
async def test_nothing_planted_is_found_in_any_encoding_after_a_full_run(
    database_url: str, tmp_path: Path
) -> None:
    async with full_run(tmp_path, database_url) as run:
        files = database_files(database_url)
        places = {**files, **await run.places()}
        assert found_in(places, EVERYTHING, PHONES) == set()
        # The search finds what stands in the clear, and the run was a full one.
        rows = await run.home.assembly.store.read(lambda work: list(work.casework.rows()))
        assert len(rows) == len(CAST)
        assert any(rows[0].reference.encode() in each for each in files.values())
        assert b"turn.stuck" in places["log"]
        assert len(places["evidence"]) > 24 * 16

        groups = screens(run, {*GROUPS.values(), LINE_GROUP})
        kept_from_groups = (*OF_WORKERS, *(each for each in OF_STAFF if each not in IN_A_CARD))
        assert found_in(groups, kept_from_groups, PHONES) == set()
        workers = screens(run, {planted.account for planted in CAST.values()})
        kept_from_workers = tuple(each for each in OF_STAFF if not each.startswith("Please"))
        assert found_in(workers, kept_from_workers, PHONES) == set()
        assert sum(map(len, groups.values())) > 3_000
        assert sum(map(len, workers.values())) > 50_000

        if database_url.startswith("sqlite"):
            await _nothing_can_be_opened_once_all_is_erased(run, database_url)
        await run.home.assembly.store.write(_left_in_the_clear)
        again = found_in(database_files(database_url), EVERYTHING, PHONES)
        assert {(words, form) for _, words, form in again} == {(IN_THE_CLEAR, "utf-8")}


async def _nothing_can_be_opened_once_all_is_erased(run: Run, url: str) -> None:
    """With the key in hand: what a thief of everything could still read."""
    masters = MasterKeys(run.folder / "master.key")
    assert found_in(opened(url, masters), OF_CASES, PHONES)
    held = {bytes(w) for (w,) in query(url, "SELECT wrapped FROM data_keys")}  # type: ignore[call-overload]
    await erases_all(run.home)
    assert found_in(opened(url, masters), OF_CASES, PHONES) == set()
    files = database_files(url, log=False)
    assert not any(key in each for key in held for each in files.values())
    assert await run.home.assembly.evidence.names() == []


def test_tables_that_are_sealed_with_a_case_are_all_looked_into() -> None:
    sealed = {table.name for table in metadata.sorted_tables if "sealed" in table.columns}
    with_case = {name for name in sealed if "conversation" in metadata.tables[name].columns}
    assert with_case | {"conversations"} == set(SEALED_WITH_A_CASE)


IN_THE_CLEAR = CAST["km", Channel.LINE].told


def _left_in_the_clear(work: Work) -> None:
    work.marks.swap("note", "", IN_THE_CLEAR)


@pytest.mark.parametrize("words", [IN_THE_CLEAR, CAST["vi", Channel.TELEGRAM].phone, NOK.name])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("shift", [0, 1, 2])
def test_the_search_finds_words_however_they_were_written(
    words: str, encoding: str, shift: int
) -> None:
    plain = b"xyz"[:shift] + words.encode(encoding) + b"more"
    for leaked in (
        plain,
        plain.hex().encode(),
        plain.hex().upper().encode(),
        base64.b64encode(plain),
        base64.urlsafe_b64encode(plain),
    ):
        noise = bytes(range(200, 256)) + leaked + bytes(range(200, 256))
        assert found_in({"here": noise}, (words,), PHONES), leaked


@pytest.mark.parametrize("words", [IN_THE_CLEAR, CAST["vi", Channel.TELEGRAM].told])
def test_the_search_finds_escaped_words(words: str) -> None:
    escaped = json.dumps({"a": words})
    upper = escaped.replace("\\u1", "\\U1").replace("\\U1", "\\u1")
    for leaked in (escaped, upper, quote(words), words.encode("unicode-escape").decode()):
        assert found_in({"here": leaked.encode()}, (words,), ()), leaked


def test_the_search_finds_a_phone_without_its_dashes_and_backwards() -> None:
    for leaked in (b"0291577 01", b"x 029157701 x", b"x 107751920 x", b"x +6629157701 x"):
        assert bool(found_in({"here": leaked}, (NOK.phone,), PHONES)) == (b"77 0" not in leaked)
