"""Danger told again by somebody who started over: one case, nothing lost, no flood."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.incoming import Tap

from tests.house import House, house, photo
from tests.test_aftercare import case
from tests.test_take_turn import WORKER, files, presses, sends, state, texts


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", "-100")
        await built.group("national", "-200")
        yield built
        assert built.log.failures == []


@pytest.mark.safety(44)
async def test_danger_told_anew_after_starting_over_joins_the_open_case(home: House) -> None:
    await files(home)
    await sends(home)
    first = (await case(home)).reference
    await home.says(WORKER, "start over")
    await presses(home, "start_over:yes", "language:en", "safe_to_talk:yes")
    await home.take(WORKER, photo())
    await presses(home, "in_danger_now:yes")
    known = await state(home)
    assert known.reference == first
    rows = await home.assembly.store.read(lambda work: work.casework.rows())
    assert [(row.reference, row.urgent) for row in rows] == [(first, True)]
    files_ = await home.assembly.store.read(lambda work: work.conversations.evidence_of(known.id))
    assert len(files_) == 1
    assert "no pay for three months" in str(known.answers)


@pytest.mark.safety(44)
async def test_however_often_danger_is_pressed_a_group_is_not_flooded(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
    cards = len(texts(home, "-200"))
    for _ in range(6):
        await home.says(WORKER, "start over")
        await presses(home, "start_over:yes", "language:en", "safe_to_talk:yes")
        await presses(home, "in_danger_now:yes")
        home.moment[0] += timedelta(seconds=5)
    rows = await home.assembly.store.read(lambda work: work.casework.rows())
    assert len(rows) == 1
    again = [text for text in texts(home, "-200") if "told of danger again" in text]
    assert (len(texts(home, "-200")) - cards, len(again)) == (1, 1)


@pytest.mark.safety(9)
async def test_the_code_word_still_guards_what_was_said_before(home: House) -> None:
    await files(home)
    known = await state(home)
    await home.take(WORKER, Tap(f"a:{known.id}:review:code_word", "t"))
    await home.says(WORKER, "mango tree")
    await home.says(WORKER, "start over")
    await presses(home, "start_over:yes", "language:en", "safe_to_talk:yes")
    await home.says(WORKER, "menu")
    assert "menu:status" not in str(home.screen(WORKER).last.rows)  # nor that there is a case
    await presses(home, "menu:go_on", "in_danger_now:yes")
    await home.says(WORKER, "Mahachai")
    await home.says(WORKER, "/review")
    shown = "".join(texts(home, WORKER)[-3:])
    assert "three months" not in shown
    assert (await case(home)).urgent
