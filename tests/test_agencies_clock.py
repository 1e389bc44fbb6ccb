"""The clock of a referral to an agency: whom it tells when, and that it is never a burst."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.data.policy import calendar_of, frozen_agency, load_policy, thawed_agency
from bot.domain.agency_clock import AgencyClock, AgencyStage
from bot.domain.ids import ReferralState
from bot.domain.rows import RowKey

from tests.agencies import INSPECTORS, NOK, WORKER, asks_worker, officer_taps, referred, said, taken
from tests.clock_ladders import HOUR, MINUTE, POLICY, TAK, local
from tests.test_agencies_referring import answers

MONDAY = local("2026-11-23T10:00")
NOTHING = frozenset[str]()


def clock(key: RowKey, *, by_group: bool = True) -> AgencyClock:
    return AgencyClock(POLICY.agency[key], calendar_of(POLICY, TAK), MONDAY, by_group)


def first(found: AgencyClock, number: int) -> list[AgencyStage]:
    """The first stages, one by one as each falls due."""
    done, stages = NOTHING, list[AgencyStage]()
    while len(stages) < number:
        at = found.next_due(done)
        assert at is not None
        for group in found.due(done, at):
            stages += group
            done |= {each.key for each in group}
    return sorted(stages[:number], key=lambda stage: stage.at)


TABLE = [
    (RowKey.URGENT, [15 * MINUTE, 30 * MINUTE], 30 * MINUTE, 60 * MINUTE),
    (RowKey.A, [12 * HOUR, 24 * HOUR], 24 * HOUR, 48 * HOUR),
]


@pytest.mark.parametrize(("key", "remind", "tell", "national"), TABLE)
def test_the_urgent_and_a_count_day_and_night(
    key: RowKey, remind: list[timedelta], tell: timedelta, national: timedelta
) -> None:
    found = {stage.key: stage.at - MONDAY for stage in first(clock(key), 5)}
    assert [found["remind.1"], found["remind.2"]] == remind
    assert (found["tell"], found["national"]) == (tell, national)
    assert clock(key).answer_by - MONDAY == tell


@pytest.mark.parametrize(
    ("key", "days"),
    [
        (RowKey.B, ["2026-11-25", "2026-11-26", "2026-11-26", "2026-11-30"]),
        (RowKey.U, ["2026-11-25", "2026-11-26", "2026-11-26", "2026-11-30"]),
        (RowKey.C, ["2026-11-26", "2026-11-30", "2026-11-30", "2026-12-08"]),
        (RowKey.D, ["2026-11-26", "2026-11-30", "2026-11-30", "2026-12-08"]),
    ],
)
def test_the_others_count_the_sending_units_working_days(key: RowKey, days: list[str]) -> None:
    found = {stage.key: stage.at for stage in first(clock(key), 4)}
    keys = ("remind.1", "remind.2", "tell", "national")
    assert [f"{found[each].date()}" for each in keys] == days


def test_without_a_group_the_officer_is_reminded_once_a_minute_at_most() -> None:
    found = clock(RowKey.URGENT, by_group=False)
    assert {each.towards for each in first(found, 3)} == {"sender"}
    (together,) = found.due(frozenset({"remind.1"}), MONDAY + 30 * MINUTE)
    assert [each.key for each in together] == ["remind.2", "tell"]


def test_after_an_outage_everybody_gets_one_message_and_the_repeats_go_on() -> None:
    found = clock(RowKey.URGENT)
    groups = found.due(NOTHING, MONDAY + 5 * HOUR)
    assert sorted(group[-1].towards for group in groups) == ["agency", "national", "sender"]
    done = frozenset(stage.key for group in groups for stage in group)
    assert found.due(done, MONDAY + 5 * HOUR) == ()
    assert found.next_due(done) == MONDAY + 6 * HOUR


def test_what_is_frozen_stays_whatever_the_policy_becomes_and_takes_seconds() -> None:
    policy = load_policy({"agency": {"urgent": {"remind": ["10 s"], "tell": "20 s"}}})
    row, hours = thawed_agency(frozen_agency(policy, policy.agency[RowKey.URGENT], TAK))
    quick = AgencyClock(row, hours, MONDAY, by_group=True)
    assert [stage.at - MONDAY for stage in first(quick, 2)] == [
        timedelta(seconds=10),
        timedelta(seconds=20),
    ]


async def test_the_agency_the_officer_and_then_national_are_told_once_each(tmp_path: Path) -> None:
    async with taken(tmp_path, danger=True) as h:
        await h.says(WORKER, "/start")
        await officer_taps(h, "refer")
        await officer_taps(h, "refer", ":other")
        await officer_taps(h, "refer", ":sk-labour")
        await officer_taps(h, "want", ".inspect")
        await officer_taps(h, "want", ".done")
        await answers(h, "yes")
        for _ in range(13):
            h.moment[0] += timedelta(minutes=5)
            await h.tick()
        waits = [text for text in said(h, "-300") if "no answer yet" in text]
        assert len(waits) == 2
        assert len([text for text in said(h, NOK) if "no answer yet." in text]) == 1
        assert len([text for text in said(h, "-200") if "referred it to" in text]) == 1
        targets = [step.stage for step in (await referred(h)).steps]
        assert targets == ["asked", "sent", "remind.1", "remind.2", "tell", "national"]


async def test_a_group_that_is_gone_becomes_the_officers_task(tmp_path: Path) -> None:
    async with taken(tmp_path) as h:
        await h.says(WORKER, "/start")
        await asks_worker(h)
        await answers(h, "yes")
        group = (await h.assembly.store.read(lambda w: w.directory.groups_of(INSPECTORS.id)))[0]
        await h.assembly.store.write(lambda work: work.directory.unbind(group.chat))
        h.moment[0] += timedelta(days=2, hours=1)
        await h.tick()
        assert "cannot be reached any more" in said(h, NOK)[-1]
        assert (await referred(h)).by_group is False
        await officer_taps(h, "told", ".accepted")
        assert (await referred(h)).state is ReferralState.ACCEPTED
