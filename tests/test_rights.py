"""The facts of the law: dated, sourced, and shown only while and to whom they hold."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from bot.catalogue.folder import entries, home, messages_path, read, settled
from bot.data.hotlines import load_hotlines
from bot.data.places import load_gazetteer
from bot.data.rights import BadRightsError, load_rights
from bot.data.screening import load_screening
from bot.domain.ids import DistrictCode, LanguageCode, ProvinceCode
from bot.domain.rights import EVERY_CATEGORY, Fact, facts_for
from bot.flows.advice import CATEGORIES, HOURS
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 23)
SECTORS = ("factory", "building", "fishing", "farm", "home", "shop", "entertainment", "other")


@cache
def facts() -> tuple[Fact, ...]:
    return load_rights()


def shown(category: str, sector: str = "", today: date = TODAY) -> set[str]:
    return {fact.id for fact in facts_for(facts(), category, sector, today)}


def worded(language: str) -> dict[str, str]:
    catalog = read(messages_path(home(), LanguageCode(language)))
    return {str(each.id): settled(each) for each in entries(catalog)}


def test_every_category_has_its_facts() -> None:
    assert Counter(fact.category for fact in facts()) == {
        "all": 1,
        "pay": 6,
        "hours": 2,
        "papers_kept": 1,
        "job_fees": 2,
        "violence": 2,
        "sexual_harassment": 1,
        "injury": 1,
        "child_at_work": 1,
        "dismissal": 4,
        "domestic_work": 1,
        "work_at_sea": 2,
        "locked_in": 1,
        "cheated_by_broker": 1,
        "permits_and_other": 1,
    }


def test_facts_speak_of_the_categories_and_sectors_there_are() -> None:
    known = {category.id for category in load_screening().categories}
    assert {fact.category for fact in facts()} <= known | {EVERY_CATEGORY}
    assert set(CATEGORIES) == known
    assert {each for fact in facts() for each in fact.not_for | fact.applies_to} <= set(SECTORS)


@pytest.mark.safety(38)
def test_the_minimum_wage_is_shown_until_the_end_of_2026_and_not_a_day_longer() -> None:
    last = date(2026, 12, 31)
    assert "minimum_wage" in shown("pay", today=last)
    assert "minimum_wage" not in shown("pay", today=last + timedelta(days=1))
    assert "paid_monthly" in shown("pay", today=last + timedelta(days=1))


def test_the_minimum_wage_names_places_that_exist_each_once() -> None:
    places = load_gazetteer()
    (wage,) = (fact for fact in facts() if fact.id == "minimum_wage")
    named = [place for rate in wage.rates for place in rate.places]
    assert len(named) == len(set(named)) == 14
    for place in named:
        known = ProvinceCode(place) in places.provinces or DistrictCode(place) in places.districts
        assert known, place


def test_facts_that_nobody_has_confirmed_are_never_shown() -> None:
    unconfirmed = {fact.id for fact in facts() if fact.check}
    assert unconfirmed == {
        "maternity_leave",
        "household_workers",
        "change_of_employer",
        "fishing_rules",
    }
    for category in CATEGORIES:
        for sector in ("", *SECTORS):
            assert not unconfirmed & shown(category, sector)


def test_unconfirmed_facts_have_no_words_for_workers() -> None:
    for language in ("en", "th", "my", "km", "lo", "vi"):
        words = worded(language)
        for fact in facts():
            assert (f"rights.{fact.id}" in words) is not fact.check, (language, fact.id)


@pytest.mark.safety(43)
def test_what_protects_confirmed_victims_only_carries_that_condition() -> None:
    (fact,) = (fact for fact in facts() if fact.condition)
    assert fact.id == "not_punished"
    assert "confirm" in worded("en")[f"rights.condition.{fact.condition}"]


@pytest.mark.safety(16)
def test_compensation_is_not_promised_to_household_workers() -> None:
    assert "injury_claim" in shown("injury", "factory")
    assert "injury_claim" in shown("injury")
    assert "injury_claim" not in shown("injury", "home")


@pytest.mark.parametrize("sector", ["home", "fishing", "farm"])
def test_work_with_rules_of_its_own_is_told_nothing_of_hours_and_severance(sector: str) -> None:
    assert shown("hours", sector) == {"free_of_charge"}
    assert "severance" not in shown("dismissal", sector)
    assert "minimum_wage" not in shown("pay", sector)


@pytest.mark.safety(38)
@given(
    today=st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    check=st.booleans(),
    expires=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
)
def test_nothing_is_shown_that_is_expired_unconfirmed_or_of_somebody_else(
    today: date, *, check: bool, expires: date | None
) -> None:
    changed = [replace(fact, check=check, expires=expires) for fact in facts()]
    for category, sector in product(CATEGORIES, ("", *SECTORS)):
        for fact in facts_for(changed, category, sector, today):
            assert not fact.check
            assert fact.expires is None or today <= fact.expires
            assert fact.category in (category, EVERY_CATEGORY)
            assert sector not in fact.not_for
            assert not sector or not fact.applies_to or sector in fact.applies_to


@pytest.mark.safety(38)
def test_every_fact_has_a_date_and_a_source() -> None:
    assert all(fact.source and fact.as_of <= TODAY for fact in facts())


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('id = "a"\ncategory = "pay"\nas_of = 2021-06-01', "source"),
        ('id = "a"\ncategory = "pay"\nsource = "LPA s.1"', "as_of"),
        ('id = "a"\nsource = "LPA s.1"\nas_of = 2021-06-01', "category"),
        ('id = "a"\ncategory = "pay"\nsource = "x"\nas_of = 2021-06-01\nexpire = 1', "expire"),
    ],
)
def test_a_fact_without_date_source_or_category_is_refused(row: str, what: str) -> None:
    with pytest.raises(BadRightsError, match=what):
        load_rights(f"[[fact]]\n{row}")


def test_two_facts_of_one_name_are_refused() -> None:
    row = '[[fact]]\nid = "a"\ncategory = "pay"\nsource = "x"\nas_of = 2021-06-01\n'
    with pytest.raises(BadRightsError, match="twice"):
        load_rights(row + row)


@pytest.mark.safety(33)
def test_every_help_line_has_hours_that_can_be_said_and_immigration_is_not_among_them() -> None:
    lines = load_hotlines()
    assert {line.hours.replace(" ", "_") or "unknown" for line in lines} <= set(HOURS)
    assert "1178" not in {line.number for line in lines}
