"""Cases and referrals: stored, listed without opening a seal, due, taken by one officer only."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from bot.domain.ids import CaseState, OfficerId, Reference, ReferralId, ReferralState, UnitId
from bot.domain.load import UnitLoad
from bot.ports import CaseRow, Work

from tests.storage_samples import (
    CENTRE,
    MINUTE,
    NOW,
    OFFICER,
    REF,
    TALK,
    case,
    conversation,
    officer,
    opened_store,
    query,
    referral,
)

OTHER = Reference("11-1111-1111-1")


def filed(work: Work) -> None:
    work.conversations.save(conversation(), None)
    work.casework.add(case())
    work.casework.add_referral(referral())


async def test_a_case_comes_back_as_it_was_filed_and_as_it_was_saved(database_url: str) -> None:
    async with opened_store(database_url) as store:
        assert await store.read(lambda work: work.casework.get(REF)) is None
        await store.write(filed)
        assert await store.read(lambda work: work.casework.get(REF)) == case()
        assert await store.write(lambda work: work.casework.of_conversation(TALK)) == case()
        taken = replace(case(), state=CaseState.TAKEN, outcome="told to nobody")
        await store.write(lambda work: work.casework.save(taken))
        assert await store.write(lambda work: work.casework.get(REF)) == taken


async def test_one_conversation_makes_one_case(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
        with pytest.raises(Exception, match=r"(?i)unique"):
            await store.write(lambda work: work.casework.add(case(OTHER)))


async def test_a_list_of_cases_shows_what_stands_in_the_clear(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
        rows = await store.read(lambda work: work.casework.rows())
    shown = case()
    assert rows == [
        CaseRow(
            reference=REF,
            state=shown.state,
            level=shown.level,
            alerted_level=shown.alerted_level,
            urgent=True,
            unit=CENTRE,
            channel=shown.channel,
            opened_at=NOW,
            next_due_at=NOW,
        )
    ]


async def test_a_list_of_cases_opens_no_seal(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
        query(database_url, "DELETE FROM data_keys")
        assert len(await store.read(lambda work: work.casework.rows())) == 1


async def test_cases_are_listed_newest_first_by_unit_and_state(database_url: str) -> None:
    def fill(work: Work) -> None:
        work.casework.add(case("1", "one", opened_at=NOW - MINUTE))
        work.casework.add(case("2", "two", state=CaseState.TAKEN))
        work.casework.add(case("3", "three", unit="agency", opened_at=NOW + MINUTE))

    def listed(work: Work) -> list[list[str]]:
        rows = work.casework.rows
        lists = [
            rows(),
            rows(unit=CENTRE),
            rows(states=[CaseState.TAKEN, CaseState.CLOSED]),
            rows(unit=UnitId("agency"), states=iter([CaseState.TAKEN])),
            rows(states=list(CaseState)),
            rows(limit=2),
        ]
        return [[row.reference for row in each] for each in lists]

    async with opened_store(database_url) as store:
        await store.write(fill)
        found = await store.read(listed)
    everything = ["3", "2", "1"]
    assert found == [everything, ["2", "1"], ["2"], [], everything, ["3", "2"]]


async def test_referrals_of_a_case_come_oldest_first(database_url: str) -> None:
    new = referral("new00000", started_at=NOW + MINUTE)

    def fill(work: Work) -> None:
        work.casework.add(case())
        work.casework.add_referral(new)
        work.casework.add_referral(referral())

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.write(lambda work: work.casework.referrals_of(REF)) == [referral(), new]
        assert await store.write(lambda work: work.casework.referral(new.id)) == new
        assert await store.read(lambda work: work.casework.referral(ReferralId("none"))) is None


async def test_a_referral_without_its_case_is_refused(database_url: str) -> None:
    async with opened_store(database_url) as store:
        with pytest.raises(LookupError, match=REF):
            await store.write(lambda work: work.casework.add_referral(referral()))


async def test_due_are_the_open_and_the_taken_ones_earliest_first(
    database_url: str,
) -> None:
    def fill(work: Work) -> None:
        work.casework.add(case())  # chased even where its conversation is missing
        work.casework.add_referral(referral("late0000", due_at=NOW))
        work.casework.add_referral(referral("early000", due_at=NOW - MINUTE))
        work.casework.add_referral(referral("future00", due_at=NOW + MINUTE))
        work.casework.add_referral(referral("never000", due_at=None))
        answered = replace(referral("answered"), state=ReferralState.REVOKED)
        work.casework.add_referral(answered)
        taken = referral("taken000", due_at=NOW).acknowledge(OFFICER, CENTRE, NOW)
        work.casework.add_referral(replace(taken, next_due_at=NOW - 2 * MINUTE))

    def due(limit: int) -> Callable[[Work], list[str]]:
        return lambda work: [each.id for each in work.casework.due_referrals(NOW, limit)]

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.write(due(10)) == ["taken000", "early000", "late0000"]
        assert await store.write(due(2)) == ["taken000", "early000"]
        assert await store.read(due(10)) == ["taken000", "early000", "late0000"]


async def test_a_saved_referral_is_due_at_its_new_time(database_url: str) -> None:
    later = replace(referral(), next_due_at=NOW + MINUTE).step("first", "group", NOW)
    async with opened_store(database_url) as store:
        await store.write(filed)
        await store.write(lambda work: work.casework.save_referral(later))
        assert await store.write(lambda work: work.casework.due_referrals(NOW, 9)) == []
        due = await store.write(lambda work: work.casework.due_referrals(NOW + MINUTE, 9))
    assert due == [later]


async def test_an_officer_holds_what_they_acknowledged_newest_first(database_url: str) -> None:
    def fill(work: Work) -> None:
        work.casework.add(case())
        for number in range(3):
            plain = referral(f"refe000{number}")
            work.casework.add_referral(plain)
            if number:
                taken = plain.acknowledge(OFFICER, CENTRE, NOW + number * MINUTE)
                work.casework.save_referral(taken)

    async with opened_store(database_url) as store:
        await store.write(fill)
        held = await store.read(lambda work: work.casework.held_by(OFFICER))
        assert [each.id for each in held] == ["refe0002", "refe0001"]
        assert await store.read(lambda work: work.casework.held_by(OfficerId("other"))) == []


async def test_closed_cases_are_not_among_what_an_officer_holds_now(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(_one_taken_one_closed)
        held = await store.read(lambda work: work.casework.open_held_by(OFFICER))
        assert [each.id for each in held] == ["refe0000"]
        assert len(await store.read(lambda work: work.casework.held_by(OFFICER))) == 2


async def test_what_an_officer_left_behind_is_what_is_open_and_theirs(database_url: str) -> None:
    def leave(work: Work) -> None:
        work.directory.enrol(replace(officer(), active=False))

    async with opened_store(database_url) as store:
        await store.write(_one_taken_one_closed)
        assert await store.read(lambda work: work.casework.left_behind(9)) == []
        await store.write(leave)
        assert await store.read(lambda work: work.casework.left_behind(9)) == ["refe0000"]
        await store.write(lambda work: work.directory.enrol(officer()))
        assert await store.read(lambda work: work.casework.left_behind(9)) == []


def _one_taken_one_closed(work: Work) -> None:
    work.directory.enrol(officer())
    for number, state in enumerate((CaseState.TAKEN, CaseState.CLOSED)):
        work.casework.add(case(str(number), f"talk{number}", state=state))
        plain = referral(f"refe000{number}", str(number))
        work.casework.add_referral(plain)
        taken = plain.acknowledge(officer().id, CENTRE, NOW)
        work.casework.save_referral(taken)


async def test_open_cases_without_any_due_time_are_counted_and_named(database_url: str) -> None:
    def fill(work: Work) -> None:
        filed(work)
        work.casework.add(case("2", "two", state=CaseState.TAKEN))
        taken = referral("refe0002", "2").acknowledge(OFFICER, CENTRE, NOW)
        work.casework.add_referral(replace(taken, next_due_at=NOW + MINUTE))
        work.casework.add(case("3", "three", state=CaseState.CLOSED))

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.read(lambda work: work.casework.without_next_step()) == 0
        nothing_due = replace(referral(), next_due_at=None)
        await store.write(lambda work: work.casework.save_referral(nothing_due))
        assert await store.read(lambda work: work.casework.without_next_step()) == 1
        await store.write(lambda work: work.casework.add(case("4", "x", state=CaseState.REFERRED)))
        assert await store.read(lambda work: work.casework.forgotten(9)) == [REF, "4"]


async def test_the_load_of_each_unit_is_counted_without_opening_a_seal(database_url: str) -> None:
    def fill(work: Work) -> None:
        late = replace(referral(), late_at=NOW - MINUTE)
        work.casework.add(case())
        work.casework.add_referral(late)
        work.casework.add(case("2", "two", state=CaseState.TAKEN, unit="tak"))
        taken = referral("refe0002", "2").acknowledge(OFFICER, CENTRE, NOW)
        work.casework.add_referral(replace(taken, next_due_at=NOW, late_at=NOW + MINUTE))
        work.casework.add(case("3", "three", state=CaseState.REFERRED, unit="tak"))
        work.casework.add(case("4", "four", state=CaseState.CLOSED, unit="tak"))

    async with opened_store(database_url) as store:
        await store.write(fill)
        query(database_url, "DELETE FROM data_keys")
        loads = await store.read(lambda work: work.casework.loads(NOW, NOW + MINUTE))
    assert loads == [
        UnitLoad(CENTRE, open=1, waiting=1, late=1),
        UnitLoad(UnitId("tak"), open=2, today=1, without=1),
    ]


async def test_cases_are_counted_by_state_and_newest_referral(database_url: str) -> None:
    def fill(work: Work) -> None:
        filed(work)
        declined = referral().decline(OFFICER, CENTRE, "not ours", NOW)
        work.casework.save_referral(declined)
        work.casework.add_referral(referral("refe0002"))
        work.casework.add(case("2", "two", state=CaseState.CLOSED))
        work.casework.add(case("3", "three", state=CaseState.CLOSED))

    async with opened_store(database_url) as store:
        await store.write(fill)
        counts = await store.read(lambda work: work.casework.counts())
    assert sorted(counts, key=lambda row: row[0]) == [
        (CaseState.CLOSED, None, 2),
        (CaseState.FILED, ReferralState.SENT, 1),
    ]
