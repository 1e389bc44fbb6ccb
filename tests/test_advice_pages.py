"""The pages of advice: facts with source and date, numbers, centres, in every language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from bot.app.assembly import voice
from bot.catalogue import Catalogue
from bot.data.hotlines import load_hotlines
from bot.data.places import load_gazetteer
from bot.data.rights import load_rights
from bot.domain.calendar import OfficeHours, Window
from bot.domain.conversation import Answer, Conversation
from bot.domain.ids import Channel, ConversationId, EvidenceId, LanguageCode, QuestionId, UnitId
from bot.domain.incoming import Chat
from bot.domain.prompt import Line, Prompt
from bot.flows import advice
from bot.flows.turn import Hotline, Said, Surroundings

from tests.test_take_turn import WORKER
from tests.walker import NOON
from tests.walker import around as plain

LANGUAGES = ("en", "th", "my", "km", "lo", "vi")
TELEGRAM_TEXT = 4096
PAYLOAD = 64
WEEK = ((Window(timedelta(hours=8.5), timedelta(hours=16.5)),),) * 5 + ((), ())


@cache
def around() -> Surroundings:
    return replace(
        plain(),
        rights=load_rights(),
        help_lines=tuple(
            Hotline(each.number, each.key, each.languages, each.spoken) for each in load_hotlines()
        ),
        centre_hours={UnitId("tak"): OfficeHours(WEEK)},
    )


def reading(page: str, *, sector: str = "", language: str = "en", now: datetime = NOON) -> Said:
    """Somebody with a page of advice open."""
    told = (Answer(QuestionId("sector"), (sector,), now),) if sector else ()
    conversation = Conversation(
        ConversationId("c" * 12),
        Chat(Channel.TELEGRAM, WORKER),
        WORKER,
        LanguageCode(language),
        now,
        now,
        answers=told,
    )
    return Said(conversation, now, EvidenceId("e"), page=page)


def keys(prompt: Prompt) -> list[str]:
    return [line.key for line in prompt.lines]


def worded(prompt: Prompt, language: str) -> str:
    return _voice().word(prompt, LanguageCode(language)).text


@cache
def _voice() -> Catalogue:
    return voice(load_gazetteer(), "Asia/Bangkok")


def day(year: int, month: int, date: int, hour: int = 5) -> datetime:
    return datetime(year, month, date, hour, tzinfo=UTC)


@pytest.mark.parametrize("category", advice.CATEGORIES)
def test_every_fact_stands_with_its_source_and_the_date_is_said(category: str) -> None:
    prompt = advice.shown(reading(category), around())
    told = keys(prompt)
    assert told[:2] == [f"advice.first.{category}", "advice.boss"]
    facts = [k for k in told if k in {f"rights.{fact.id}" for fact in around().rights}]
    assert facts
    assert len(facts) == sum(key in ("rights.source", "rights.source_dated") for key in told)
    assert told.count("rights.checked") == 1


def test_an_old_date_and_a_newer_one_are_both_said() -> None:
    text = worded(advice.shown(reading("pay"), around()), "en")
    assert "Law as of 1 June 2021" in text
    assert "wage committee announcements (1 July 2025)" in text
    assert "372 baht: Samut Sakhon and Samut Prakan" in text


def test_the_minimum_wage_goes_with_the_year_in_thailand() -> None:
    last, first = day(2026, 12, 31, hour=16), day(2026, 12, 31, hour=17)
    assert "rights.minimum_wage" in keys(advice.shown(reading("pay", now=last), around()))
    assert "rights.minimum_wage" not in keys(advice.shown(reading("pay", now=first), around()))


@pytest.mark.safety(43)
def test_what_protects_confirmed_victims_stands_right_under_that_condition() -> None:
    told = keys(advice.shown(reading("violence"), around()))
    place = told.index("rights.not_punished")
    assert told[place - 1] == "rights.condition.confirmed_victim"


def test_work_with_rules_of_its_own_is_told_so() -> None:
    asked = keys(advice.shown(reading("hours", sector="home"), around()))
    assert "rights.working_hours" not in asked
    assert "rights.none" in asked
    unknown = keys(advice.shown(reading("hours"), around()))
    assert "rights.other_rules" in unknown


def test_the_help_line_in_ones_own_language_is_shown_and_that_of_others_is_not() -> None:
    burmese = worded(advice.shown(reading("hotlines", language="my"), around()), "my")
    assert "1-800-010-180" in burmese
    assert "1-800-010-181" not in burmese
    english = worded(advice.shown(reading("hotlines"), around()), "en")
    assert "1-800-010" not in english
    for number in ("1669", "1300", "191", "1694", "1546", "1506", "1191", "1323"):
        assert number in english
    assert "1178" not in english


def test_centres_are_named_with_their_hours_and_nothing_unknown_of_them() -> None:
    prompt = advice.shown(reading("centres"), around())
    assert keys(prompt) == ["advice.centres", "centre.hours", *["centre.name"] * 10]
    assert "08:30–16:30" in worded(prompt, "en")


def test_what_is_known_of_a_centre_is_said() -> None:
    centres = {
        unit: replace(centre, address="1 Road", phone="02 123 4567")
        for unit, centre in around().gazetteer.centres.items()
    }
    known = replace(around(), gazetteer=replace(around().gazetteer, centres=centres))
    text = worded(advice.shown(reading("centres"), known), "en")
    assert "📍 1 Road" in text
    assert "📞 02 123 4567" in text


def test_hours_that_differ_are_not_said_as_one() -> None:
    other = OfficeHours(((Window(timedelta(hours=9), timedelta(hours=12)),),) * 7)
    hours = {UnitId("tak"): other}
    prompt = advice.shown(reading("centres"), replace(around(), centre_hours=hours))
    assert "centre.hours" not in keys(prompt)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_and_names_the_help_button_by_its_label(language: str) -> None:
    label = _voice().line(Line("choice.menu.help"), LanguageCode(language))
    for page in ("", *sorted(advice.PAGES)):
        prompt = advice.shown(reading(page, language=language), around())
        message = _voice().word(prompt, LanguageCode(language))
        assert len(message.text.encode("utf-16-le")) // 2 <= TELEGRAM_TEXT, page
        for button in (each for row in message.rows for each in row):
            assert len(button.payload.encode()) <= PAYLOAD
    for category in ("violence", "locked_in", "child_at_work"):
        line = _voice().line(Line(f"advice.first.{category}"), LanguageCode(language))
        assert label in line
