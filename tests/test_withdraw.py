"""The worker takes a case back: nobody works on it, nothing is said of it, the record stays."""

from pathlib import Path

import pytest
from bot.domain.ids import CaseState, ReferralState

from tests.agencies import NOK, WORKER, asks_worker, said, taken
from tests.agencies import state as agency_state
from tests.parting import case_of, logged, only_case, talk, withdraws
from tests.test_agencies_referring import answers


async def test_an_ordinary_case_is_taken_back_at_once_and_its_record_stays(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        await withdraws(home)
        case = await case_of(home, reference)
        assert case is not None
        assert (case.state, case.closed_at) == (CaseState.WITHDRAWN, home.now)
        assert said(home, WORKER)[-1].startswith("Your case is taken back.")
        assert f"🚫 {reference}: taken back by the worker." in said(home, NOK)[-1]
        found = await home.assembly.store.read(lambda work: work.casework.referrals_of(reference))
        assert [each.state for each in found] == [ReferralState.REVOKED]
        assert ("worker", "case.withdrawn") in await logged(home, reference)


async def test_after_that_nothing_is_pushed_and_the_officer_sees_nothing_more(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await withdraws(home)
        shown = [len(said(home, chat)) for chat in (WORKER, NOK, "-100", "-200")]
        await home.passes(days=9)
        assert [len(said(home, chat)) for chat in (WORKER, NOK, "-100", "-200")] == shown


async def test_an_agency_is_told_and_its_referral_is_revoked(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        await asks_worker(home)
        await answers(home, "yes")
        await withdraws(home)
        assert await agency_state(home) is ReferralState.REVOKED
        assert "taken back by the worker" in said(home, "-300")[-1]
        assert "Labour Protection (example) already has" in said(home, WORKER)[-1]


async def test_danger_told_after_that_is_a_new_case_with_a_new_alert(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        first = await only_case(home)
        await withdraws(home)
        alerts = len(said(home, "-200"))
        await home.says(WORKER, "help")
        await home.taps(WORKER, "in_danger_now:yes")
        assert len(said(home, "-200")) > alerts
        assert (await talk(home)).reference not in (None, first)


@pytest.mark.safety(5)
async def test_a_grave_case_is_not_taken_back_by_whoever_holds_the_phone(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        reference = await only_case(home)
        await withdraws(home)
        case = await case_of(home, reference)
        assert case is not None
        assert (case.state, case.wish is not None) == (CaseState.TAKEN, True)
        await home.taps(NOK, ":voice")
        await home.passes(hours=25)
        case = await case_of(home, reference)
        assert case is not None
        assert case.state is CaseState.WITHDRAWN


async def test_danger_after_an_officer_carried_it_out_is_a_new_case_too(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        first = await only_case(home)
        await withdraws(home)
        await home.taps(NOK, ":voice")
        await home.passes(hours=25)
        await home.says(WORKER, "help")
        await home.taps(WORKER, "in_danger_now:yes")
        assert (await talk(home)).reference not in (None, first)
