"""Somebody says "I am safe now": no clock stops, and an officer makes sure who it was."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.case import Deed
from bot.domain.ids import CaseState, Channel
from bot.domain.incoming import Tap

from tests.agencies import DANGER, NOK, WORKER, said, taken
from tests.house import House, house
from tests.parting import case_of, logged, only_case, talk

WORDS = ("I am safe now", "ปลอดภัยแล้ว", "စိတ်ချရပြီ", "មានសុវត្ថិភាពហើយ", "ປອດໄພແລ້ວ", "an toàn rồi")
HARMLESS = "OK. Write OK when you want to go on."
BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])


async def presses_it(home: House, channel: Channel = Channel.TELEGRAM) -> None:
    await home.says(WORKER, "I am safe now", channel=channel)
    await home.taps(WORKER, "safe_now:yes", channel=channel)


@pytest.mark.safety(36)
@BOTH
async def test_the_holder_and_the_groups_are_told_that_it_may_be_somebody_else(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel, danger=True) as home:
        reference = await only_case(home)
        await presses_it(home, channel)
        for chat in (NOK, "-100", "-200"):
            assert "may have been somebody else" in said(home, chat)[-1], chat
            assert reference in said(home, chat)[-1]
        case = await case_of(home, reference)
        assert case is not None
        assert (case.state, case.urgent, case.alerted_urgent) == (CaseState.TAKEN, True, True)
        assert ("worker", "case.said_safe") in await logged(home, reference)


@pytest.mark.safety(5)
async def test_the_chat_is_cleared_and_only_a_safe_person_hears_what_was_done(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path, danger=True) as home:
        await presses_it(home)
        assert said(home, WORKER) == [HARMLESS]
        await home.says(WORKER, "ok")
        assert not any("the help goes on" in text for text in said(home, WORKER))
        await home.taps(WORKER, "safe_to_talk:yes")
        assert any("the help goes on" in text for text in said(home, WORKER))


@pytest.mark.safety(36)
async def test_no_clock_stops_for_it(tmp_path: Path) -> None:
    steps = []
    for press in (False, True):
        folder = tmp_path / str(press)
        folder.mkdir()
        async with house(folder) as home:
            await home.group("samut-sakhon", "-100")
            await home.group("national", "-200")
            await home.says(WORKER, "hello")
            for each in DANGER[:-2]:
                await home.taps(WORKER, each)
            await home.says(WORKER, "Mahachai")
            if press:
                await presses_it(home)
            await home.passes(minutes=50)
            reference = await only_case(home)
            found = await home.assembly.store.read(
                lambda work, of=reference: work.casework.referrals_of(of)  # type: ignore[misc]
            )
            steps.append([(step.stage, step.at, step.target) for r in found for step in r.steps])
    assert steps[0] == steps[1]
    assert len(steps[0]) > 3


@pytest.mark.parametrize("word", WORDS)
async def test_the_words_of_every_language_ask_once(word: str, tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        await home.says(WORKER, word)
        assert "Yes, I am safe" in str(home.screen(WORKER).last.rows)
        await home.taps(WORKER, "safe_now:no")
        case = await case_of(home, await only_case(home))
        assert case is not None
        assert case.said_safe is None


async def test_the_button_stands_under_the_state_the_menu_and_the_emergency_numbers(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path, danger=True) as home:
        await home.says(WORKER, "menu")
        assert "🏠 I am safe now" in str(home.screen(WORKER).last.rows)
        await home.taps(WORKER, "menu:status")
        assert "🏠 I am safe now" in str(home.screen(WORKER).messages[-2:])
        home.moment[0] += timedelta(minutes=31)
        await home.says(WORKER, "help")
        shown = home.screen(WORKER).last
        assert "1300" in shown.text
        assert "🏠 I am safe now" not in str(shown.rows)  # who reads it may be somebody else


async def test_a_case_that_is_not_urgent_has_no_such_button(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "menu")
        assert "I am safe now" not in str(home.screen(WORKER).last.rows)


async def test_an_officer_makes_sure_and_it_counts_after_the_waiting_time(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        reference = await only_case(home)
        await presses_it(home)
        await home.taps(NOK, ":voice")
        assert "Treat it as before until tomorrow" in said(home, NOK)[-1]
        case = await case_of(home, reference)
        assert case is not None
        assert case.said_safe is not None
        assert (case.urgent, case.said_safe.is_sure(home.now)) == (True, False)
        assert [entry.value for entry in case.did(Deed.CONTACTED)] == ["safe.voice"]
        assert ("o77", "case.safe_confirmed") in await logged(home, reference)
        await home.says(NOK, reference)
        home.moment[0] += timedelta(hours=24)
        assert case.said_safe.is_sure(home.now)
        await home.says(NOK, reference)
        assert "Judge the case anew" in said(home, NOK)[-1]
        assert (await case_of(home, reference)).urgent  # type: ignore[union-attr]


async def test_pressed_twice_and_brought_twice_it_is_one_task(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        await home.says(WORKER, "I am safe now")
        tap = Tap(home.screen(WORKER).button("safe_now:yes"), "t")
        await home.take(WORKER, tap, event="once")
        await home.take(WORKER, tap, event="once")
        await home.take(WORKER, tap)
        notices = [text for text in said(home, "-100") if "somebody else" in text]
        assert len(notices) == 1
        await home.taps(NOK, ":voice")
        await home.taps(NOK, "✖ Not known safe")
        case = await case_of(home, await only_case(home))
        assert case is not None
        assert case.said_safe is None


async def test_danger_told_anew_drops_it(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as home:
        await presses_it(home)
        await home.taps(NOK, ":voice")
        home.moment[0] += timedelta(minutes=31)
        await home.says(WORKER, "help")
        await home.taps(WORKER, "in_danger_now:yes")
        case = await case_of(home, await only_case(home))
        assert case is not None
        assert case.said_safe is None
        assert (await talk(home)).reference == case.reference
