"""Lists and days as each language writes them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from bot.app.assembly import voice
from bot.catalogue.moments import Calendar
from bot.data.places import load_gazetteer
from bot.domain.ids import LanguageCode
from bot.domain.prompt import Button, Line, Literal, Named, Prompt, Quoted

BANGKOK = ZoneInfo("Asia/Bangkok")
SONGKRAN = datetime(2026, 4, 13, 3, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "th", "my", "km", "lo", "vi"])
def test_a_pictogram_does_not_stick_to_the_word_before_it(language: str) -> None:
    calendar = Calendar(LanguageCode(language), BANGKOK)
    for items in (["💰 a", "📕 b"], ["💰 a", "📕 b", "🔒 c"]):
        joined = calendar.joined(items)
        assert joined.startswith("💰 a")
        for item in items[1:]:
            before = joined[: joined.index(item)]
            assert before.endswith(" ")
            assert before.rstrip(" \u200b") + " " == before


def test_words_are_joined_as_before() -> None:
    assert Calendar(LanguageCode("th"), BANGKOK).joined(["ก", "ข"]) == "กและข"


def test_a_burmese_month_is_written_out() -> None:
    assert "ဧပြီ" in Calendar(LanguageCode("my"), BANGKOK).day(SONGKRAN)


def test_the_duty_team_has_its_article_inside_a_sentence_and_none_on_a_button() -> None:
    catalogue, english = voice(load_gazetteer(), "Asia/Bangkok"), LanguageCode("en")
    team = Named("unit", "national")
    assert catalogue.line(Line("filed.unit", {"unit": team}), english) == (
        "The national duty team has your case."
    )
    passed = catalogue.line(Line("late.also_asked", {"unit": team}), english)
    assert passed == "We have now also asked the national duty team."
    shown = catalogue.word(Prompt((), ((Button(team, "p"),),)), english)
    assert shown.rows[0][0].label == "National duty team"


def test_a_message_can_be_quoted_in_a_language_of_its_own() -> None:
    catalogue = voice(load_gazetteer(), "Asia/Bangkok")
    thai = Quoted(Line("call.tongue", {"language": Named("tongue", "km")}), LanguageCode("th"))
    line = Line("call.both", {"thai": thai, "meaning": Literal("…")})
    assert catalogue.line(line, LanguageCode("km")) == "📢 ฉันพูดภาษาเขมร (…)"
