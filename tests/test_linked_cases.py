"""Linked cases: kept in step with the answers, erased with the case, seen by officers only."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot.documents.cases import linked_cases
from bot.domain.ids import CaseState, Channel, Reference
from bot.domain.incoming import Chat, Tap
from bot.ports import LinkedCase, Work

from tests.house import House, house
from tests.storage_samples import REF, TALK, case, conversation, opened_store, query
from tests.test_officer import action
from tests.test_take_turn import CONSENT

GROUP = Chat(Channel.TELEGRAM, "-100", private=False)
OTHER = Reference("48-2093-7717-3")
TO_FILED = (*CONSENT, "category:skip", "what_happened:skip")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.officer("samut-sakhon", "77", "Khun Nok")
        yield built
        assert built.log.failures == []


async def files(home: House, who: str, workplace: str, place: str = "Mahachai") -> str:
    """A filed case in which a workplace is named; its number."""
    await home.says(who, "hello")
    for each in TO_FILED:
        await home.taps(who, each)
    await home.says(who, place)
    await home.taps(who, "may_write:yes")
    known = await current(home, who)
    await home.take(who, Tap(f"a:{known}:review:workplace", "t"))
    await home.says(who, workplace)
    await home.says(who, "stop")
    await home.taps(who, "stop:send")
    found = await home.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, who)
    )
    assert found is not None
    return str(found.reference)


async def current(home: House, who: str) -> str:
    found = await home.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, who)
    )
    assert found is not None
    return str(found.id)


async def takes(home: House) -> str:
    """Khun Nok takes the newest case; what the details say."""
    payload = home.screen("-100").button("✋ Take the case")
    await home.take("77", Tap(payload, "tap"), chat=GROUP)
    return home.screen("77").last.text


async def others(home: House, number: str) -> list[str]:
    found = await home.assembly.store.read(lambda work: work.links.others(Reference(number)))
    return [each.reference for each in found]


async def test_an_officer_sees_the_numbers_of_linked_cases_of_the_own_unit(home: House) -> None:
    first = await files(home, "5", "Golden Prize Seafood Co., Ltd.")
    assert "linked" not in await takes(home)
    await files(home, "6", "goldan prize seafood")
    details = await takes(home)
    assert f"🔗 1 linked: {first}" in details
    await home.taps("77", "🔗 Linked cases")
    assert f"{first}: taken" in home.screen("77").last.text
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    assert "case.linked" in [entry.action for entry in entries]


async def test_cases_of_other_centres_are_never_named_and_counted_from_three_on(
    home: House,
) -> None:
    await home.group("tak", "-500")
    far = [await files(home, f"3{n}", "Golden Prize", place="Mae Sot") for n in range(2)]
    await files(home, "5", "Golden Prize")
    assert "🔗" not in await takes(home)
    far.append(await files(home, "33", "Golden Prize", place="Mae Sot"))
    await home.taps("77", "🔗 Linked cases")
    shown = home.screen("77").last.text
    assert "3 at other centres" in shown
    assert not any(number in shown for number in far)


async def test_links_follow_the_answers_and_go_with_the_case(home: House) -> None:
    first = await files(home, "5", "Golden Prize")
    second = await files(home, "6", "Golden Prize")
    assert await others(home, first) == [second]
    known = await current(home, "6")
    await home.take("6", Tap(f"a:{known}:review:workplace", "t"))
    await home.says("6", "Ocean Pearl Canning")
    assert await others(home, first) == []
    await home.take("6", Tap(f"a:{known}:review:workplace", "t"))
    await home.says("6", "the boss")
    assert await others(home, second) == []


async def test_a_worker_is_never_told_of_linked_cases(home: House) -> None:
    first = await files(home, "5", "Golden Prize")
    second = await files(home, "6", "Golden Prize")
    said = json.dumps([m.text for _, m in home.screen("6").messages])
    assert second in said
    assert first not in said
    assert "linked" not in said


async def test_only_hashes_stand_in_the_table_and_erasing_removes_them(database_url: str) -> None:
    def fill(work: Work) -> None:
        work.conversations.save(conversation(), None)
        work.conversations.save(conversation("conv0002", account="U2"), None)
        work.casework.add(case())
        work.casework.add(case(OTHER, "conv0002", state=CaseState.TAKEN, unit="ranong"))
        for number in (REF, OTHER):
            work.links.keep(number, {("workplace", "w:golden#"), ("workplace", f"w:{number}#")})

    async with opened_store(database_url) as store:
        await store.write(fill)
        found = await store.read(lambda work: work.links.others(REF))
        assert [(each.reference, each.unit, each.state) for each in found] == [
            (OTHER, "ranong", CaseState.TAKEN)
        ]
        await store.write(lambda work: work.conversations.forget(TALK))
        assert await store.read(lambda work: work.links.others(OTHER)) == []
    rows = query(database_url, "SELECT hash, reference FROM links")
    assert {row[1] for row in rows} == {OTHER}
    assert "golden" not in str(rows)


async def test_the_same_name_as_something_else_is_another_name(database_url: str) -> None:
    def fill(work: Work) -> None:
        for number, name in ((REF, TALK), (OTHER, "conv0002")):
            work.conversations.save(conversation(name, account=name), None)
            work.casework.add(case(number, name))
        work.links.keep(REF, {("workplace", "w:golden#")})
        work.links.keep(OTHER, {("broker", "w:golden#")})

    async with opened_store(database_url) as store:
        await store.write(fill)
        assert await store.read(lambda work: work.links.others(REF)) == []


async def test_the_operator_lists_linked_cases_and_the_look_is_written_down(home: House) -> None:
    first = await files(home, "5", "Golden Prize")
    second = await files(home, "6", "Golden Prize")
    office = home.assembly
    rows = await linked_cases(office, who="auditor", where="here", reference=first)
    assert [(row["reference"], row["unit"]) for row in rows] == [(second, "samut-sakhon")]
    entries = await office.store.read(lambda work: work.audit.entries(first))
    assert (entries[-1].who, entries[-1].action) == ("auditor", "case.linked")
    assert LinkedCase.__slots__ == ("kind", "reference", "unit", "state")
    assert action(home, "take").payload.startswith("r:take:")
