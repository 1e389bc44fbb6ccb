"""What strangers leave behind does not grow without bound, nor slow the rest."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Chat, Joined, Removed, Tap, Text
from bot.usecases.floods import REFUSALS, REFUSALS_OF_ALL
from bot.usecases.tend import tend_conversations
from bot.usecases.tidy import tidy
from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite
from storage import conversations, outbox_statements
from storage.tables import metadata

from tests.databases import sqlite_file
from tests.house import House, house

if TYPE_CHECKING:
    from storage.assembly import UnitOfWork

FORGED = "r:take:abcdefgh1"


async def rows(home: House) -> dict[str, int]:
    """How many rows each table has."""

    def body(work: object) -> dict[str, int]:
        transaction = cast("UnitOfWork", work)._transaction  # noqa: SLF001  no use case asks this
        found = {}
        for table in metadata.sorted_tables:
            row = transaction.one(select(func.count()).select_from(table))
            found[table.name] = row[0] if row else 0
        return found

    return await home.assembly.store.read(body)


async def test_of_strangers_who_never_consent_nothing_is_left(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        before = await rows(home)
        for number in range(12):
            await home.says(f"9{number}", "hello")
            await home.says(f"9{number}", "who are you")
        assert (await rows(home))["outbox"] > before["outbox"]
        home.moment[0] += timedelta(days=2)
        await tend_conversations(home.desk)
        after = await rows(home)
        kept = ("conversations", "data_keys", "outbox", "slots", "evidence", "audit")
        assert {each: after[each] for each in kept} == {each: before[each] for each in kept}


async def test_what_was_said_in_groups_of_strangers_is_forgotten(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        theirs = Chat(Channel.TELEGRAM, "-55", private=False)
        for content in (Joined(), Removed(), Joined(), Text("/link 100000000001")):
            await home.take("66", content, chat=theirs)
        assert (await rows(home))["outbox"] == 3
        for days, left in ((29, 3), (2, 0)):
            home.moment[0] += timedelta(days=days)
            await tidy(home.desk, home.assembly.evidence)
            assert (await rows(home))["outbox"] == left


@pytest.mark.parametrize("private", [True, False])
async def test_a_stranger_who_forges_buttons_does_not_fill_the_log(
    tmp_path: Path, *, private: bool
) -> None:
    async with house(tmp_path) as home:
        chat = None if private else Chat(Channel.TELEGRAM, "-55", private=False)
        for _ in range(REFUSALS + 5):
            await home.take("66", Tap(FORGED, "t"), chat=chat, settle=False)
        assert (await rows(home))["audit"] == REFUSALS
        for number in range(REFUSALS_OF_ALL):
            await home.take(f"7{number}", Tap(FORGED, "t"), chat=chat, settle=False)
        assert (await rows(home))["audit"] == REFUSALS_OF_ALL
        home.moment[0] += timedelta(minutes=1)
        await home.take("66", Tap(FORGED, "t"), chat=chat, settle=False)
        assert (await rows(home))["audit"] == REFUSALS_OF_ALL + 1


async def test_every_refusal_of_an_officer_is_written_down(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.officer("samut-sakhon", "77", "Khun Nok")
        for _ in range(REFUSALS + 5):
            await home.take("77", Tap(FORGED, "t"), settle=False)
        entries = await home.assembly.store.read(lambda work: list(work.audit.entries()))
        refused = [each for each in entries if each.action.startswith("refused.")]
        assert len(refused) == REFUSALS + 5


def test_forgetting_one_conversation_looks_at_no_table_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.write_bytes(sqlite_file())
    with sqlite3.connect(file) as database:
        for statement in (*conversations._FORGET, outbox_statements.CANCEL):  # noqa: SLF001
            worded = str(statement.compile(dialect=sqlite.dialect()))
            plan = database.execute(f"EXPLAIN QUERY PLAN {worded}", [None] * worded.count("?"))
            large = ("SCAN outbox", "SCAN referrals", "SCAN evidence", "SCAN slots")
            assert not [row for row in plan if str(row[3]).startswith(large)], worded
