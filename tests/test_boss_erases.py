"""Whoever holds the phone may erase a case that is not grave; who else knows of it stays hidden."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.case import Hold

from tests.agencies import WORKER, asks_worker, said, taken
from tests.parting import case_of, erases, only_case, talk
from tests.relaying import answering
from tests.test_agencies_referring import answers


@pytest.mark.safety(9)
async def test_at_a_closed_gate_nobody_hears_which_agency_knows(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await asks_worker(home)
        await answers(home, "yes")
        home.moment[0] += timedelta(minutes=31)
        await erases(home)
        shown = said(home, WORKER)[-1]
        assert shown == "It is deleted. You can write here again at any time."


@pytest.mark.safety(5)
async def test_a_case_that_a_code_word_guards_is_erased_by_nobody_without_it(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        known = await talk(home)
        guarded = replace(known, answers=answering(known, code_word="told"))
        await home.assembly.store.write(lambda work: work.conversations.save(guarded, None))
        home.moment[0] += timedelta(minutes=31)
        await erases(home)
        assert said(home, WORKER) == ["OK. Write OK when you want to go on."]
        case = await case_of(home, await only_case(home))
        assert case is not None
        assert case.wish is not None
        await home.says(WORKER, "ok")
        await home.taps(WORKER, "safe_to_talk:yes")
        await home.says(WORKER, "mango")
        await erases(home)
        assert await case_of(home, case.reference) is None


@pytest.mark.safety(9)
async def test_at_a_closed_gate_nobody_hears_that_the_law_keeps_a_case(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        number = await only_case(home)
        case = await case_of(home, number)
        assert case is not None
        held = replace(case, hold=Hold("court order", "national", home.now))
        await home.assembly.store.write(lambda work: work.casework.save(held))
        home.moment[0] += timedelta(minutes=31)
        await erases(home)
        assert said(home, WORKER) == ["OK. Write OK when you want to go on."]
        case = await case_of(home, number)
        assert case is not None
        assert case.wish is not None
