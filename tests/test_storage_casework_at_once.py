"""Casework at once: one officer takes a case, nobody waits for ever."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from bot.domain.ids import CaseState, OfficerId
from bot.domain.referral import AlreadyTaken, Referral
from bot.ports import Work

from tests.storage_samples import (
    CENTRE,
    NOW,
    REF,
    REFERRAL,
    TALK,
    case,
    conversation,
    opened_store,
    referral,
)


def filed(work: Work) -> None:
    work.conversations.save(conversation(), None)
    work.casework.add(case())
    work.casework.add_referral(referral())


async def test_of_fifty_officers_at_once_exactly_one_takes_the_case(database_url: str) -> None:
    def acknowledge(number: int) -> Callable[[Work], OfficerId]:
        def body(work: Work) -> OfficerId:
            found = work.casework.referral(REFERRAL)
            filed_case = work.casework.get(REF)
            assert found is not None
            assert filed_case is not None
            by = OfficerId(f"officer{number}")
            work.casework.save_referral(found.acknowledge(by, CENTRE, NOW))
            work.casework.save(replace(filed_case, state=CaseState.TAKEN))
            return by

        return body

    async with opened_store(database_url) as store:
        await store.write(filed)
        outcomes = await asyncio.gather(
            *(store.write(acknowledge(number)) for number in range(50)), return_exceptions=True
        )
        winners = [each for each in outcomes if isinstance(each, str)]
        losers = [each for each in outcomes if isinstance(each, AlreadyTaken)]
        assert (len(winners), len(losers)) == (1, 49)
        found = await store.read(lambda work: work.casework.referral(REFERRAL))
    assert found is not None
    assert found.holder == winners[0]


@pytest.mark.postgres
async def test_turns_chases_and_officers_at_once_block_nobody(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes its locks in the order of the house: a deadlock would be `StoreDown` here."""
    monkeypatch.setattr("storage.postgres._TRIES", 1)

    def turn(work: Work) -> None:
        found = work.conversations.get(TALK)
        assert found is not None
        work.casework.of_conversation(TALK)
        work.casework.referrals_of(REF)
        work.conversations.save(found, None)

    def chase(work: Work) -> None:
        for due in work.casework.due_referrals(NOW, 9):
            work.casework.get(due.reference)
            work.casework.save_referral(due.step("x", "y", NOW))
            work.conversations.get(TALK)

    def answer(work: Work) -> None:
        found = work.casework.referral(REFERRAL)
        assert found is not None
        work.casework.get(REF)
        work.conversations.get(TALK)
        work.casework.save_referral(found)

    async with opened_store(postgres_url) as store, opened_store(postgres_url) as other:
        await store.write(filed)
        bodies = [turn, chase, answer] * 25
        await asyncio.gather(*(each.write(body) for body in bodies for each in (store, other)))
        assert await store.read(lambda work: work.casework.get(REF)) == case()


@pytest.mark.postgres
async def test_two_that_chase_at_once_never_take_the_same_referral(postgres_url: str) -> None:
    names = [f"refe{number:04}" for number in range(60)]

    def fill(work: Work) -> None:
        for name in names:
            work.conversations.save(conversation(f"talk{name}", account=name), None)
            work.casework.add(case(f"case{name}", f"talk{name}"))
            work.casework.add_referral(referral(name, f"case{name}"))

    def chase(work: Work) -> list[Referral]:
        found = list(work.casework.due_referrals(NOW, 7))
        for each in found:
            work.casework.save_referral(replace(each, next_due_at=None))
        return found

    async with opened_store(postgres_url) as store, opened_store(postgres_url) as other:
        await store.write(fill)
        taken: list[str] = []
        while await store.read(lambda work: work.casework.due_referrals(NOW, 1)):
            rounds = await asyncio.gather(*(each.write(chase) for each in (store, other) * 3))
            taken += [each.id for found in rounds for each in found]
    assert sorted(taken) == names
