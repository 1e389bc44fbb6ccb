"""The clocks of a new case, against times worked out by hand."""

from dataclasses import replace

import pytest
from bot.data.policy import load_policy
from bot.domain.clocks import due, next_due, risen, stages
from bot.domain.ids import NATIONAL, Level
from bot.domain.ladder import Reachable
from bot.domain.policy import RowKey

from tests.clock_ladders import (
    CHIANG_MAI,
    DAY,
    FULL,
    HOUR,
    MINUTE,
    NOTHING,
    POLICY,
    TAK,
    done_by,
    ladder_of,
    local,
    table,
)
from tests.clock_times import BY_HAND, FRIDAY, SONGKRAN, TUESDAY


@pytest.mark.parametrize("start", [TUESDAY, FRIDAY, SONGKRAN])
@pytest.mark.parametrize("key", list(RowKey))
def test_every_stage_of_every_level_comes_at_its_time(key: RowKey, start: str) -> None:
    found = table(ladder_of(key, local(start)), local(start) + 12 * DAY)
    expected = BY_HAND[key][start]
    assert {stage: found[stage] for stage in expected} == expected
    assert {stage for stage in found if not stage.startswith("repeat.")} == {
        stage for stage in expected if not stage.startswith("repeat.")
    }


@pytest.mark.safety(41)
def test_a_childs_b_runs_by_the_row_of_a_and_urgency_comes_before_any_level() -> None:
    assert POLICY.row(Level.B, child=True) is POLICY.rows[RowKey.A]
    assert POLICY.row(Level.B) is POLICY.rows[RowKey.B]
    assert POLICY.row(Level.U, child=True) is POLICY.rows[RowKey.U]
    assert POLICY.row(Level.D, urgent=True, child=True) is POLICY.rows[RowKey.URGENT]


def test_national_is_told_at_once_while_the_place_of_an_urgent_case_is_not_given() -> None:
    start = local(SONGKRAN)
    found = table(ladder_of(RowKey.URGENT, start, without_place=True), start + HOUR)
    assert found["national"] == "13 22:00 national"
    assert found["repeat.1"] == "13 22:15 national"
    assert table(ladder_of(RowKey.A, start, without_place=True), start + DAY)["national"] == (
        "14 00:00 national"
    )


def test_national_holding_a_case_gets_alert_and_escalation_as_one_message() -> None:
    start, people = local(SONGKRAN), Reachable(NATIONAL)
    ladder = ladder_of(RowKey.URGENT, start, people, without_place=True)
    (message,) = due(ladder, NOTHING, start)
    assert (message.key, str(message.target)) == ("alert", "national")
    assert set(message.merged) == {"on_call", "national"}
    assert due(ladder, done_by((message,)), start) == ()


def test_without_a_head_the_stage_goes_to_the_group_and_to_the_next_stages_target() -> None:
    start = local(TUESDAY)
    found = stages(ladder_of(RowKey.A, start, replace(FULL, head=False)), start + 100 * MINUTE)
    at_60 = {stage.key: stage for stage in found if stage.at == start + HOUR}
    assert str(at_60["head.next"].target) == "chiang-mai"
    # The group has its own reminder at the same minute: one message settles both.
    assert at_60["remind.2"].merged == ("head",)
    assert set(at_60) == {"remind.2", "head.next", "answer_by"}


def test_without_anybody_on_call_the_head_stands_in_and_else_the_next_target() -> None:
    start = local(TUESDAY)
    end = start + 4 * HOUR
    with_head = table(ladder_of(RowKey.B, start, replace(FULL, on_call=False)), end)
    assert with_head["on_call.next"] == "09 13:00 head:tak"
    nobody = table(ladder_of(RowKey.B, start, Reachable(TAK, CHIANG_MAI)), end)
    assert nobody["on_call.next"] == "09 13:00 chiang-mai"
    alone = table(ladder_of(RowKey.B, start, Reachable(TAK)), end)
    assert alone["on_call.next"] == "09 13:00 national"
    # Where a head's own stage follows, that one goes on to the next target, at its own time.
    urgent = table(ladder_of(RowKey.URGENT, start, Reachable(TAK, CHIANG_MAI)), start)
    assert urgent == {"alert": "09 09:00 tak"}


def test_a_unit_without_a_second_centre_has_no_such_stage() -> None:
    start = local(TUESDAY)
    found = table(ladder_of(RowKey.A, start, replace(FULL, second_centre=None)), start + DAY)
    assert "second_centre" not in found
    assert found["national"] == "09 11:00 national"


def test_passing_on_starts_a_new_ladder_but_national_counts_from_the_first_alert() -> None:
    first, passed = local(TUESDAY), local("2026-06-09T14:00")
    found = table(ladder_of(RowKey.B, passed, first_alert_at=first), passed + 3 * DAY)
    assert found["remind.1"] == "09 16:00 tak"
    assert found["answer_by"] == "10 10:00 worker"
    assert found["national"] == "10 09:00 national"
    assert found["repeat.1"] == "10 13:00 national"


