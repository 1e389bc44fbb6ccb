"""Rosters, interpreters and assignments are kept, found again, and sealed."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import AssignmentId, Channel, InterpreterId, LanguageCode, OfficerId
from bot.domain.interpreter import Assignment, AssignmentState, Hours, Interpreter, Sex
from bot.domain.roster import Roster, Shift, WeeklyShift
from bot.ports import Work

from tests.storage_samples import (
    CENTRE,
    MINUTE,
    NOW,
    OFFICER,
    REF,
    REFERRAL,
    TALK,
    case,
    conversation,
    opened_store,
    query,
    referral,
)

HOUR = timedelta(hours=1)
HLA = Interpreter(
    InterpreterId("inte0001"),
    Channel.LINE,
    "Uinterpreter4711",
    "Ma Hla Rakthai",
    (LanguageCode("my"),),
    Sex.FEMALE,
    (Hours(0, 8 * HOUR, 30 * HOUR),),
)
GIVEN = Assignment(
    AssignmentId("assi0001"),
    REF,
    TALK,
    REFERRAL,
    CENTRE,
    OFFICER,
    LanguageCode("my"),
    NOW,
    NOW + HOUR,
    offered=(HLA.id,),
    sector="fishing-in-the-clear",
)


def filed(work: Work) -> None:
    work.conversations.save(conversation(), None)
    work.casework.add(case())
    work.casework.add_referral(referral())
    work.interpreters.enrol(HLA)
    work.interpreters.assign(GIVEN)


async def test_a_roster_comes_back_as_it_was_and_its_timer_finds_it(database_url: str) -> None:
    roster = Roster(
        CENTRE,
        (Shift(OfficerId("a"), NOW, NOW + HOUR),),
        (WeeklyShift(OfficerId("b"), 6, 20 * HOUR, 30 * HOUR),),
        (Shift(OfficerId("b"), NOW, NOW + MINUTE),),
        CENTRE,
        NOW,
    )
    async with opened_store(database_url) as store:
        assert await store.read(lambda work: work.rosters.of(CENTRE)) == Roster(CENTRE)
        await store.write(lambda work: work.rosters.save(Roster(CENTRE), None))
        await store.write(lambda work: work.rosters.save(roster, NOW + HOUR))
        assert await store.write(lambda work: work.rosters.of(CENTRE, locked=True)) == roster
        assert await store.read(lambda work: work.rosters.due(NOW)) == []
        assert await store.read(lambda work: work.rosters.due(NOW + HOUR)) == [CENTRE]


async def test_an_interpreter_is_found_by_id_and_by_account_until_removed(
    database_url: str,
) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.interpreters.enrol(HLA))
        found = await store.read(lambda work: work.interpreters.with_account(*account()))
        assert found == HLA
        assert await store.read(lambda work: work.interpreters.get(HLA.id)) == HLA
        gone = replace(HLA, active=False)
        await store.write(lambda work: work.interpreters.enrol(gone))
        assert await store.read(lambda work: work.interpreters.with_account(*account())) is None
        assert await store.read(lambda work: work.interpreters.everybody()) == []


def account() -> tuple[Channel, str]:
    return HLA.channel, HLA.account


async def test_an_assignment_is_due_until_it_has_ended(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
        assert await store.read(lambda work: work.interpreters.due(NOW, 9)) == []
        due = await store.read(lambda work: work.interpreters.due(NOW + HOUR, 9))
        assert due == [GIVEN.id]
        accepted = GIVEN.accept(HLA.id, NOW)
        await store.write(lambda work: work.interpreters.assign(accepted))
        found = await store.write(lambda work: work.interpreters.assignment(GIVEN.id))
        assert found == accepted
        await store.write(lambda work: work.interpreters.assign(accepted.end()))
        late = NOW + 99 * HOUR
        assert await store.read(lambda work: work.interpreters.due(late, 9)) == []
        (ended,) = await store.read(lambda work: work.interpreters.assignments_of(REF))
        assert ended.state is AssignmentState.ENDED


async def test_erasing_a_conversation_erases_what_was_assigned_of_it(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
        await store.write(lambda work: work.conversations.forget(TALK))
        await store.write(lambda work: work.interpreters.assign(GIVEN))
        assert await store.read(lambda work: work.interpreters.assignment(GIVEN.id)) is None
        assert await store.read(lambda work: work.interpreters.due(NOW + 2 * HOUR, 9)) == []
        assert query(database_url, "SELECT sealed FROM assignments") == [(None,)]


async def test_nothing_personal_of_them_can_be_read(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(filed)
    rows = query(database_url, "SELECT * FROM interpreters")
    rows += query(database_url, "SELECT * FROM assignments")
    told = repr([bytes(v) if isinstance(v, memoryview) else v for row in rows for v in row])
    for secret in (HLA.name, HLA.account, GIVEN.sector):
        assert secret not in told
