"""How a case ends: outcome, amounts, what is still open, are you sure; and how it begins again."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.case import Case, Deed, Grounds, MoneyOutcome, OfficerFinding, WorkEntry
from bot.domain.ids import CaseState, Level, ReferralId
from bot.domain.incoming import Tap
from bot.domain.prompt import officer_payload
from bot.flows.closing_case import AMOUNTS, CONFIRMED, MOST_DIGITS, OUTCOMES, Ending, still_open

from tests.house import House
from tests.taken_case import GROUP, HEAD, NOK, audited, shows, taken, the_case, the_referrals
from tests.test_take_turn import WORKER, texts

CLOSED = "The officer has closed your case."


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with taken(tmp_path) as built:
        yield built


def test_all_that_can_be_told_fits_into_a_payload() -> None:
    most = tuple("9" * MOST_DIGITS[amount] for amount in AMOUNTS)
    for outcome in OUTCOMES:
        value = f"{CONFIRMED}{Ending(outcome, most)}"
        payload = officer_payload("close", ReferralId("z" * 16), value)
        assert len(payload.encode()) <= 64
        assert Ending.read(value.removeprefix(CONFIRMED)) == Ending(outcome, most)


@pytest.mark.parametrize("value", ["", "won", "helped.many", "helped.1.2.3.4", "helped.-1"])
def test_what_no_button_carries_is_not_read(value: str) -> None:
    assert Ending.read(value) is None


async def test_a_claim_for_money_is_closed_with_its_amounts(home: House) -> None:
    await home.taps(NOK, "✅ Close")
    await home.taps(NOK, "✅ Helped")
    for typed in ("about a lot", "12 or 13", "9999999999"):
        await home.says(NOK, typed)
        assert "Please write a number only" in shows(home, NOK)
    await home.says(NOK, "36,000 บาท")
    await home.says(NOK, "๓๐๐๐๐.50")
    await home.says(NOK, "skip")
    assert "Claimed: 36,000 baht · recovered: 30,000 baht · workers: –" in shows(home, NOK)
    assert (await the_case(home)).state is CaseState.TAKEN
    await home.taps(NOK, "✅ Close now")
    case = await the_case(home)
    assert (case.state, case.outcome) == (CaseState.CLOSED, "helped")
    assert case.money == MoneyOutcome(36000, 30000, None)
    assert case.closed_at == home.now
    assert (case.worked[-1].deed, case.worked[-1].value) == (Deed.CLOSED, "helped")


@pytest.mark.parametrize("outcome", ["no_contact", "withdrawn"])
async def test_nobody_is_asked_for_amounts_where_nothing_can_be_known(
    home: House, outcome: str
) -> None:
    await home.taps(NOK, "✅ Close")
    await home.taps(NOK, f":{outcome}")
    assert "close with" in shows(home, NOK)


async def test_before_closing_the_officer_sees_what_is_still_open(home: House) -> None:
    await home.taps(NOK, "📞 Contact tried")
    await home.taps(NOK, ":phone")
    await home.taps(NOK, ":phone.no_answer")
    await home.taps(NOK, ":call")
    await home.taps(NOK, "1 working day")
    await home.taps(NOK, "✅ Close")
    await home.taps(NOK, ":withdrawn")
    shown = shows(home, NOK)
    assert "The worker was never reached (tried: 1)." in shown
    assert "A next step is set: tomorrow, 10:00." in shown
    # It is a warning, not a bar.
    await home.taps(NOK, "✅ Close now")
    assert (await the_case(home)).state is CaseState.CLOSED


def _open(case: Case) -> list[str]:
    assert case.closed_at is None
    lines = still_open(case, case.opened_at)
    return [line.key.removeprefix("officer.open.") for line in lines]


async def test_a_grave_case_without_finding_or_report_is_named(home: House) -> None:
    case = await the_case(home)
    reached = replace(case, worked=(WorkEntry(Deed.CONTACTED, "o", home.now),))
    assert _open(reached) == []
    assert _open(replace(reached, alerted_level=Level.B)) == ["no_finding"]
    finding = OfficerFinding(Level.B, Level.U, "o", home.now, grounds=Grounds.YES)
    assert _open(reached.found(finding)) == ["report"]
    assert _open(reached.found(replace(finding, grounds=Grounds.NO))) == []


async def test_the_worker_is_told_in_plain_words_and_never_the_level(home: House) -> None:
    await home.closes(NOK)
    told = texts(home, WORKER)[-1]
    assert CLOSED in told
    assert "help" in told
    assert "advi" not in told
    await home.taps(NOK, "🔓 Open again")
    told = texts(home, WORKER)[-1]
    assert "Your case is open again" in told
    await home.passes(minutes=1)
    await home.closes(NOK)
    assert CLOSED in texts(home, WORKER)[-1]


async def test_whoever_said_do_not_write_is_not_written_to(home: House) -> None:
    conversation = (await the_case(home)).conversation
    await home.take(WORKER, Tap(f"a:{conversation}:review:may_write", "t"))
    await home.take(WORKER, Tap(f"a:{conversation}:may_write:no", "t"))
    await home.closes(NOK)
    await home.taps(NOK, "🔓 Open again")
    await home.taps(NOK, "🤝 Hand over")
    await home.taps(NOK, "Khun Mali")
    shown = "".join(texts(home, WORKER))
    assert CLOSED not in shown
    assert "open again" not in shown
    assert "Another officer" not in shown


async def test_an_old_button_on_a_closed_case_changes_nothing_and_offers_to_reopen(
    home: House,
) -> None:
    await home.closes(NOK)
    case, (referral,) = await the_case(home), await the_referrals(home)
    for each in ("contact:phone.reached", "next:call.1", "finding:A", "handover:o70", "close:!no"):
        name, _, value = each.partition(":")
        await home.take(NOK, Tap(f"r:{name}:{referral.id}:{value}", "t"))
        assert "this case is closed" in shows(home, NOK)
    assert await the_case(home) == case
    await home.taps(NOK, "🔓 Open again")
    opened = await the_case(home)
    assert (opened.state, opened.outcome, opened.money, opened.closed_at) == (
        CaseState.TAKEN,
        "",
        None,
        None,
    )
    assert opened.worked[-1].deed is Deed.REOPENED
    assert (await audited(home))[-1] == "case.reopened"


async def test_a_colleague_who_opens_it_again_does_not_take_it_from_its_officer(
    home: House,
) -> None:
    await home.closes(NOK)
    await home.says(HEAD, (await the_case(home)).reference)
    await home.taps(HEAD, "🔓 Open again")
    (referral,) = await the_referrals(home)
    assert referral.holder == "o77"
    # Twice is once.
    (old,) = [b for r in home.screen(NOK).last.rows for b in r if b.label == "🔓 Open again"]
    await home.take(NOK, Tap(old.payload, "t"))
    assert len((await the_case(home)).did(Deed.REOPENED)) == 1


async def test_the_group_learns_nothing_of_how_it_ended(home: House) -> None:
    before = texts(home, GROUP.id)
    await home.closes(NOK, "helped")
    assert texts(home, GROUP.id) == before
