"""A case that changes hands: handed over, given back, left behind; and who may do it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.case import Deed
from bot.domain.errors import Refused
from bot.domain.ids import CaseState, Channel, OfficerId, ReferralState
from bot.domain.incoming import Tap
from bot.flows.handing_over import A_PAGE
from bot.usecases.left_behind import return_left_behind
from bot.usecases.officer_leaves import officer_leaves

from tests.house import House
from tests.taken_case import (
    DAO,
    GROUP,
    HEAD,
    LEK,
    NOK,
    audited,
    officer_of,
    shows,
    staffed,
    taken,
    the_case,
    the_referrals,
)
from tests.test_take_turn import WORKER, files, sends, texts


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with taken(tmp_path) as built:
        yield built


async def test_a_case_is_handed_to_a_colleague_on_another_platform_who_gets_the_details(
    home: House,
) -> None:
    await home.taps(NOK, "🤝 Hand over")
    names = [button.label for row in home.screen(NOK).last.rows for button in row]
    # Not the holder, nobody of another unit, nobody whose private chat is not open.
    assert names == ["Khun Lek", "Khun Mali", "📂 The case"]
    await home.taps(NOK, "Khun Lek")
    (referral,) = await the_referrals(home)
    assert referral.holder == (await officer_of(home, LEK, Channel.LINE)).id
    assert "Khun Nok has handed this case over to you" in shows(home, LEK, Channel.LINE)
    assert "Khun Lek has this case now" in shows(home, NOK)
    assert "taken by Khun Lek" in shows(home, GROUP.id)
    entry = (await the_case(home)).worked[-1]
    assert (entry.deed, entry.value) == (Deed.HANDED_OVER, referral.holder)
    await home.taps(LEK, "📄 What was said", channel=Channel.LINE)
    assert "three months" in shows(home, LEK, Channel.LINE)
    assert "Another officer has your case now" in "".join(texts(home, WORKER))
    assert "Lek" not in "".join(texts(home, WORKER))


async def test_whoever_handed_it_over_cannot_move_it_any_more(home: House) -> None:
    await home.taps(NOK, "🤝 Hand over")
    old = home.screen(NOK).button("Khun Mali")
    await home.taps(NOK, "Khun Lek")
    await home.take(NOK, Tap(old, "t"))
    assert "only the officer who has the case" in shows(home, NOK)
    (referral,) = await the_referrals(home)
    assert referral.holder == "o78"


async def test_a_head_moves_somebody_elses_case_and_both_are_told(home: House) -> None:
    await home.says(HEAD, (await the_case(home)).reference)
    await home.taps(HEAD, "🤝 Hand over")
    await home.taps(HEAD, "Khun Lek")
    assert "Khun Lek has this case now" in shows(home, NOK)
    assert "handed this case over to you" in shows(home, LEK, Channel.LINE)
    assert (await audited(home)).count("case.handed_over") == 1


@pytest.mark.parametrize("action", ["handover", "give_back"])
async def test_a_colleague_who_is_no_head_moves_nothing(home: House, action: str) -> None:
    (referral,) = await the_referrals(home)
    for value in ("", ":o70", ":yes"):
        tap = Tap(f"r:{action}:{referral.id}{value}", "t")
        await home.take(LEK, tap, channel=Channel.LINE)
        assert "only the officer who has the case" in shows(home, LEK, Channel.LINE)
    assert await the_referrals(home) == [referral]


ACTIONS = [
    "open",
    "record",
    "sensitive",
    "history",
    "note",
    "contact:phone.reached",
    "next:call.1",
    "finding:A",
    "grounds:yes",
    "handover:o78",
    "give_back:yes",
    "close:!helped",
    "reopen",
]


async def test_an_officer_of_another_unit_does_nothing_and_sees_nothing(home: House) -> None:
    case, (referral,) = await the_case(home), await the_referrals(home)
    for each in ACTIONS:
        name, _, value = each.partition(":")
        payload = f"r:{name}:{referral.id}:{value}" if value else f"r:{name}:{referral.id}"
        await home.take(DAO, Tap(payload, "t"))
        assert shows(home, DAO).startswith("Only officers enrolled")
    assert await the_case(home) == case
    assert await the_referrals(home) == [referral]


async def test_a_case_given_back_waits_in_the_same_unit_with_a_new_card(home: House) -> None:
    await home.taps(NOK, "↪ Give back")
    assert (await the_case(home)).state is CaseState.TAKEN
    await home.taps(NOK, "↪ Yes, give back")
    case, (first, second) = await the_case(home), await the_referrals(home)
    assert (case.state, case.unit) == (CaseState.FILED, "samut-sakhon")
    assert (first.state, first.reason) == (ReferralState.DECLINED, "given_back")
    assert (second.state, second.unit, second.holder) == (
        ReferralState.SENT,
        "samut-sakhon",
        None,
    )
    assert second.first_alert_at == first.first_alert_at
    assert case.worked[-1].deed is Deed.RETURNED
    assert "Khun Nok has given it back" in texts(home, GROUP.id)[-2]
    assert home.screen(GROUP.id).last.rows
    # The old buttons open nothing any more; whoever takes the new card has it.
    await home.taps(NOK, "📂 The case")
    assert shows(home, NOK).startswith("Only officers enrolled")
    await home.taps(HEAD, "✋ Take the case", chat=GROUP)
    assert (await the_case(home)).state is CaseState.TAKEN


async def test_old_buttons_decide_nothing_once_the_case_waits_again(home: House) -> None:
    case, (referral,) = await the_case(home), await the_referrals(home)
    waiting = replace(case, state=CaseState.FILED)
    await home.assembly.store.write(lambda work: work.casework.save(waiting))
    for each in ("handover:o78", "give_back:yes", "next:call.1", "close:!helped"):
        name, _, value = each.partition(":")
        await home.take(NOK, Tap(f"r:{name}:{referral.id}:{value}", "t"))
        assert "first" in shows(home, NOK)
    assert await the_case(home) == waiting
    assert await the_referrals(home) == [referral]


async def test_what_an_officer_leaves_behind_goes_back_to_the_chase_at_once(home: House) -> None:
    office = home.assembly
    left = await officer_leaves(
        office, who="admin", unit="samut-sakhon", channel="telegram", account=NOK
    )
    assert left["open_cases"] == 1
    await home.tick()
    case, (first, second) = await the_case(home), await the_referrals(home)
    assert (case.state, first.state, second.state) == (
        CaseState.FILED,
        ReferralState.DECLINED,
        ReferralState.SENT,
    )
    assert any("Khun Nok is not in this unit any more" in text for text in texts(home, GROUP.id))
    log = await audited(home)
    assert "officer.left" in log
    assert "case.returned" in log
    assert await return_left_behind(home.desk) == 0
    # They are no officer any more: what they write is a worker's, and opens nothing.
    await home.take(NOK, Tap(f"r:record:{first.id}", "t"))
    assert "three months" not in shows(home, NOK)


async def test_closed_cases_of_whoever_left_stay_closed(home: House) -> None:
    await home.closes(NOK)
    left = await officer_leaves(home.assembly, who="admin", officer="o77")
    assert left["open_cases"] == 0
    await home.tick()
    assert (await the_case(home)).state is CaseState.CLOSED
    # Opened again by the head, it is theirs.
    await home.says(HEAD, (await the_case(home)).reference)
    await home.taps(HEAD, "🔓 Open again")
    (referral,) = await the_referrals(home)
    assert referral.holder == "o70"


async def test_a_long_list_of_colleagues_has_pages(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        for number in range(A_PAGE + 2):
            await home.officer("samut-sakhon", f"9{number:02}", f"Officer {number:02} of many more")
        await files(home)
        await sends(home)
        await home.taps(NOK, "✋ Take the case", chat=GROUP)
        await home.taps(NOK, "🤝 Hand over")
        seen = [b.label for row in home.screen(NOK).last.rows for b in row]
        await home.taps(NOK, "More ▶")
        seen += [b.label for row in home.screen(NOK).last.rows for b in row]
        assert sum("Officer" in label for label in seen) == A_PAGE + 2
        await home.taps(NOK, "Officer 11 of many…")
        (referral,) = await the_referrals(home)
        assert referral.holder == "o911"


async def test_only_what_is_held_can_be_handed_over_or_given_back(home: House) -> None:
    (held,) = await the_referrals(home)
    for ended in (held.give_back(), held.revoke(home.now)):
        with pytest.raises(Refused):
            ended.hand_over(OfficerId("o70"))
        with pytest.raises(Refused):
            ended.give_back()
