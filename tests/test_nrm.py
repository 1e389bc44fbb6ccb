"""NRM steps: how long each may last, what reminds of its end, and by when a claim must be made."""

from datetime import date, datetime

import pytest
from bot.domain.case import Deed, WorkEntry
from bot.domain.nrm import (
    TERMS,
    NrmStep,
    compensation_until,
    nrm_stages,
    running,
    wages_until,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clock_ladders import BANGKOK, DAY, HOURS, local, moments


def wrote(step: NrmStep, at: datetime) -> WorkEntry:
    return WorkEntry(Deed.NRM, "o1", at, step.value)


def reminders(*worked: WorkEntry) -> dict[str, str]:
    stages = nrm_stages(worked, HOURS, BANGKOK)
    return {stage.key: stage.at.astimezone(BANGKOK).strftime("%d %H:%M") for stage in stages}


def test_the_terms_are_those_of_the_law_and_of_the_mechanism() -> None:
    days = {step: [term.lasts // DAY for term in terms] for step, terms in TERMS.items()}
    assert days == {
        NrmStep.PROTECTION: [1],
        NrmStep.PROTECTION_COURT: [7],
        NrmStep.SHELTER: [15],
        NrmStep.REFLECTION: [45],
        NrmStep.INSPECTOR: [60, 90],
    }


def test_the_day_it_is_recorded_is_the_first_and_midnight_is_bangkoks() -> None:
    (shelter,) = running([wrote(NrmStep.SHELTER, local("2026-06-01T23:50"))])
    assert shelter.day(local("2026-06-01T23:55"), BANGKOK) == (1, 15)
    assert shelter.day(local("2026-06-02T00:05"), BANGKOK) == (2, 15)
    assert shelter.day(local("2026-06-11T09:00"), BANGKOK) == (11, 15)


def test_the_holder_is_reminded_three_days_and_one_day_before_the_end_when_the_unit_opens() -> None:
    # From Monday the 1st until Tuesday the 16th: Saturday the 13th is no working day.
    assert reminders(wrote(NrmStep.SHELTER, local("2026-06-02T10:00"))) == {
        "nrm.1.end.1": "12 08:30",
        "nrm.1.end.2": "16 08:30",
    }


def test_a_days_protection_is_reminded_of_at_any_hour() -> None:
    assert reminders(wrote(NrmStep.PROTECTION, local("2026-06-06T04:00"))) == {
        "nrm.1.end.1": "06 22:00",
        "nrm.1.end.2": "07 03:00",
    }


def test_the_inspector_has_sixty_days_and_thirty_more() -> None:
    found = running([wrote(NrmStep.INSPECTOR, local("2026-06-01T10:00"))])
    ends = [each.ends_at for each in found]
    assert ends == [local("2026-07-31T10:00"), local("2026-08-30T10:00")]
    assert len(reminders(wrote(NrmStep.INSPECTOR, local("2026-06-01T10:00")))) == 4


@pytest.mark.parametrize("decision", [NrmStep.IDENTIFIED, NrmStep.NOT_IDENTIFIED])
def test_a_decision_ends_protection_shelter_and_reflection_but_not_the_inspectors_term(
    decision: NrmStep,
) -> None:
    start = local("2026-06-01T10:00")
    worked = [wrote(step, start) for step in TERMS]
    assert {each.step for each in running(worked)} == set(TERMS) - {NrmStep.PROTECTION}
    left = running([*worked, wrote(decision, start + DAY)])
    assert {each.step for each in left} == {NrmStep.INSPECTOR}


def test_the_same_step_once_more_begins_its_days_anew_under_keys_of_its_own() -> None:
    start = local("2026-06-02T10:00")
    again = [wrote(NrmStep.SHELTER, start), wrote(NrmStep.SHELTER, start + DAY)]
    assert set(reminders(*again)) == {"nrm.2.end.1", "nrm.2.end.2"}


def test_reports_and_other_entries_have_no_term() -> None:
    start = local("2026-06-02T10:00")
    other = WorkEntry(Deed.CONTACTED, "o1", start, "shelter")
    strange = WorkEntry(Deed.NRM, "o1", start, "of an older time")
    assert running([wrote(NrmStep.REPORTED_CENTRE, start), other, strange]) == []


@given(st.sampled_from(list(TERMS)), moments)
@settings(deadline=None)
def test_reminders_come_after_the_step_before_its_end_and_in_hours(
    step: NrmStep, start: datetime
) -> None:
    stages = nrm_stages([wrote(step, start)], HOURS, BANGKOK)
    assert stages == sorted(stages, key=lambda stage: stage.at)
    last = max(term.lasts for term in TERMS[step])
    for stage in stages:
        assert start < stage.at < start + last + 20 * DAY
        assert step is NrmStep.PROTECTION or HOURS.is_open(stage.at)
    if step is not NrmStep.PROTECTION_COURT:  # over New Year a week may have no working day
        assert stages
        assert all(stage.at < start + last for stage in stages)


def test_claims_end_180_days_after_the_injury_and_two_years_after_pay_was_due() -> None:
    assert compensation_until(date(2026, 1, 1)) == date(2026, 6, 30)
    assert wages_until(date(2026, 3, 31)) == date(2028, 3, 31)
    assert wages_until(date(2028, 2, 29)) == date(2030, 2, 28)
