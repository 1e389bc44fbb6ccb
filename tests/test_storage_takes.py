"""Recordings that nobody has agreed to yet, on both databases."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import Channel, LanguageCode, OfficerId, TakeId
from bot.domain.incoming import Chat
from bot.domain.recording import Take, TakeState

from tests.storage_samples import NOW, opened_store, query

TAKE = Take(
    TakeId("take00000001"),
    OfficerId("officer1"),
    Chat(Channel.TELEGRAM, "7001"),
    "file-of-telegram",
    LanguageCode("my"),
    "ask.papers_kept",
    "mark",
    NOW,
)
HOUR = timedelta(hours=1)


async def test_a_take_is_due_when_it_says_and_gone_when_it_is_dropped(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.takes.add(TAKE, NOW))
        ready = replace(TAKE, state=TakeState.READY)
        assert await store.write(lambda work: list(work.takes.due(NOW, 5))) == [TAKE]
        await store.write(lambda work: work.takes.save(ready, NOW + HOUR))
        assert await store.write(lambda work: list(work.takes.due(NOW, 5))) == []
        assert await store.write(lambda work: work.takes.get(TAKE.id)) == ready
        await store.write(lambda work: work.takes.drop(TAKE.id))
        assert await store.write(lambda work: work.takes.get(TAKE.id)) is None


async def test_whose_it_is_and_where_it_lies_cannot_be_read_in_the_database(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.takes.add(TAKE, NOW))
    ((sealed,),) = query(database_url, "SELECT sealed FROM takes")
    for word in (b"7001", b"file-of-telegram", b"officer1"):
        assert isinstance(sealed, bytes | memoryview)
        assert word not in bytes(sealed)
