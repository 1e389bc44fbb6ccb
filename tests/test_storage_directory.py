"""The directory: groups, officers and one-time codes."""

import asyncio
from dataclasses import replace

import pytest
from bot.domain.ids import OfficerId, UnitId
from bot.domain.incoming import Chat
from bot.domain.unit import Code, CodePurpose, Group, Role
from bot.ports import Work
from storage.sealing import SealBrokenError

from tests.storage_samples import (
    CENTRE,
    GROUP,
    MINUTE,
    NOW,
    OFFICER,
    conversation,
    officer,
    opened_store,
    owed,
    query,
)

AGENCY = UnitId("agency")
CODE = Code("12345678", CodePurpose.OFFICER, CENTRE, NOW + MINUTE, "Somchai")
TELEGRAM = GROUP.channel


async def test_a_bound_group_is_reached_until_it_is_unbound(database_url: str) -> None:
    group = Group(CENTRE, GROUP)
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.directory.bind(CENTRE, GROUP, NOW))
        assert await store.read(lambda work: work.directory.groups_of(CENTRE)) == [group]
        assert await store.read(lambda work: work.directory.unit_of(GROUP)) == CENTRE
        topic = replace(GROUP, thread="7")
        assert await store.read(lambda work: work.directory.unit_of(topic)) == CENTRE
        assert await store.write(lambda work: work.directory.unbind(GROUP)) == CENTRE
        assert await store.write(lambda work: work.directory.unbind(GROUP)) is None
        assert await store.read(lambda work: work.directory.groups_of(CENTRE)) == []
        assert await store.read(lambda work: work.directory.unit_of(GROUP)) is None
        gone = [replace(group, active=False)]
        assert await store.read(lambda work: work.directory.groups()) == gone


async def test_a_group_has_one_unit_and_a_unit_many_groups(database_url: str) -> None:
    second = Chat(TELEGRAM, "-2", private=False, thread="5")

    def bind(work: Work) -> None:
        work.directory.bind(CENTRE, GROUP, NOW)
        work.directory.unbind(GROUP)
        work.directory.bind(AGENCY, GROUP, NOW + MINUTE)
        work.directory.bind(AGENCY, second, NOW)

    async with opened_store(database_url) as store:
        await store.write(bind)
        assert await store.read(lambda work: work.directory.groups_of(CENTRE)) == []
        found = await store.read(lambda work: work.directory.groups_of(AGENCY))
        assert found == [Group(AGENCY, second), Group(AGENCY, GROUP)]


async def test_a_group_that_moved_keeps_its_unit_and_what_is_owed_to_it(database_url: str) -> None:
    moved = replace(GROUP, id="-100999", thread="3")

    def fill(work: Work) -> None:
        work.directory.bind(CENTRE, GROUP, NOW)
        work.conversations.save(conversation(), None)
        work.outbox.owe(owed("one", target=replace(GROUP, thread="3")))
        work.outbox.owe(owed("two", target=replace(GROUP, thread="3"), conversation=None))
        work.outbox.owe(owed("old", target=GROUP, slot="card"))
        work.outbox.sent(owed("old", target=GROUP, slot="card"), "m1", NOW)
        work.directory.move(GROUP, moved.id)

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.read(lambda work: work.directory.unit_of(moved)) == CENTRE
        assert await store.read(lambda work: work.directory.unit_of(GROUP)) is None
        new = [Group(CENTRE, replace(GROUP, id=moved.id))]
        assert await store.read(lambda work: work.directory.groups()) == new
        claimed = await store.write(lambda work: work.outbox.claim(NOW, 9, NOW + MINUTE))
        assert [(each.key, each.target) for each in claimed] == [("one", moved), ("two", moved)]
        assert await store.read(lambda work: work.outbox.placed(GROUP, "card")) == ""


async def test_a_move_heard_twice_or_late_changes_no_newer_binding(database_url: str) -> None:
    moved = replace(GROUP, id="-100999")

    def fill(work: Work) -> None:
        work.directory.bind(CENTRE, GROUP, NOW)
        work.directory.bind(AGENCY, moved, NOW)
        work.directory.move(GROUP, moved.id)
        work.directory.move(GROUP, moved.id)

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.read(lambda work: work.directory.groups()) == [Group(AGENCY, moved)]


