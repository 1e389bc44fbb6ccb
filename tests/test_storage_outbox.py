"""The outbox: owed once for ever, leased to one at a time, in order, alerts before all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from bot.domain.delivery import Owed, OwedKind
from bot.domain.incoming import Chat
from bot.ports import Store, Work

from tests.storage_samples import (
    CHAT,
    GROUP,
    MINUTE,
    NOW,
    TALK,
    conversation,
    opened_store,
    owed,
    query,
)

LATER = NOW + MINUTE
SECOND = MINUTE / 60


async def owe(store: Store, *all_owed: Owed) -> list[bool]:
    return await store.write(lambda work: [work.outbox.owe(each) for each in all_owed])


async def claim(store: Store, now: datetime = NOW, limit: int = 10) -> Sequence[Owed]:
    return await store.write(lambda work: work.outbox.claim(now, limit, now + MINUTE))


async def keys(store: Store, now: datetime = NOW, limit: int = 10) -> list[str]:
    return [each.key for each in await claim(store, now, limit)]


def settle(owed: Owed, message: str = "m1") -> Callable[[Work], bool]:
    return lambda work: work.outbox.sent(owed, message, NOW)


def cancelling(key: str) -> Callable[[Work], None]:
    return lambda work: work.outbox.cancel_key(key)


async def test_a_claimed_message_is_what_was_owed(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await owe(store, owed()) == [True]
        (found,) = await claim(store)
    assert found == replace(owed(), id=found.id)
    assert found.id > 0


async def test_a_key_is_owed_once_for_ever(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await owe(store, owed(), owed(words="other")) == [True, False]
        (found,) = await claim(store)
        await store.write(settle(found))
        assert await owe(store, owed()) == [False]
        assert await keys(store, LATER) == []


async def test_a_sent_message_keeps_its_key_and_drops_its_words(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed())
        (found,) = await claim(store)
        await store.write(settle(found))
    assert query(database_url, "SELECT state, sealed IS NULL FROM outbox") == [("sent", True)]


async def test_a_leased_message_comes_back_when_the_lease_ends(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("one"), owed("two"))
        assert await keys(store) == ["one", "two"]
        assert await keys(store, LATER - SECOND) == []
        assert await store.read(lambda work: work.outbox.next_due()) == LATER
        assert await keys(store, LATER) == ["one", "two"]


async def test_messages_leave_by_priority_then_due_time_then_the_order_owed(
    database_url: str,
) -> None:
    def to(number: int) -> Chat:
        return replace(CHAT, id=f"U{number}")

    async with opened_store(database_url) as store:
        await owe(
            store,
            owed("push", priority=5, target=to(1)),
            owed("b", target=to(2)),
            owed("c", target=to(3)),
            owed("a", target=to(4), due_at=NOW - MINUTE),
            owed("alert", target=GROUP, kind=OwedKind.ALERT, priority=0),
            owed("future", target=to(5), due_at=LATER),
        )
        assert await keys(store, limit=4) == ["alert", "a", "b", "c"]
        assert await keys(store) == ["push"]


async def test_two_of_one_target_are_never_in_two_claims(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("one"), owed("two"), owed("three", priority=3))
        assert await keys(store, limit=1) == ["one"]
        assert await keys(store) == []
        await store.write(settle(owed("one")))
        assert await keys(store) == ["two", "three"]


async def test_a_message_that_failed_holds_back_those_behind_it(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("one"), owed("two"), owed("other", priority=3))
        (one,) = await claim(store, limit=1)
        await store.write(lambda work: work.outbox.later(one, LATER))
        assert await keys(store) == ["other"]
        await store.write(settle(owed("other")))
        assert await store.read(lambda work: work.outbox.next_due()) == LATER
        again = await claim(store, LATER)
    assert [(each.key, each.attempts) for each in again] == [("one", 1), ("two", 0)]
    assert again[0].due_at == LATER


async def test_a_message_meant_for_tomorrow_holds_nothing_back(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("tomorrow", due_at=LATER), owed("now"))
        assert await keys(store) == ["now"]


@pytest.mark.parametrize("alert", [{"kind": OwedKind.ALERT}, {"priority": 0}, {"priority": -1}])
async def test_an_alert_waits_for_no_other_message_of_its_target(
    database_url: str, alert: dict[str, Any]
) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("leased"))
        assert await keys(store) == ["leased"]
        await owe(store, owed("alert one", **alert))
        (one,) = await claim(store)
        assert one.key == "alert one"
        await owe(store, owed("alert two", **alert))
        assert await keys(store) == ["alert two"]
        await store.write(lambda work: work.outbox.later(one, LATER))
        await owe(store, owed("alert three", **alert))
        assert await keys(store) == ["alert three"]


async def test_an_alert_holds_no_other_message_back(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("alert", kind=OwedKind.ALERT))
        assert await keys(store) == ["alert"]
        await owe(store, owed("reply"))
        assert await keys(store) == ["reply"]


async def test_an_expired_prompt_never_leaves(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("old", expires_at=NOW - SECOND), owed("new", expires_at=NOW))
        assert await keys(store) == ["new"]
    rows = query(database_url, "SELECT state, reason, sealed IS NULL FROM outbox ORDER BY seq")
    assert rows == [("dead", "expired", True), ("waiting", "", False)]


async def test_a_message_that_is_leaving_does_not_expire_under_the_sender(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed(expires_at=NOW + SECOND))
        (found,) = await claim(store)
        assert await keys(store, NOW + 2 * SECOND) == []
        await store.write(settle(found))
    assert query(database_url, "SELECT state FROM outbox") == [("sent",)]


async def test_what_is_dead_drops_its_words_and_frees_its_target(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("one"), owed("two"))
        (one,) = await claim(store, limit=1)
        await store.write(lambda work: work.outbox.dead(one, "blocked", NOW))
        assert await keys(store) == ["two"]
        rows = query(database_url, "SELECT reason, sealed IS NULL FROM outbox WHERE state = 'dead'")
    assert rows == [("blocked", True)]


async def test_cancelling_drops_what_is_owed_to_the_conversations_own_chat(
    database_url: str,
) -> None:
    def fill(work: Work) -> None:
        work.conversations.save(conversation(), None)
        work.outbox.owe(owed("worker"))
        work.outbox.owe(owed("group", target=GROUP))
        work.outbox.owe(owed("other talk", conversation=None))
        work.outbox.cancel(TALK)

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert sorted(await keys(store)) == ["group", "other talk"]
        assert await owe(store, owed("worker")) == [False]


async def test_cancelling_a_key_drops_it_unless_it_was_sent(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed("one"), owed("two", target=GROUP))
        (one,) = await claim(store, limit=1)
        await store.write(settle(one))
        for key in ("one", "two", "never owed"):
            await store.write(cancelling(key))
        assert await keys(store, LATER) == []
    states = query(database_url, "SELECT state FROM outbox ORDER BY seq")
    assert states == [("sent",), ("cancelled",)]


async def test_a_cancelled_message_is_not_brought_back_by_its_sender(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(store, owed())
        (found,) = await claim(store)
        await store.write(lambda work: work.outbox.cancel_key(found.key))
        await store.write(lambda work: work.outbox.later(found, NOW))
        assert await keys(store) == []


async def test_a_slot_knows_the_last_message_placed_in_it(database_url: str) -> None:
    async with opened_store(database_url) as store:
        for number in (1, 2):
            card = owed(f"card{number}", slot="card:1")
            await owe(store, card)
            await store.write(settle(card, f"m{number}"))
        await store.write(settle(owed("plain"), "m3"))
        placed = [(CHAT, "card:1"), (CHAT, "card:2"), (GROUP, "card:1"), (CHAT, "")]
        found = await store.read(
            lambda work: [work.outbox.placed(chat, slot) for chat, slot in placed]
        )
    assert found == ["m2", "", "", ""]


async def test_what_waits_is_counted_by_kind_with_the_oldest_age(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await owe(
            store,
            owed("a", due_at=NOW - MINUTE),
            owed("b"),
            owed("c", kind=OwedKind.ALERT),
            owed("future", due_at=LATER, kind=OwedKind.PUSH),
        )
        found = await store.read(lambda work: work.outbox.waiting(NOW))
    assert found == [("alert", 1, 0.0), ("reply", 2, 60.0)]


async def test_the_next_due_time_does_not_count_what_is_held_back(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await store.read(lambda work: work.outbox.next_due()) is None
        await owe(store, owed("one"), owed("two"))
        assert await store.read(lambda work: work.outbox.next_due()) == NOW
        await claim(store, limit=1)
        assert await store.read(lambda work: work.outbox.next_due()) == LATER