def test_a_case_passed_on_at_night_long_after_tells_national_at_the_next_opening() -> None:
    passed = local("2026-06-11T22:00")
    ladder = ladder_of(RowKey.B, passed, first_alert_at=local(TUESDAY))
    assert table(ladder, passed + DAY)["national"] == "12 08:30 national"


def test_a_month_of_outage_sends_each_target_one_message() -> None:
    start = local(TUESDAY)
    for key in RowKey:
        ladder = ladder_of(key, start)
        now = local("2026-07-09T10:00")
        sent = due(ladder, frozenset({"alert"}), now)
        targets = [str(stage.target) for stage in sent]
        assert len(targets) == len(set(targets))
        assert {"tak", "national", "worker"} <= set(targets)
        national = next(stage for stage in sent if str(stage.target) == "national")
        assert national.key == "national"
        done = done_by(sent) | {"alert"}
        assert due(ladder, done, now) == ()
        assert next_due(ladder, done, now) > now


@pytest.mark.safety(37)
def test_what_was_missed_waits_for_the_opening_except_what_the_worker_was_promised() -> None:
    ladder, done = ladder_of(RowKey.B, local(TUESDAY)), frozenset({"alert"})
    night = local("2026-06-09T22:00")
    (truth,) = due(ladder, done, night)
    assert truth.key == "answer_by"
    done |= done_by((truth,))
    assert next_due(ladder, done, night) == local("2026-06-10T08:30")
    sent = {str(stage.target) for stage in due(ladder, done, local("2026-06-10T08:30"))}
    assert sent == {"tak", "on_call:tak", "chiang-mai"}


def test_what_is_due_at_closing_time_leaves_though_the_tick_comes_a_little_later() -> None:
    ladder = ladder_of(RowKey.B, local(SONGKRAN))
    done = done_by(stages(ladder, local("2026-04-16T16:00")))
    assert [stage.key for stage in due(ladder, done, local("2026-04-16T16:31"))] == ["national"]
    assert due(ladder, done, local("2026-04-16T17:00")) == ()
    assert next_due(ladder, done, local("2026-04-16T17:00")) == local("2026-04-17T08:30")


def test_an_alert_that_was_missed_leaves_at_any_hour() -> None:
    ladder = ladder_of(RowKey.D, local("2026-06-09T16:00"))
    (alert,) = due(ladder, NOTHING, local("2026-06-09T23:00"))
    assert alert.key == "alert"


def test_a_person_who_leaves_after_their_stage_was_sent_causes_no_new_message() -> None:
    start = local(TUESDAY)
    ladder = ladder_of(RowKey.A, start)
    now = start + 61 * MINUTE
    done = done_by(due(ladder, NOTHING, now))
    assert due(replace(ladder, people=Reachable(TAK, CHIANG_MAI)), done, now) == ()


def test_a_repeat_stands_for_all_before_it_when_the_clock_is_moved_back() -> None:
    start = local(TUESDAY)
    ladder = ladder_of(RowKey.URGENT, start)
    done = done_by(stages(ladder, start + HOUR)) | {"repeat.40"}
    assert due(ladder, done, start + 2 * HOUR) == ()
    assert next_due(ladder, done, start + 2 * HOUR) == start + (135 + 33 * 60) * MINUTE


def test_seconds_in_a_policy_keep_stages_apart_that_share_a_minute() -> None:
    quick = load_policy({"levels": {"A": {"remind": ["10 s", "20 s"], "on_call": "never"}}})
    start = local(TUESDAY)
    found = stages(ladder_of(RowKey.A, start, policy=quick), start + MINUTE)
    assert [stage.key for stage in found] == ["alert", "remind.1", "remind.2"]


def test_a_rise_alerts_at_once_and_counts_from_then_but_nothing_comes_later_than_before() -> None:
    old = ladder_of(RowKey.C, local(TUESDAY))
    rise = local("2026-06-09T12:30")
    found = table(risen(old, POLICY.rows[RowKey.B], rise), rise + 2 * DAY)
    assert found["rise.1.alert"] == "09 12:30 tak"
    assert found["remind.1"] == "09 13:00 tak"  # would be 14:30 by the new clock
    assert found["rise.1.remind.1"] == "09 14:30 tak"
    assert found["rise.1.remind.2"] == "09 16:30 tak"
    assert "remind.2" not in found
    assert found["rise.1.national"] == "10 12:30 national"
    assert "national" not in found
    assert found["rise.1.repeat.1"] == "10 16:30 national"


def test_a_rise_after_national_was_told_keeps_the_old_repeats_until_the_new_clock() -> None:
    old = ladder_of(RowKey.C, local(TUESDAY))
    rise = local("2026-06-12T08:00")  # national was told on the 11th; a repeat is due at 09:00
    found = table(risen(old, POLICY.rows[RowKey.A], rise), rise + 4 * HOUR)
    assert found["repeat.1"] == "12 09:00 national"
    assert found["rise.1.national"] == "12 10:00 national"
    assert "repeat.2" not in found
