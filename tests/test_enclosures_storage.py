"""Photos and voices on their way: sealed with the case, gone with it, links for a time."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.enclosure import Enclosure
from bot.domain.ids import EnclosureId
from bot.domain.incoming import MediaKind

from tests.storage_samples import CHAT, NOW, TALK, conversation, opened_store, query

SECRET = "file-of-the-officer"
TOKEN = "token-of-an-address"
ONE = Enclosure(EnclosureId("e0000001"), TALK, MediaKind.PHOTO, NOW, chat=CHAT, file=SECRET)
HOUR = timedelta(hours=1)


async def test_they_are_claimed_once_sealed_and_gone_with_their_case(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.conversations.save(conversation(), None))
        other = replace(ONE, id=EnclosureId("e0000002"))
        await store.write(lambda work: work.enclosures.save(ONE, NOW + HOUR))
        await store.write(lambda work: work.enclosures.save(other, NOW))
        assert await store.write(lambda work: work.enclosures.due(NOW, 5)) == [other]
        ready = ONE.made("key", 0)
        await store.write(lambda work: work.enclosures.save(ready, None))
        assert await store.read(lambda work: work.enclosures.get(ONE.id)) == ready
        assert (ready.file, ready.chat) == ("", None)
        await store.write(lambda work: work.enclosures.link(TOKEN, ready, NOW + HOUR))
        found = await store.read(lambda work: work.enclosures.by_token(TOKEN, NOW))
        assert found == ready
        assert await store.read(lambda work: work.enclosures.by_token("other", NOW)) is None
        assert await store.read(lambda work: work.enclosures.by_token(TOKEN, NOW + HOUR)) is None
        rows = query(database_url, "SELECT * FROM enclosures") + query(
            database_url, "SELECT * FROM enclosure_links"
        )
        assert not any(word in repr(rows) for word in (SECRET, TOKEN, "photo"))
        await store.write(lambda work: work.conversations.forget(TALK))
        await store.write(lambda work: work.enclosures.save(ready, None))  # its key is gone
        assert query(database_url, "SELECT * FROM enclosures") == []
        assert query(database_url, "SELECT * FROM enclosure_links") == []


async def test_what_is_dropped_takes_its_links_along(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.conversations.save(conversation(), None))
        for end in (
            lambda work: work.enclosures.drop(ONE.id),
            lambda work: work.enclosures.drop_all(TALK),
        ):
            await store.write(lambda work: work.enclosures.save(ONE, None))
            await store.write(lambda work: work.enclosures.link(TOKEN, ONE, NOW + HOUR))
            await store.write(end)
            assert query(database_url, "SELECT * FROM enclosure_links") == []
            assert not await store.read(lambda work: work.enclosures.knows(ONE.id))
        await store.write(lambda work: work.enclosures.link(TOKEN, ONE, NOW))
        assert await store.write(lambda work: work.enclosures.tidy(NOW + HOUR)) == 1
