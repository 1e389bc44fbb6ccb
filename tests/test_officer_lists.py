"""What an officer finds: their own cases, their unit's, and one by its number."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.case import Case
from bot.domain.ids import Channel, ConversationId, Level, Reference, ReferralId, UnitId
from bot.domain.incoming import Tap
from bot.domain.reference import reference
from bot.ports import Work
from bot.usecases.floods import CHATTER

from tests.house import House
from tests.taken_case import (
    DAO,
    HEAD,
    LEK,
    NOK,
    audited,
    shows,
    taken,
    the_case,
    the_referrals,
)

NOT_FOUND = "No case with this number is with your unit."
NO_NUMBER = "This is not a case number"


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with taken(tmp_path) as built:
        yield built


async def test_a_case_is_found_by_its_number_in_every_way_it_is_typed(home: House) -> None:
    number = (await the_case(home)).reference
    plain = number.replace("-", "")
    thai = plain.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for typed in (number, plain, f" {plain[:2]} {plain[2:]} ", thai, f"#{number}"):
        await home.says(HEAD, typed)
        assert shows(home, HEAD).startswith(number)
        assert "With: Khun Nok" in shows(home, HEAD)
    await home.taps(HEAD, "📄 What was said")
    assert "three months" in shows(home, HEAD)


async def test_a_mistyped_number_is_kindly_said_to_be_none(home: House) -> None:
    number = (await the_case(home)).reference
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for typed in (wrong, number[:-2], "1234567890123"):
        await home.says(NOK, typed)
        assert NO_NUMBER in shows(home, NOK)


@pytest.mark.safety(32)
async def test_a_case_that_does_not_exist_and_one_of_others_get_the_same_answer(
    home: House,
) -> None:
    """Safety rules 23 and 32; the log has the same line of both."""
    number = (await the_case(home)).reference
    other = str(reference("1234567890"))
    answers, lines = [], []
    for typed in (number, other):
        await home.says(DAO, typed)
        answers.append(home.screen(DAO).last)
        entries = await home.assembly.store.read(lambda work: work.audit.entries())
        lines.append(replace(entries[-1], at=entries[0].at, subject=""))
    assert answers[0] == answers[1]
    assert answers[0].text == NOT_FOUND
    assert lines[0] == lines[1]
    assert lines[0].action == "case.searched"


async def test_every_search_is_logged_with_its_number(home: House) -> None:
    number = (await the_case(home)).reference
    await home.says(NOK, number)
    entries = await home.assembly.store.read(lambda work: work.audit.entries(number))
    assert [entry.action for entry in entries][-2:] == ["case.searched", "case.open"]


async def test_a_unit_that_was_only_alerted_sees_the_card_and_no_more(home: House) -> None:
    """Nobody can read a case but the officers of a unit that holds it."""
    case, (referral,) = await the_case(home), await the_referrals(home)
    asked = replace(referral, units=(*referral.units, UnitId("tak")))
    await home.assembly.store.write(lambda work: work.casework.save_referral(asked))
    await home.says(DAO, case.reference)
    assert "taken by Khun Nok" in shows(home, DAO)
    assert [b.label for row in home.screen(DAO).last.rows for b in row] == ["🙋 My cases"]
    await home.take(DAO, Tap(f"r:record:{referral.id}", "t"))
    assert "three months" not in shows(home, DAO)


async def test_whoever_was_alerted_may_take_it_from_the_card_they_found(home: House) -> None:
    await home.taps(NOK, "↪ Give back")
    await home.taps(NOK, "↪ Yes, give back")
    await home.says(HEAD, (await the_case(home)).reference)
    await home.taps(HEAD, "✋ Take the case")
    (*_, newest) = await the_referrals(home)
    assert newest.holder == "o70"


async def test_the_list_says_where_each_case_stands(home: House) -> None:
    await home.says(NOK, "what have I got?")
    assert "Your cases: 1" in shows(home, NOK)
    assert "in hand · taken 0 min ago · last contact: – · next: –" in shows(home, NOK)
    await home.taps(NOK, "📞 Contact tried")
    await home.taps(NOK, ":phone")
    await home.taps(NOK, ":phone.reached")
    await home.taps(NOK, ":call")
    await home.taps(NOK, "1 working day")
    await home.passes(hours=1)
    await home.says(NOK, "/cases")
    assert "taken 60 min ago · last contact: 60 min · next: tomorrow, 10:00" in shows(home, NOK)


async def test_one_tap_further_stands_what_the_unit_holds_and_who_has_it(home: House) -> None:
    await home.says(HEAD, "hello")
    assert "You hold no case now." in shows(home, HEAD)
    await home.taps(HEAD, "👥 My unit's cases")
    assert "Your unit's cases: 1" in shows(home, HEAD)
    assert "Khun Nok" in shows(home, HEAD)
    await home.taps(HEAD, (await the_case(home)).reference)
    assert "With: Khun Nok" in shows(home, HEAD)
    await home.says(DAO, "hello")
    await home.taps(DAO, "👥 My unit's cases")
    assert "Your unit holds no case now." in shows(home, DAO)


async def test_a_closed_case_leaves_the_lists_and_is_still_found(home: House) -> None:
    await home.closes(NOK)
    for list_ in ("/cases", "👥 My unit's cases"):
        await (home.says(NOK, list_) if list_[0] == "/" else home.taps(NOK, list_))
        assert "no case now" in shows(home, NOK)
    await home.says(NOK, (await the_case(home)).reference)
    assert "✅ Closed: 💬 Advice given" in shows(home, NOK)
    labels = [button.label for row in home.screen(NOK).last.rows for button in row]
    assert "🔓 Open again" in labels
    assert "✅ Close" not in labels


def _more_cases(work: Work, case: Case, home: House) -> None:
    """Twelve more, the last but one urgent, the one before it an A."""
    (referral,) = work.casework.referrals_of(case.reference)
    conversation = work.conversations.get(case.conversation)
    assert conversation is not None
    for number in range(12):
        talk = ConversationId(f"talk{number:05}")
        name = Reference(reference(f"10000000{number:02}"))
        copy = replace(conversation, id=talk, account=f"w{number}", reference=name)
        work.conversations.save(copy, None)
        made = replace(
            case,
            reference=name,
            conversation=talk,
            urgent=number == 10,
            alerted_level=Level.A if number == 9 else Level.D,
            level=Level.D,
            facts=replace(case.facts, level=Level.D),
        )
        work.casework.add(made)
        work.casework.add_referral(
            replace(
                referral,
                id=ReferralId(f"referral{number:03}"),
                reference=name,
                answered_at=home.now,
            )
        )


@pytest.mark.parametrize("which", ["/cases", "👥 My unit's cases"])
async def test_more_than_ten_are_pages_the_most_urgent_first(home: House, which: str) -> None:
    case = await the_case(home)
    await home.assembly.store.write(lambda work: _more_cases(work, case, home))
    await home.says(NOK, "/cases")
    if which != "/cases":
        await home.taps(NOK, which)
    first = home.screen(NOK).last
    assert "cases: 13" in first.text
    numbers = [button.label for row in first.rows for button in row if button.label[0].isdigit()]
    assert len(numbers) == 10
    assert numbers[0] == reference("1000000010")
    assert numbers[1] == reference("1000000009")
    assert "🔴 URGENT" in first.text.splitlines()[1]
    await home.taps(NOK, "More ▶")
    second = home.screen(NOK).last
    rest = [button.label for row in second.rows for button in row if button.label[0].isdigit()]
    assert len(rest) == 3
    assert not set(rest) & set(numbers)
    labels = [button.label for row in second.rows for button in row]
    assert "◀ Back" in labels
    assert "More ▶" not in labels


async def test_the_list_of_a_line_officer_is_the_same(home: House) -> None:
    await home.taps(NOK, "🤝 Hand over")
    await home.taps(NOK, "Khun Lek")
    await home.says(LEK, "สวัสดี", channel=Channel.LINE)
    assert "Your cases: 1" in shows(home, LEK, Channel.LINE)
    await home.taps(LEK, (await the_case(home)).reference, channel=Channel.LINE)
    assert "With:" not in shows(home, LEK, Channel.LINE)


async def test_nothing_is_looked_up_before_the_officer_is_known(home: House) -> None:
    """A worker who types a case number is a worker who typed a number."""
    before = await audited(home)
    await home.says("990", (await the_case(home)).reference)
    assert "Samut Sakhon" not in shows(home, "990")
    assert [a for a in (await audited(home))[len(before) :] if a == "case.searched"] == []


async def test_no_more_is_shown_in_a_minute_than_can_be_read(home: House) -> None:
    before = len(home.screen(DAO).messages)
    for _ in range(CHATTER + 3):
        await home.says(DAO, "cases")
    assert len(home.screen(DAO).messages) == before + CHATTER
