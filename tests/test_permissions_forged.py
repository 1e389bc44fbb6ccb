"""Buttons that were forged, replayed in another place, or pressed by somebody who left."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.ids import Channel, OfficerId, ReferralId, UnitId
from bot.domain.permissions import CARD, HELD
from bot.domain.referral import Referral
from bot.domain.unit import Role
from bot.ports import Work

from tests.permission_cells import PARTNER, Cells, Seen, everybody

ALL_CASE = (*CARD, *HELD)


@pytest.fixture
async def cells(tmp_path: Path) -> AsyncIterator[Cells]:
    async with everybody(tmp_path, Channel.TELEGRAM) as made:
        yield made


def _nothing(seen: Seen) -> bool:
    """Whether nobody learned or changed anything."""
    kept = [each for each in seen.actions if not each.startswith("refused.")]
    told = [key for key in seen.keys if key.startswith(("officer.", "group."))]
    return not kept and set(told) <= {"group.refused", "officer.only_holder"}


async def test_what_is_no_button_of_ours_does_nothing(cells: Cells) -> None:
    which = cells.referral.id
    for who in ("holder", "elsewhere", "worker", "interpreter"):
        forged = {
            f"r:drop_table:{which}": "unknown",
            f"r::{which}": "unknown",
            "r:take:": "take",
            f"r:words.pin_new:{which}": "words.pin_new",
        }
        for payload, action in forged.items():
            seen = await cells.tries(who, payload)
            assert seen.actions == [f"refused.{action}"], (who, payload)
        for garbage in (
            f"r:open:{which}:{'x' * 64}",
            f"r:open:{which}\0",
            f"r:open:{which}\ud800",
            "r:open",
            "",
            "🙈" * 40,
        ):
            seen = await cells.tries(who, garbage)
            assert set(seen.actions) <= {"pressed.cases"}  # an officer is shown their list
            assert not any("record" in key or "details" in key for key in seen.keys)


async def test_what_a_forger_calls_a_case_is_not_written_into_the_log_as_it_is(
    cells: Cells,
) -> None:
    seen = await cells.tries("elsewhere", "r:open:Ma Hla 0812345678")
    assert [each.subject for each in seen.logged] == ["unknown"]


async def test_a_case_opens_in_private_alone_whoever_presses_in_the_group(cells: Cells) -> None:
    for action in set(HELD) - set(CARD):
        for who in ("holder", "head"):
            chat = cells.group("samut-sakhon")
            seen = await cells.tries(who, f"r:{action}:{cells.referral.id}", chat=chat)
            assert seen.actions == [f"refused.{action}"]
            assert seen.keys == ["group.refused"]


async def test_a_card_is_answered_in_no_other_group_and_in_none_that_was_unlinked(
    cells: Cells,
) -> None:
    def unlinked(work: Work) -> None:
        work.directory.unbind(cells.group("samut-sakhon"))

    for action in ("take", "show", "interpreter", "refer"):
        payload = f"r:{action}:{cells.referral.id}"
        for unit in ("tak", "national", "sk-labour"):
            seen = await cells.tries("holder", payload, chat=cells.group(unit))
            assert (seen.actions, seen.keys) == ([f"refused.{action}"], ["group.refused"])
        seen = await cells.tries(
            "holder", payload, chat=cells.group("samut-sakhon"), before=unlinked
        )
        assert (seen.actions, seen.keys) == ([f"refused.{action}"], ["group.refused"])


async def test_an_officer_who_left_is_nobody_at_the_next_tap(cells: Cells) -> None:
    def gone(work: Work) -> None:
        for each in work.directory.officers_with(cells.channel, cells.account("holder")):
            work.directory.enrol(replace(each, active=False))

    for action in ALL_CASE:
        seen = await cells.tries("holder", f"r:{action}:{cells.referral.id}", before=gone)
        assert seen.actions == [f"refused.{action}"]
        assert [each.who for each in seen.logged] == ["unknown"]
        assert _nothing(seen)


async def test_who_works_for_two_units_has_in_each_what_that_one_gives(cells: Cells) -> None:
    def twice(work: Work) -> None:
        (known,) = work.directory.officers_with(cells.channel, cells.account("colleague"))
        other = replace(known, id=OfficerId("other"), unit=UnitId("tak"), role=Role.HEAD)
        work.directory.enrol(other)

    which = cells.referral.id
    seen = await cells.tries("colleague", f"r:handover:{which}", before=twice)
    assert seen.keys == ["officer.only_holder"]
    seen = await cells.tries("colleague", f"r:open:{which}", before=twice)
    assert seen.actions == ["case.open"]
    assert [each.who for each in seen.logged] == [f"o{cells.account('colleague')}"]


async def test_a_referral_to_an_agency_that_is_gone_is_not_answered_as_a_centres(
    cells: Cells,
) -> None:
    def gone(work: Work) -> None:
        work.casework.save_referral(replace(_referral(work, PARTNER), unit=UnitId("unheard-of")))

    here = cells.group("sk-labour")
    seen = await cells.tries("agency", f"r:take:{PARTNER}", chat=here, before=gone)
    assert (seen.actions, seen.keys) == (["pressed.take"], ["group.over"])


def _referral(work: Work, which: ReferralId) -> Referral:
    found = work.casework.referral(which)
    assert found is not None
    return found


async def test_who_was_only_asked_cannot_choose_an_agency_for_a_case_others_have(
    cells: Cells,
) -> None:
    seen = await cells.tries("alerted", f"r:refer:{cells.referral.id}:sk-labour")
    assert (seen.actions, seen.keys) == (["refused.refer"], ["group.refused"])