async def test_officers_are_found_by_id_account_and_unit(database_url: str) -> None:
    elsewhere = officer("offi0002", unit=AGENCY)
    left = replace(officer("offi0003", account="77"), active=False)

    def fill(work: Work) -> None:
        for each in (officer(), elsewhere, left):
            work.directory.enrol(each)

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.read(lambda work: work.directory.officer(OFFICER)) == officer()
        assert await store.read(lambda work: work.directory.officer(OfficerId("none"))) is None
        found = await store.read(lambda work: work.directory.officers_with(TELEGRAM, "55501"))
        assert found == [elsewhere, officer()]
        assert await store.read(lambda work: work.directory.officers_with(TELEGRAM, "77")) == []
        assert await store.read(lambda work: work.directory.officers_of(CENTRE)) == [officer()]
        assert await store.read(lambda work: work.directory.officer(left.id)) == left


async def test_an_officer_enrolled_again_keeps_the_first_id(database_url: str) -> None:
    again = replace(officer("offi0009"), name="Somchai J.")
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.directory.enrol(officer()))
        await store.write(lambda work: work.directory.enrol(again))
        found = await store.read(lambda work: work.directory.officers_of(CENTRE))
    assert found == [replace(again, id=OFFICER)]


async def test_a_changed_officer_is_stored(database_url: str) -> None:
    changed = replace(officer(), private_open=True, awaiting="note")
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.directory.enrol(officer()))
        await store.write(lambda work: work.directory.enrol(changed))
        assert await store.read(lambda work: work.directory.officer(OFFICER)) == changed


async def test_a_code_is_used_once_before_it_expires(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.directory.add_code(CODE))
        assert await store.write(lambda work: work.directory.redeem("87654321", NOW)) is None
        expired = NOW + MINUTE
        assert await store.write(lambda work: work.directory.redeem(CODE.code, expired)) is None
        assert await store.write(lambda work: work.directory.redeem(CODE.code, NOW)) == CODE
        assert await store.write(lambda work: work.directory.redeem(CODE.code, NOW)) is None


async def test_of_many_who_redeem_a_code_at_once_one_succeeds(database_url: str) -> None:
    async with opened_store(database_url) as store:
        await store.write(lambda work: work.directory.add_code(CODE))
        tries = [store.write(lambda work: work.directory.redeem(CODE.code, NOW)) for _ in range(20)]
        found = await asyncio.gather(*tries)
    assert [each for each in found if each] == [CODE]


async def test_who_can_write_to_the_database_alone_becomes_nobody_and_takes_no_group(
    database_url: str,
) -> None:
    """Without the key the columns in the clear can be changed: they find rows, and no more."""
    head = replace(officer(), id=OfficerId("offi0009"), account="9", role=Role.HEAD)
    gone = replace(officer(), id=OfficerId("offi0007"), account="7", active=False)

    def fill(work: Work) -> None:
        for each in (officer(), head, gone):
            work.directory.enrol(each)
        work.directory.bind(CENTRE, GROUP, NOW)
        work.conversations.save(conversation(), None)

    account = "account = (SELECT account FROM officers WHERE id = 'offi0001')"
    async with opened_store(database_url) as store:
        await store.write(fill)
        for order in (
            "UPDATE officers SET active = TRUE WHERE id = 'offi0007'",
            "UPDATE officers SET unit = 'agency' WHERE id = 'offi0001'",
            f"UPDATE officers SET {account} WHERE id = 'offi0009'",  # noqa: S608
            f"UPDATE conversations SET {account}",  # noqa: S608
            "UPDATE groups SET unit = 'agency'",
        ):
            query(database_url, order)

        def seen(work: Work) -> list[object]:
            with_account = work.directory.officers_with(officer().channel, officer().account)
            of_units = [work.directory.officers_of(unit) for unit in (CENTRE, AGENCY)]
            groups = work.directory.groups_of(AGENCY)
            back = work.directory.officers_with(gone.channel, gone.account)
            unit = work.directory.unit_of(GROUP)
            return [[e.id for e in with_account], *of_units[1:], groups, back, unit]

        assert await store.read(seen) == [["offi0001"], [], [], [], CENTRE]
        with pytest.raises(SealBrokenError):
            await store.read(
                lambda work: work.conversations.current(officer().channel, officer().account)
            )
