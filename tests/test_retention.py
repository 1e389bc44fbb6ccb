"""Closed cases are erased when their time is over, to numbers; a legal hold keeps them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from bot.app.serving import engine
from bot.domain.case import Case, CaseFacts, Hold
from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    Level,
    ProvinceCode,
    Reference,
    UnitId,
)
from bot.domain.retention import YEAR, Retention, Sort, needs_officer
from bot.ports import Store, Work, WrongArgument
from bot.usecases.legal_hold import hold_case, release_case
from bot.usecases.retain import prove, purge, retain, statistics
from bot.web.metrics import Metrics

from tests.agencies import NOK, said, taken
from tests.house import House
from tests.parting import case_of, erases, logged, only_case, tomb
from tests.running import eventually

CLOSED = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ORDINARY = Case(
    Reference("48-2093-7716-5"),
    ConversationId("c"),
    Channel.LINE,
    CLOSED,
    CaseState.CLOSED,
    CaseFacts(Level.C, categories=("pay",), province=ProvinceCode("TH-74")),
    UnitId("samut-sakhon"),
    Level.C,
    alerted_level=Level.C,
    closed_at=CLOSED,
    outcome="helped",
)


@pytest.mark.parametrize(
    ("case", "years"),
    [
        (ORDINARY, 1),
        (replace(ORDINARY, level=Level.D, alerted_level=Level.D), 1),
        (replace(ORDINARY, level=Level.U, alerted_level=Level.U), 5),
        (replace(ORDINARY, level=Level.B, alerted_level=Level.B), 5),
        (replace(ORDINARY, alerted_level=Level.A), 5),
        (replace(ORDINARY, alerted_urgent=True), 5),
        (replace(ORDINARY, facts=replace(ORDINARY.facts, child=True)), 5),
        (replace(ORDINARY, state=CaseState.WITHDRAWN), 1),
    ],
)
def test_a_case_is_kept_for_years_by_how_grave_it_was(case: Case, years: int) -> None:
    assert Retention().ends_at(case) == CLOSED + years * YEAR


@pytest.mark.parametrize(
    "case",
    [
        replace(ORDINARY, state=CaseState.TAKEN, closed_at=None),
        replace(ORDINARY, state=CaseState.FILED),  # opened again: when it was closed still stands
        replace(ORDINARY, hold=Hold("court", "operator", CLOSED)),
    ],
)
def test_an_open_case_and_one_under_a_hold_are_kept(case: Case) -> None:
    assert Retention().ends_at(case) is None


@pytest.mark.parametrize(
    ("case", "grave"),
    [
        (ORDINARY, False),
        (replace(ORDINARY, level=Level.U), False),
        (replace(ORDINARY, level=Level.B), True),
        (replace(ORDINARY, alerted_level=Level.A), True),
        (replace(ORDINARY, urgent=True), True),
        (replace(ORDINARY, alerted_urgent=True), True),
        (replace(ORDINARY, facts=replace(ORDINARY.facts, child=True)), True),
    ],
)
def test_whether_a_wish_is_an_officers_task(case: Case, grave: bool) -> None:  # noqa: FBT001
    assert needs_officer(case) is grave


def test_a_protected_matter_is_counted_without_its_matter() -> None:
    facts = replace(ORDINARY.facts, protected=True)
    assert Sort.of(replace(ORDINARY, facts=facts)).categories == ("protected",)


async def closes(home: House) -> Reference:
    await home.closes(NOK)
    return await only_case(home)


@pytest.mark.safety(27)
async def test_a_closed_case_is_erased_when_its_time_is_over_and_not_before(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        reference = await closes(home)
        case = await case_of(home, reference)
        assert case is not None
        years = 5 if case.standing_level is Level.U else 1
        home.moment[0] += years * YEAR - DAY
        await retain(home.desk)
        assert await purge(home.assembly, who="me", dry=True) == []
        assert await case_of(home, reference) is not None
        home.moment[0] += DAY
        (due,) = await purge(home.assembly, who="me", dry=True)
        assert due["reference"] == reference
        assert await case_of(home, reference) is not None
        told = [len(said(home, chat)) for chat in (NOK, "-100")]
        await retain(home.desk)
        await home.settle()
        assert set((await tomb(home, reference)).remains.values()) == {0}
        assert [len(said(home, chat)) for chat in (NOK, "-100")] == told
        assert await statistics(home.assembly) == []  # the worker had said no to being counted
        await retain(home.desk)
        assert (await logged(home, reference)).count(("retention", "case.erased")) == 1


class Meanwhile:
    """A store in which something happens before each change."""

    def __init__(self, store: Store, first: Callable[[Work], None]) -> None:
        self._store, self._first, self.read = store, first, store.read

    async def write(self, body: Callable[[Work], Any]) -> Any:  # noqa: ANN401  whatever it gives
        await self._store.write(self._first)
        return await self._store.write(body)


async def test_what_is_held_while_it_is_about_to_be_erased_is_kept(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await closes(home)
        home.moment[0] += 6 * YEAR

        def held(work: Work) -> None:
            case = work.casework.get(reference)
            if case is not None:
                work.casework.save(replace(case, hold=Hold("court", "operator", home.now)))

        store = cast("Store", Meanwhile(home.desk.store, held))
        await retain(replace(home.desk, store=store))
        assert await case_of(home, reference) is not None


@pytest.mark.safety(27)
async def test_the_service_does_so_by_itself_and_signs_its_log(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        reference = await closes(home)
        home.moment[0] += 6 * YEAR
        running = engine(home.assembly, home.platforms, log=home.log, metrics=Metrics())

        async def done() -> bool:
            erased = (await tomb(home, reference)).state is CaseState.ERASED
            return erased and bool(await home.assembly.checkpoints.all())

        running.start()
        try:
            await eventually(done)
        finally:
            await running.stop()
        assert home.log.failures == []


async def test_what_the_worker_allowed_is_counted_and_leads_back_to_nobody(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        reference = await closes(home)
        await home.assembly.store.write(lambda work: work.statistics.count(Sort.of(ORDINARY)))
        await home.assembly.store.write(lambda work: work.statistics.count(Sort.of(ORDINARY)))
        (row,) = await statistics(home.assembly)
        assert row == {
            "month": "2026-01",
            "level": "C",
            "categories": ["pay"],
            "province": "TH-74",
            "outcome": "helped",
            "cases": 2,
        }
        assert reference not in str(row)


async def test_a_hold_keeps_a_case_and_its_release_carries_out_what_was_wished(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        reference = await only_case(home)
        with pytest.raises(WrongArgument):
            await hold_case(home.assembly, who="me", reference=reference, reason=" ")
        await hold_case(home.assembly, who="me", reference=reference, reason="court 7/2569")
        await erases(home)
        await home.passes(hours=1)
        assert await case_of(home, reference) is not None
        await release_case(home.assembly, who="me", reference=reference)
        await home.passes(minutes=2)
        assert (await tomb(home, reference)).state is CaseState.ERASED
        proof = await prove(home.assembly, who="me", reference=reference)
        actions = [each["action"] for each in proof["log"]]
        assert {"case.held", "case.hold_released", "case.erased"} <= set(actions)
        assert set(proof["remains"].values()) == {0}
