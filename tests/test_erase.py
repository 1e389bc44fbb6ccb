"""The worker has a case erased: at once where it is not grave, and nothing readable is left."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.case import Hold
from bot.domain.ids import CaseState, ReferralState
from bot.usecases.tidy import tidy

from tests.agencies import CALM, NOK, WORKER, asks_worker, said, taken
from tests.house import House, house, photo
from tests.parting import case_of, erases, logged, only_case, talk, tomb
from tests.test_agencies_referring import answers
from tests.test_take_turn import CONSENT, presses


async def test_an_ordinary_case_is_erased_at_once_and_nothing_readable_is_left(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.take(WORKER, photo())
        await home.says(WORKER, "they have a boat, Chok Dee")
        await home.tick()
        reference = await only_case(home)
        await erases(home)
        left = await tomb(home, reference)
        assert (left.state, left.erased_at, left.unit) == (
            CaseState.ERASED,
            home.now,
            "samut-sakhon",
        )
        assert set(left.remains.values()) == {0}
        assert await case_of(home, reference) is None
        (row,) = await home.assembly.store.read(lambda work: work.casework.rows())
        assert (row.level.value, row.alerted_level, row.urgent) == ("U", None, False)
        await tidy(home.desk, home.assembly.evidence)
        assert await home.assembly.evidence.names() == []
        assert ("worker", "case.erased") in await logged(home, reference)


async def test_whoever_has_the_case_hears_the_number_and_nothing_else(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        before = len(said(home, NOK))
        await erases(home)
        told = said(home, NOK)[before:]
        assert len(told) == 1
        assert told[0].startswith(f"🗑 {reference}: erased by the worker.")
        assert said(home, "-100") == [f"🗑 {reference}: erased by the worker."]


async def test_an_erased_case_is_chased_and_written_about_no_more(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await erases(home)
        shown = [len(said(home, chat)) for chat in (WORKER, NOK, "-100", "-200")]
        await home.passes(days=2)
        assert [len(said(home, chat)) for chat in (WORKER, NOK, "-100", "-200")] == shown


async def test_the_worker_hears_what_is_left_and_which_agency_has_what(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await asks_worker(home)
        await answers(home, "yes")
        await erases(home)
        assert said(home, WORKER)[-1] == (
            "It is deleted. We keep only the number and the days. You can write here again at any"
            " time.\nLabour Protection (example) already has what you agreed to. We cannot delete"
            " it there. We tell them."
        )
        assert "Please tell" in said(home, NOK)[-1]
        assert "erased by the worker" in said(home, "-300")[-1]


async def test_erasing_twice_is_erasing_once(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        await erases(home)
        first = await tomb(home, reference)
        home.moment[0] += timedelta(hours=1)
        await erases(home)
        assert await tomb(home, reference) == first
        actions = [action for _, action in await logged(home, reference)]
        assert actions.count("case.erased") == 1
        assert said(home, WORKER)[-1].startswith("It is deleted.")


async def test_it_is_asked_once_before_anything_is_erased(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        await home.says(WORKER, "delete")
        assert await case_of(home, reference) is not None
        await home.taps(WORKER, "delete_data:no")
        assert await case_of(home, reference) is not None


async def test_a_case_filed_before_starting_over_is_erased_as_well(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        await home.says(WORKER, "start over")
        await home.taps(WORKER, "start_over:yes")
        begun = (await talk(home)).id
        await erases(home)
        assert (await tomb(home, reference)).state is CaseState.ERASED
        assert await home.assembly.store.read(lambda work: work.conversations.get(begun)) is None


async def test_what_was_begun_and_not_filed_is_erased_with_its_files(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, *CONSENT, "category:money")
        await home.take(WORKER, photo())
        await home.tick()
        draft = (await talk(home)).id
        await erases(home)
        assert (await talk(home)).id != draft
        assert await home.assembly.store.read(lambda work: work.conversations.get(draft)) is None
        await tidy(home.desk, home.assembly.evidence)
        assert await home.assembly.evidence.names() == []


@pytest.mark.safety(5)
async def test_an_urgent_case_becomes_the_officers_task_and_the_chat_is_cleared(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path, danger=True) as home:
        reference = await only_case(home)
        await erases(home)
        case = await case_of(home, reference)
        assert case is not None
        assert case.state is CaseState.TAKEN
        assert said(home, WORKER) == ["OK. Write OK when you want to go on."]
        assert "not confirmed" in said(home, NOK)[-1]
        await home.passes(hours=30)
        assert await case_of(home, reference) is not None


async def test_a_confirmed_wish_waits_a_day_and_is_then_carried_out(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        reference = await only_case(home)
        await erases(home)
        await home.taps(NOK, ":voice")
        await home.passes(hours=23, minutes=50)
        assert await case_of(home, reference) is not None
        await home.passes(minutes=11)
        assert (await tomb(home, reference)).state is CaseState.ERASED
        assert ("o77", "case.wish_confirmed") in await logged(home, reference)
        assert ("o77", "case.erased") in await logged(home, reference)


async def test_a_wish_that_is_not_the_workers_own_is_dropped(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        reference = await only_case(home)
        await erases(home)
        await home.taps(NOK, ":voice")
        await home.taps(NOK, "wish:" + (await _referral(home, reference)) + ":no")
        await home.passes(hours=30)
        case = await case_of(home, reference)
        assert case is not None
        assert case.wish is None


async def _referral(home: House, reference: str) -> str:
    found = await home.assembly.store.read(lambda work: work.casework.referrals_of(reference))  # type: ignore[arg-type]
    assert found[-1].state is ReferralState.ACKNOWLEDGED
    return found[-1].id


async def test_once_it_is_safe_the_worker_hears_that_an_officer_looks_into_it(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path, danger=True) as home:
        await erases(home)
        await home.says(WORKER, "ok")
        assert said(home, WORKER)[-1].startswith("Can you talk safely now?")
        assert len(said(home, WORKER)) == 2  # before that nothing is said of the wish
        await home.taps(WORKER, "safe_to_talk:yes")
        assert any("An officer first makes sure" in text for text in said(home, WORKER))


async def test_a_case_under_a_legal_hold_is_kept_and_the_worker_is_told(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        case = await case_of(home, reference)
        assert case is not None
        held = replace(case, hold=Hold("court", "operator", home.now))
        await home.assembly.store.write(lambda work: work.casework.save(held))
        await erases(home)
        assert (await tomb(home, reference)).state is CaseState.TAKEN
        assert said(home, WORKER)[-1].startswith("Your case must be kept for now.")
        assert (await talk(home)).reference == reference


async def test_an_ordinary_case_after_a_grave_one_is_erased_and_does_not_come_back(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        first = await only_case(home)
        case = await case_of(home, first)
        assert case is not None
        grave = replace(case, alerted_urgent=True)
        await home.assembly.store.write(lambda work: work.casework.save(grave))
        await home.says(WORKER, "start over")
        await home.taps(WORKER, "start_over:yes")
        for tapped in CALM:
            if tapped.startswith("#"):
                await home.says(WORKER, tapped[1:])
            else:
                await home.taps(WORKER, tapped)
        second = (await talk(home)).reference
        assert second not in (None, first)
        await erases(home)
        assert second is not None
        assert set((await tomb(home, second)).remains.values()) == {0}
        kept = await case_of(home, first)
        assert kept is not None
        assert kept.wish is not None
        assert said(home, WORKER) == ["OK. Write OK when you want to go on."]
