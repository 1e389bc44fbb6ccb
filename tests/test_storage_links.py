"""Links and PINs in the store: found by what opens them, used up once, sealed."""

import asyncio
from datetime import timedelta

from bot.domain.case_link import CaseLink, LinkTo, Pin
from bot.domain.copy_link import CopyLink
from bot.domain.ids import Channel
from bot.ports import Work

from tests.storage_samples import MINUTE, NOW, OFFICER, REFERRAL, TALK, opened_store, query

LINK = CaseLink(OFFICER, REFERRAL, LinkTo.EVIDENCE, NOW + 10 * MINUTE)
TOKEN, SECRET = "token-in-the-clear", "secret-in-the-clear"


async def test_a_link_is_found_by_its_token_and_then_its_page_by_its_secret(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.case_links.add(LINK, TOKEN))
        assert await store.write(lambda work: work.case_links.by_token(TOKEN)) == LINK
        assert await store.write(lambda work: work.case_links.by_token("other")) is None
        assert await store.read(lambda work: work.case_links.by_secret(SECRET)) is None
        until = NOW + 20 * MINUTE
        assert await store.write(lambda work: work.case_links.open(TOKEN, SECRET, until))
        found = await store.read(lambda work: work.case_links.by_secret(SECRET))
        assert found == CaseLink(OFFICER, REFERRAL, LinkTo.EVIDENCE, until, opened=True)
        assert await store.write(lambda work: work.case_links.tidy(until)) == 0
        assert await store.write(lambda work: work.case_links.tidy(until + MINUTE)) == 1


async def test_of_many_who_open_it_at_once_one_does(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.case_links.add(LINK, TOKEN))

        async def opens(number: int) -> bool:
            return await store.write(
                lambda work: work.case_links.open(TOKEN, f"{SECRET}{number}", NOW + MINUTE)
            )

        assert sum(await asyncio.gather(*(opens(number) for number in range(8)))) == 1


async def test_tries_at_the_same_moment_count_each(database_url: str) -> None:
    async with opened_store(database_url) as store:

        def tries(work: Work) -> None:
            pin = work.pins.get(Channel.LINE, "U1")
            work.pins.save(Channel.LINE, "U1", pin.tried(NOW))

        await asyncio.gather(*(store.write(tries) for _ in range(6)))
        pin = await store.write(lambda work: work.pins.get(Channel.LINE, "U1"))
        assert pin.wrong == 6


async def test_a_pin_belongs_to_an_account_and_can_be_forgotten(database_url: str) -> None:
    pin = Pin("the-hash-of-a-pin", wrong=2, next_try_at=NOW + timedelta(seconds=5))
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.pins.save(Channel.LINE, "U1", pin))
        assert await store.write(lambda work: work.pins.get(Channel.LINE, "U1")) == pin
        assert await store.write(lambda work: work.pins.get(Channel.TELEGRAM, "U1")) == Pin()
        assert await store.write(lambda work: work.pins.forget(Channel.LINE, "U1"))
        assert not await store.write(lambda work: work.pins.forget(Channel.LINE, "U1"))
        assert await store.write(lambda work: work.pins.get(Channel.LINE, "U1")) == Pin()


async def test_neither_token_nor_secret_nor_hash_can_be_read(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.case_links.add(LINK, TOKEN))
        await store.write(lambda work: work.case_links.open(TOKEN, SECRET, NOW))
        await store.write(lambda work: work.pins.save(Channel.LINE, "U1", Pin("plain-hash")))
    rows = query(database_url, "SELECT * FROM case_links") + query(
        database_url, "SELECT * FROM pins"
    )
    plain = b"".join(
        bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode()
        for row in rows
        for each in row
    )
    for word in (TOKEN, SECRET, "plain-hash", "U1"):
        assert word.encode() not in plain


async def test_a_link_to_a_copy_opens_once_and_goes_with_its_conversation(
    database_url: str,
) -> None:
    link = CopyLink(TALK, NOW, NOW + 10 * MINUTE)
    async with opened_store(database_url) as store:
        for token in (TOKEN, "another"):
            await store.write(lambda work, token=token: work.copy_links.add(link, token))  # type: ignore[misc]
        assert await store.write(lambda work: work.copy_links.by_token(TOKEN)) == link
        until = NOW + 20 * MINUTE
        assert await store.write(lambda work: work.copy_links.open(TOKEN, SECRET, until))
        assert not await store.write(lambda work: work.copy_links.open(TOKEN, "more", until))
        found = await store.read(lambda work: work.copy_links.by_secret(SECRET))
        assert found == CopyLink(TALK, NOW, until, opened=True)
        assert await store.write(lambda work: work.copy_links.tidy(until)) == 1
        await store.write(lambda work: work.conversations.forget(TALK))
        assert await store.read(lambda work: work.copy_links.by_secret(SECRET)) is None
