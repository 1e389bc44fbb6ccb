"""Advice without a case: from the menu, in the middle of anything, and nothing is kept of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot.domain.conversation import Gate

from tests.house import House, house, photo
from tests.test_take_turn import WORKER, files, presses, state, texts


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        await built.group("operator", "-300")
        yield built
        assert built.log.failures == []


async def to_advice(home: House) -> None:
    await home.says(WORKER, "menu")
    await presses(home, "menu:advice")


async def test_advice_in_the_middle_of_the_screening_leads_back_to_the_same_question(
    home: House,
) -> None:
    await files(home)
    before, asked = await state(home), home.screen(WORKER).last.text
    await to_advice(home)
    await presses(home, "advice:money", "advice:pay", "advice:hotlines", "advice:centres")
    await presses(home, "advice:back")
    after = await state(home)
    assert home.screen(WORKER).last.text == asked
    assert (after.asked and after.asked.question) == (before.asked and before.asked.question)


async def test_nothing_is_kept_of_the_advice_that_was_read(home: House) -> None:
    await files(home)
    before, groups = await state(home), texts(home, "-100")
    await to_advice(home)
    await presses(home, "advice:trapped", "advice:locked_in", "advice:topics", "advice:back")
    after = await state(home)
    same = (before.answers, before.notes, before.marks, before.evidence, before.deferred)
    assert (after.answers, after.notes, after.marks, after.evidence, after.deferred) == same
    assert texts(home, "-100") == groups
    assert after.interjection is None


async def test_the_answer_goes_to_the_question_that_stood_before_the_advice(home: House) -> None:
    await files(home)
    await to_advice(home)
    await home.says(WORKER, "back")
    await presses(home, "under_18:no")
    assert (await state(home)).record.value("under_18") == "no"


async def test_advice_works_before_any_consent(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:no")
    await to_advice(home)
    await presses(home, "advice:money", "advice:pay")
    assert "once a month" in home.screen(WORKER).last.text
    await presses(home, "advice:back")
    assert "for_whom" in home.screen(WORKER).button("for_whom:me")


async def test_whoever_refused_consent_gets_advice_and_nothing_is_kept(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:no")
    await presses(home, "for_whom:me", "consent_keep:no", "menu:advice", "advice:money")
    await presses(home, "advice:pay")
    assert "⚖ LPA s.70" in home.screen(WORKER).last.text
    kept = await state(home)
    assert (kept.answers, kept.notes, kept.evidence, kept.reference) == ((), (), (), None)


async def test_an_old_advice_button_asks_first_whether_it_is_safe(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:no")
    await presses(home, "for_whom:me", "consent_keep:no")
    await home.passes(hours=2)
    await presses(home, "menu:advice")
    assert "Can you talk safely" in home.screen(WORKER).last.text


async def test_behind_the_gate_no_advice_is_shown(home: House) -> None:
    await files(home)
    await to_advice(home)
    await presses(home, "advice:money")
    await home.passes(minutes=31)
    count = len(texts(home, WORKER))
    for button in ("advice:pay", "menu:advice", "advice:hotlines"):
        payload = next(
            (
                b.payload
                for _, m in home.screen(WORKER).messages
                for row in m.rows
                for b in row
                if b.payload.endswith(button)
            ),
            "",
        )
        if payload:
            await home.taps(WORKER, payload)
    shown = " ".join(texts(home, WORKER)[count:])
    assert "LPA" not in shown
    assert "1694" not in shown
    assert "Can you talk safely" in home.screen(WORKER).last.text
    assert (await state(home)).gate is Gate.ASKED


async def test_whoever_asked_quietly_for_help_is_asked_first_whether_they_can_read(
    home: House,
) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:quiet_help", "place_now:skip")
    await to_advice(home)
    assert "Can you talk safely" in home.screen(WORKER).last.text


async def test_danger_words_interrupt_advice(home: House) -> None:
    await files(home)
    await to_advice(home)
    await home.says(WORKER, "help me he will kill me")
    assert "1669" in home.screen(WORKER).last.text
    assert home.screen(WORKER).button("in_danger_now:yes")


async def test_a_photo_in_the_middle_of_advice_is_kept_and_advice_goes_on(home: House) -> None:
    await files(home)
    await to_advice(home)
    await home.take(WORKER, photo())
    assert len((await state(home)).evidence) == 1
    assert home.screen(WORKER).button("advice:money")


async def test_the_closings_offer_advice(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:no", "for_whom:me")
    await presses(home, "consent_keep:keep", "consent_statistics:no")
    await home.says(WORKER, "stop")
    await presses(home, "stop:keep", "menu:advice", "advice:back")
    assert "We stop here" in home.screen(WORKER).last.text
    assert (await state(home)).stopped
