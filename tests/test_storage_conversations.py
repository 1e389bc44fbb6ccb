"""Conversations and evidence: stored, found, due, erased."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest
from bot.domain.conversation import Conversation, EvidenceState
from bot.domain.ids import CaseState, Channel, ConversationId, EvidenceId
from bot.ports import Work

from tests.storage_samples import (
    ACCOUNT,
    GROUP,
    MINUTE,
    NOW,
    REF,
    REFERRAL,
    TALK,
    case,
    conversation,
    evidence,
    opened_store,
    owed,
    query,
    referral,
    saving,
)

LINE = Channel.LINE
COUNT = "SELECT count(*) FROM "


def current(work: Work) -> Conversation | None:
    return work.conversations.current(LINE, ACCOUNT)


async def test_a_conversation_comes_back_as_it_was_saved(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await store.write(current) is None
        await store.write(lambda work: work.conversations.save(conversation(), None))
        assert await store.write(current) == conversation()
        assert await store.write(lambda work: work.conversations.get(TALK)) == conversation()
        assert await store.read(current) == conversation()
        assert await store.read(lambda work: work.conversations.current(LINE, "other")) is None
        other = Channel.TELEGRAM
        assert await store.read(lambda work: work.conversations.current(other, ACCOUNT)) is None


async def test_a_conversation_survives_closing_and_opening(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.conversations.save(conversation(), None))
    async with opened_store(database_url) as store:
        assert await store.read(current) == conversation()


async def test_a_new_conversation_becomes_the_current_one(database_url: str) -> None:
    old, new = conversation(), conversation("conv0002", started_at=NOW + MINUTE)
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.conversations.save(old, None))
        await store.write(lambda work: work.conversations.save(new, None))
        assert await store.read(current) == new


async def test_of_two_started_in_the_same_moment_the_later_saved_is_current(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        for name in ("conv0002", "conv0001"):
            await store.write(saving(conversation(name)))
        assert await store.read(current) == conversation("conv0001")


async def test_saving_an_older_conversation_again_does_not_bring_it_back(database_url: str) -> None:
    old, new = conversation(), conversation("conv0002", started_at=NOW + MINUTE)
    async with opened_store(database_url) as store:
        for talk in (old, new, replace(old, nudged=True)):
            await store.write(saving(talk))
        assert await store.read(current) == new
        found = await store.read(lambda work: work.conversations.get(old.id))
    assert found is not None
    assert found.nudged


async def test_due_conversations_come_earliest_first(database_url: str) -> None:
    def fill(work: Work) -> None:
        for name, due_at in (
            ("later000", NOW),
            ("earlier0", NOW - MINUTE),
            ("future00", NOW + MINUTE),
            ("never000", None),
        ):
            work.conversations.save(conversation(name, account=name), due_at)

    async with opened_store(database_url) as store:
        await store.write(fill)
        due = await store.write(lambda work: work.conversations.due(NOW, 10))
        assert due == ["earlier0", "later000"]
        assert await store.write(lambda work: work.conversations.due(NOW, 1)) == ["earlier0"]


@pytest.mark.postgres
async def test_two_first_messages_at_once_make_one_conversation(postgres_url: str) -> None:
    def first_turn(number: int, work: Work) -> None:
        if current(work) is None:
            work.conversations.save(conversation(f"conv{number:04}"), None)

    async with opened_store(postgres_url) as store:
        turns = [partial(first_turn, number) for number in range(40)]
        await asyncio.gather(*map(store.write, turns))
        assert query(postgres_url, "SELECT count(*) FROM conversations") == [(1,)]


@pytest.mark.postgres
async def test_turns_of_one_account_lose_no_update(postgres_url: str) -> None:
    def turn(work: Work) -> None:
        found = current(work)
        assert found is not None
        louder = replace(found, unread_voices=found.unread_voices + 1)
        work.conversations.save(louder, None)

    async with opened_store(postgres_url) as store, opened_store(postgres_url) as other:
        await store.write(lambda work: work.conversations.save(conversation(), None))
        await asyncio.gather(*(each.write(turn) for each in (store, other) for _ in range(20)))
        found = await store.read(current)
    assert found is not None
    assert found.unread_voices == 40


async def test_evidence_comes_back_in_the_order_received(database_url: str) -> None:
    def fill(work: Work) -> None:
        for name in ("evid0002", "evid0001"):
            work.conversations.add_evidence(evidence(name), NOW)
        work.conversations.add_evidence(evidence("evid0003", "conv0002"), NOW)

    async with opened_store(database_url) as store:
        await store.write(fill)
        found = await store.read(lambda work: work.conversations.evidence_of(TALK))
    assert found == [evidence("evid0002"), evidence("evid0001")]


async def test_evidence_is_due_until_its_bytes_are_kept(database_url: str) -> None:
    kept = replace(evidence(), state=EvidenceState.KEPT, size=5, sha256="ab")
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.conversations.add_evidence(evidence(), NOW))
        early = NOW - MINUTE
        assert await store.write(lambda work: work.conversations.due_evidence(early, 9)) == []
        due = await store.write(lambda work: work.conversations.due_evidence(NOW, 9))
        assert due == [evidence()]
        await store.write(lambda work: work.conversations.save_evidence(kept, None))
        assert await store.write(lambda work: work.conversations.due_evidence(NOW, 9)) == []
        assert await store.read(lambda work: work.conversations.evidence_of(TALK)) == [kept]


def whole_story(work: Work) -> None:
    work.conversations.save(conversation(), NOW)
    work.conversations.add_evidence(evidence(), NOW)
    work.casework.add(case())
    work.casework.add_referral(referral())
    work.outbox.owe(owed("worker"))
    work.outbox.owe(owed("group", target=GROUP))


@pytest.mark.safety(27)
async def test_forgetting_a_conversation_erases_all_its_key_opens(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(whole_story)
        await store.write(lambda work: work.conversations.forget(TALK))

        def nothing_left(work: Work) -> None:
            assert work.conversations.get(TALK) is None
            assert current(work) is None
            assert work.conversations.evidence_of(TALK) == []
            assert work.conversations.due_evidence(NOW, 9) == []
            assert work.casework.get(REF) is None
            assert work.casework.referral(REFERRAL) is None
            assert work.casework.referrals_of(REF) == []
            assert work.casework.due_referrals(NOW, 9) == []
            assert work.outbox.claim(NOW, 9, NOW + MINUTE) == []
            (row,) = work.casework.rows()
            told = (row.state, row.level.value, row.alerted_level, row.urgent)
            assert told == (CaseState.ERASED, "U", None, False)

        await store.write(nothing_left)
        for rows in ("data_keys", "conversations", "evidence"):
            assert query(database_url, COUNT + rows) == [(0,)]
        for rows in ("cases", "referrals", "outbox"):
            assert query(database_url, COUNT + rows + " WHERE sealed IS NOT NULL") == [(0,)]


async def test_forgetting_one_conversation_leaves_the_others(database_url: str) -> None:
    def fill(work: Work) -> None:
        work.conversations.save(conversation(), None)
        work.conversations.save(conversation("conv0002", account="U2"), None)
        work.conversations.forget(TALK)

    async with opened_store(database_url) as store:
        await store.write(fill)
        kept = await store.read(lambda work: work.conversations.get(ConversationId("conv0002")))
        assert kept == conversation("conv0002", account="U2")


async def test_what_is_owed_after_forgetting_still_leaves(database_url: str) -> None:
    def forget(work: Work) -> None:
        work.conversations.save(conversation(), None)
        work.conversations.forget(TALK)
        work.outbox.owe(owed("goodbye"))

    async with opened_store(database_url) as store:
        await store.write(forget)
        claimed = await store.write(lambda work: work.outbox.claim(NOW, 9, NOW + MINUTE))
        assert [each.key for each in claimed] == ["goodbye"]
        assert query(database_url, "SELECT count(*) FROM data_keys") == [(0,)]


async def test_a_late_save_of_erased_evidence_and_case_brings_nothing_back(
    database_url: str,
) -> None:
    def late(work: Work) -> None:
        work.conversations.save_evidence(evidence(), None)
        work.casework.save(case())
        work.casework.save_referral(referral())

    async with opened_store(database_url) as store:
        await store.write(whole_story)
        await store.write(lambda work: work.conversations.forget(TALK))
        await store.write(late)
        assert query(database_url, "SELECT count(*) FROM data_keys") == [(0,)]
        assert await store.read(lambda work: work.casework.get(REF)) is None


async def test_a_key_of_a_unit_of_work_that_was_rolled_back_is_not_used_again(
    database_url: str,
) -> None:
    def fails(work: Work) -> None:
        work.conversations.save(conversation(), None)
        raise ZeroDivisionError

    async with opened_store(database_url) as store:
        with pytest.raises(ZeroDivisionError):
            await store.write(fails)
        await store.write(lambda work: work.conversations.save(conversation(), None))
    async with opened_store(database_url) as store:
        assert await store.read(current) == conversation()
        assert await store.read(lambda work: work.conversations.evidence_of(TALK)) == []
        assert EvidenceId("evid0001") not in conversation().evidence
