"""A legal hold from the chat: a head of the national unit, with a reason, and sure of it."""

from pathlib import Path

import pytest
from bot.domain.ids import CaseState, Channel, Reference, ReferralId, UnitId
from bot.domain.incoming import Tap
from bot.domain.unit import Role
from bot.ports import Work
from bot.usecases.awaited import expect

from tests.agencies import NOK, said, taken
from tests.house import House
from tests.parting import case_of, erases, logged, only_case, tomb

HEAD = "88"
COLLEAGUE = "89"


async def _people(home: House) -> None:
    await home.officer("national", HEAD, "Khun Head", role=Role.HEAD)
    await home.officer("national", COLLEAGUE, "Khun Duty")


async def _holds(home: House, reason: str = "court 7/2569: keep") -> Reference:
    reference = await only_case(home)
    await home.says(HEAD, reference)
    await home.taps(HEAD, "🔒 Legal hold")
    await home.says(HEAD, reason)
    await home.taps(HEAD, ":sure")
    return reference


async def test_it_is_put_with_a_reason_shown_on_the_case_and_keeps_it(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await _people(home)
        reference = await _holds(home)
        case = await case_of(home, reference)
        assert case is not None
        assert case.hold is not None
        assert (case.hold.reason, case.hold.by) == ("court 7/2569: keep", "o88")
        assert (f"o{HEAD}", "case.held") in await logged(home, reference)
        await home.says(NOK, reference)
        assert "court 7/2569: keep" in said(home, NOK)[-1]
        await erases(home)
        await home.passes(hours=1)
        assert await case_of(home, reference) is not None


async def test_it_is_lifted_likewise_and_what_was_wished_is_carried_out(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await _people(home)
        reference = await _holds(home)
        await erases(home)
        await home.says(HEAD, reference)
        assert "under a legal hold since" in said(home, HEAD)[-1]
        await home.taps(HEAD, "🔓 End the hold")
        await home.says(HEAD, "the court has decided")
        assert "the court has decided" in said(home, HEAD)[-1]
        await home.taps(HEAD, ":sure")
        await home.passes(minutes=2)
        assert (await tomb(home, reference)).state is CaseState.ERASED
        assert (f"o{HEAD}", "case.hold_released") in await logged(home, reference)


def _reason_for_another(work: Work) -> None:
    """A reason was typed, but about another case."""
    (head,) = work.directory.officers_with(Channel.TELEGRAM, HEAD)
    expect(work, head, "hold_sure", ReferralId("zzzzzzzzzzzz"), "a reason")


async def test_nothing_is_held_before_the_reason_and_the_second_tap(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await _people(home)
        reference = await only_case(home)
        await home.says(HEAD, reference)
        begin = home.screen(HEAD).button("🔒 Legal hold")
        await home.take(HEAD, Tap(f"{begin}:sure", "t"))
        await home.take(HEAD, Tap(begin, "t"))
        await home.says(HEAD, "a reason")
        await home.taps(HEAD, "✖ Change nothing")
        await home.take(HEAD, Tap(f"{begin}:sure", "t"))
        await home.assembly.store.write(_reason_for_another)
        await home.take(HEAD, Tap(f"{begin}:sure", "t"))
        case = await case_of(home, reference)
        assert case is not None
        assert case.hold is None
        assert "case.held" not in [action for _, action in await logged(home, reference)]


async def test_the_same_tap_brought_twice_and_an_old_one_hold_once(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await _people(home)
        reference = await _holds(home)
        sure = home.screen(HEAD).button(":sure")
        await home.take(HEAD, Tap(sure, "t"))
        await home.take(HEAD, Tap(sure, "t"))
        assert [a for _, a in await logged(home, reference)].count("case.held") == 1


@pytest.mark.safety(23)
async def test_nobody_else_can_and_the_refusal_stands_in_the_log(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await _people(home)
        reference = await only_case(home)
        await home.says(HEAD, reference)
        begin = home.screen(HEAD).button("🔒 Legal hold")
        for who in (COLLEAGUE, NOK):
            await home.says(who, reference)
            assert "Legal hold" not in str(home.screen(who).last.rows)
            await home.take(who, Tap(begin, "t"))
            await home.says(who, "a reason")
            await home.take(who, Tap(f"{begin}:sure", "t"))
        case = await case_of(home, reference)
        assert case is not None
        assert case.hold is None
        entries = await home.assembly.store.read(lambda work: work.audit.entries())
        assert sum(each.action == "refused.hold" for each in entries) == 4


async def test_a_reason_that_was_typed_and_not_confirmed_goes_with_the_case(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await _people(home)
        await home.says(HEAD, await only_case(home))
        await home.taps(HEAD, "🔒 Legal hold")
        await home.says(HEAD, "her brother Min Thu is a witness")
        await erases(home)
        people = await home.assembly.store.read(
            lambda work: work.directory.officers_of(UnitId("national"))
        )
        assert [each.awaiting for each in people] == ["", ""]
