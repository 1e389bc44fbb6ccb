"""An officer's own finding beside the bot's level: who is right, and what follows."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bot.domain.case import Case, CaseFacts, Deed, Grounds, OfficerFinding
from bot.domain.ids import CaseState, Channel, ConversationId, Level, Reference, UnitId

from tests.house import House
from tests.taken_case import GROUP, NOK, audited, shows, taken, the_case, the_referrals
from tests.test_take_turn import WORKER, presses, texts

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def judged(bot: Level, alerted: Level, officer: Level) -> Case:
    """A case alerted at a level, in which the bot now finds one and the officer another."""
    case = Case(
        Reference("r"),
        ConversationId("c"),
        Channel.LINE,
        NOW,
        CaseState.TAKEN,
        CaseFacts(level=bot),
        UnitId("tak"),
        bot,
        alerted_level=alerted,
    )
    return case.found(OfficerFinding(officer, bot, "o", NOW))


def test_only_an_officer_lowers_the_alerted_level() -> None:
    case = judged(Level.B, Level.B, Level.C)
    assert case.alerted_level is Level.C
    calmer = replace(judged(Level.B, Level.B, Level.B)).with_facts(CaseFacts(level=Level.D))
    assert calmer.alerted().alerted_level is Level.B


def test_what_an_officer_has_judged_is_no_news_and_raises_nothing_again() -> None:
    case = judged(Level.B, Level.B, Level.C)
    assert not case.has_news()
    assert case.alerted().alerted_level is Level.C
    assert case.standing_level is Level.C


def test_what_is_graver_than_what_was_judged_is_news() -> None:
    case = judged(Level.B, Level.B, Level.C).with_facts(CaseFacts(level=Level.A))
    assert case.has_news()
    assert case.standing_level is Level.A
    assert case.alerted().alerted_level is Level.A


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with taken(tmp_path) as built:
        yield built


async def test_a_finding_that_differs_is_kept_beside_the_bots_level_with_its_reason(
    home: House,
) -> None:
    await home.taps(NOK, "⚖ My finding")
    assert "the bot found U" in shows(home, NOK)
    await home.taps(NOK, "A")
    assert (await the_case(home)).finding is None
    await home.says(NOK, "passports locked away, debt, guarded")
    case = await the_case(home)
    assert case.finding is not None
    assert (case.finding.level, case.finding.bot_level) == (Level.A, Level.U)
    assert (case.finding.by, case.finding.at, case.finding.agrees) == ("o77", home.now, False)
    assert case.finding.reason == "passports locked away, debt, guarded"
    assert (case.level, case.alerted_level) == (Level.U, Level.A)
    assert (case.worked[-1].deed, case.worked[-1].value) == (Deed.FINDING, "A")
    entries = await home.assembly.store.read(lambda work: work.audit.entries())
    assert entries[-1].action == "case.finding"
    assert "passports" not in str(entries)
    assert "reasonable grounds" in shows(home, NOK)
    await home.taps(NOK, ":yes")
    assert "ศปคร." in shows(home, NOK)
    assert "พมจ." in shows(home, NOK)
    finding = (await the_case(home)).finding
    assert finding is not None
    assert finding.grounds is Grounds.YES


async def test_agreeing_needs_no_reason_and_other_grounds_have_no_report(home: House) -> None:
    case = await the_case(home)
    grave = replace(case.with_facts(replace(case.facts, level=Level.B)), alerted_level=Level.B)
    await home.assembly.store.write(lambda work: work.casework.save(grave))
    await home.taps(NOK, "⚖ My finding")
    await home.taps(NOK, "✔ I agree: B")
    found = (await the_case(home)).finding
    assert found is not None
    assert found.agrees
    for answer in ("no", "not_yet"):
        await home.taps(NOK, f":{answer}")
        assert "ศปคร." not in shows(home, NOK)
    # Differing is offered with the other levels alone.
    await home.taps(NOK, "⚖ My finding")
    await home.taps(NOK, "✏ I differ")
    levels = [button.label for row in home.screen(NOK).last.rows for button in row]
    assert levels[:3] == ["A", "C", "D"]


async def test_a_lowered_level_stays_low_when_the_worker_answers_and_for_the_next_chase(
    home: House,
) -> None:
    await home.taps(NOK, "⚖ My finding")
    await home.taps(NOK, "D")
    await home.says(NOK, "a question about one day's pay")
    await home.says(WORKER, "/start")
    await presses(home, "under_18:no")
    assert (await the_case(home)).alerted_level is Level.D
    assert "risen" not in "".join(await audited(home))
    await home.taps(NOK, "↪ Give back")
    await home.taps(NOK, "↪ Yes, give back")
    (*_, newest) = await the_referrals(home)
    assert newest.clock == "D"


async def test_the_worker_never_learns_of_a_finding(home: House) -> None:
    before = texts(home, WORKER)
    await home.taps(NOK, "⚖ My finding")
    await home.taps(NOK, "B")
    await home.says(NOK, "threats")
    await home.taps(NOK, ":yes")
    assert texts(home, WORKER) == before
    assert "threats" not in "".join(texts(home, GROUP.id))


async def test_a_reason_without_words_is_asked_again(home: House) -> None:
    await home.taps(NOK, "⚖ My finding")
    await home.taps(NOK, "B")
    await home.says(NOK, "   ")
    assert (await the_case(home)).finding is None
    await home.says(NOK, "threats")
    assert (await the_case(home)).finding is not None
