"""What a case is in each respect in which it is counted, and nothing else of it."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from bot.data.screening import load_screening
from bot.documents.report_sources import Exact, OfYear, Sum, Wait
from bot.domain.case import Case, Deed, MoneyOutcome, OfficerFinding, WorkEntry
from bot.domain.conversation import Answer, Answers
from bot.domain.counting import CENTRE, PROVINCE, Tally
from bot.domain.ids import CaseState, Level, OfficerId, QuestionId, UnitId
from bot.domain.period import month_of, read_fiscal_year
from bot.domain.publication import Publication
from bot.domain.referral import ReferralKind
from bot.domain.retention import Sort
from bot.flows.counted import counted_case, counted_erased, counted_referral

from tests.storage_samples import NOW, case, referral

ZONE = ZoneInfo("Asia/Bangkok")
SCREENING = load_screening()
HOUR = timedelta(hours=1)


def told(**answers: str) -> Answers:
    return Answers(
        tuple(Answer(QuestionId(q), (v,), NOW, words="secret") for q, v in answers.items())
    )


def values(of: Case, /, exact: str = "yes", **answers: str) -> dict[str, tuple[str, ...]]:
    return dict(counted_case(of, told(**answers), SCREENING, ZONE, exact=exact == "yes").values)


@pytest.mark.parametrize(
    ("answers", "age"),
    [
        ({"under_18": "yes", "under_15": "yes"}, "under_15"),
        ({"under_18": "yes", "under_15": "no"}, "15_17"),
        ({"under_18": "yes", "under_15": "skip"}, "under_18"),
        ({"under_18": "not_sure"}, "maybe_under_18"),
        ({"under_18": "no", "age_band": "18_24"}, "18_24"),
        ({"under_18": "no"}, "adult"),
        ({"under_18": "skip", "age_band": "skip"}, "not_told"),
        ({}, "not_told"),
    ],
)
def test_the_age_band(answers: dict[str, str], age: str) -> None:
    assert values(case(), **answers)["age"] == (age,)


@pytest.mark.safety(28)
def test_what_is_protected_is_published_by_that_word_and_nothing_of_it_is_asked() -> None:
    facts = replace(case().facts, protected=True, categories=("sexual_harassment",))
    one = replace(case(), facts=facts)
    assert values(one)["category"] == ("sexual_harassment",)
    assert values(one, unwanted_touch="yes")["answer:unwanted_touch"] == ("yes",)
    published = values(one, exact="no", unwanted_touch="yes", papers_kept="yes")
    assert published["category"] == ("protected",)
    assert "answer:unwanted_touch" not in published
    assert published["answer:papers_kept"] == ("yes",)
    assert published["ilo"] == ("05", "07")


def test_words_and_numbers_of_a_case_are_not_counted() -> None:
    one = counted_case(
        case(), told(what_happened="told", papers_kept="no"), SCREENING, ZONE, exact=True
    )
    assert "secret" not in repr(one)
    assert case().reference not in repr(one)


def test_work_on_a_case() -> None:
    entries = (
        WorkEntry(Deed.CONTACT_TRIED, "o", NOW),
        WorkEntry(Deed.NRM, "o", NOW, "shelter"),
        WorkEntry(Deed.NRM, "o", NOW + 48 * HOUR, "identified"),
        WorkEntry(Deed.AFTERCARE, "w", NOW, "better"),
        WorkEntry(Deed.UNHELPED, "w", NOW, "unhelped"),
    )
    found = OfficerFinding(Level.C, Level.B, "o", NOW)
    done = replace(case(state=CaseState.CLOSED), worked=entries, finding=found, outcome="helped")
    one = counted_case(done, told(), SCREENING, ZONE, exact=True, first_contact=2)
    respects = ("contact", "nrm", "aftercare", "finding", "level", "outcome", "urgent")
    assert [one.values[each] for each in respects] == [
        ("tried_in_vain",),
        ("identified", "shelter"),
        ("unhelped",),
        ("C",),
        ("B",),
        ("helped",),
        ("urgent",),
    ]
    assert one.hours == {"nrm_decision": 48, "taken": 2}


def test_a_referral_counts_once_it_was_sent_and_by_its_first_answer() -> None:
    asked = replace(referral(), units=(), kind=ReferralKind.AGENCY)
    assert counted_referral(case(), asked, ZONE) is None
    sent = replace(asked, units=(UnitId("sk"),), unit=UnitId("sk"), done=frozenset({"tell"}))
    officer = OfficerId("o")
    done = sent.acknowledge(officer, UnitId("sk"), NOW + 3 * HOUR).accept(officer, NOW + 5 * HOUR)
    one = counted_referral(case(), done.complete(officer, "done", NOW + 9 * HOUR), ZONE)
    assert one is not None
    assert one.values["answer"] == ("completed",)
    assert one.values["in_time"] == ("overdue",)
    assert one.hours == {"first_answer": 3}


def test_an_erased_case_is_in_every_sum_and_known_in_few() -> None:
    one = counted_erased(Sort("2026-04", "C", ("pay",), "TH-74", "helped"), SCREENING, exact=True)
    assert set(values(case())) - set(one.values) == {"ilo", "nrm"}
    assert one.values[PROVINCE] == ("TH-74",)
    assert one.values[CENTRE] == ("erased",)
    assert one.month == month_of(NOW, ZONE)


@pytest.mark.safety(28)
def test_amounts_and_waits_of_few_are_hidden_and_of_one_great_one_too() -> None:
    year, tally = read_fiscal_year("2569"), Tally()
    published = OfYear(Publication(tally, year))

    def add(*amounts: int | None) -> None:
        for amount in amounts:
            one = replace(case(), money=MoneyOutcome(recovered=amount))
            tally.add(counted_case(one, told(), SCREENING, ZONE, exact=True, first_contact=amount))

    add(None, 1, 2, 3, 4)
    assert published.amounts("recovered") == Sum(None, None)
    assert published.hours("taken") == {"": Wait(None, None, None)}
    assert Exact(tally, year.months).amounts("recovered") == Sum(4, 10)
    add(5)
    assert published.amounts("recovered") == Sum(5, 15)
    assert published.hours("taken") == {"": Wait(5, 3, None)}
    assert Exact(tally, year.months).hours("taken")[""] == Wait(5, 3, 5)
    add(10_000)
    assert published.amounts("recovered") == Sum(6, None)
