"""How prompts become words, in languages made for the purpose."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bot.catalogue import Catalogue, MissingMessage, MissingParameter, load
from bot.catalogue.extraction import Said, merge
from bot.catalogue.folder import messages_path, read, write
from bot.domain.ids import LanguageCode
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Message,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    WordedButton,
)
from bot.domain.wording import named

_EN, _TH, _XX = LanguageCode("en"), LanguageCode("th"), LanguageCode("xx")
_NOON = datetime(2026, 4, 13, 5, 0, tzinfo=UTC)
"""Noon in Bangkok, a Monday."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "ask.in_danger_now": ("Are you in danger right now?", "ตอนนี้อันตรายไหม"),
    "urgent.told": ("The duty team has been told, {time}.", "แจ้งทีมเวรแล้ว {time}"),
    "choice.yes": ("Yes", "ใช่"),
    "button.share_place": ("📍 Share my place", "📍 ส่งที่อยู่"),
    "card.reasons": ("Why: {reasons}", "เหตุผล: {reasons}"),
    "says": ("{who} says: {what}", "{who} บอกว่า {what}"),
    "language.name": ("English", "ไทย"),
    "moment.today": ("today {time}", "วันนี้ {time}"),
    "moment.tomorrow": ("tomorrow, {time}", "พรุ่งนี้ {time}"),
    "moment.yesterday": ("yesterday {time}", "เมื่อวาน {time}"),
    "moment.day": ("{day} {time}", "{day} {time}"),
    "group.urgent": ("URGENT", "ด่วน"),
}


def _names(kind: str, code: str, language: LanguageCode) -> str:
    return f"<{kind} {code} in {language}>"


def _make(folder: Path, words: Mapping[str, Mapping[str, str]]) -> Path:
    """A folder of languages with these messages; what is empty is not translated."""
    for language in words:
        (folder / language).mkdir(parents=True, exist_ok=True)
    merge(folder, tuple(Said(named(key)) for key in _WORDS))
    for language, texts in words.items():
        path = messages_path(folder, LanguageCode(language))
        catalog = read(path)
        for key, text in texts.items():
            catalog[key].string = text
        write(path, catalog, LanguageCode(language))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """English and Thai."""
    english = {key: words[0] for key, words in _WORDS.items()}
    return _make(tmp_path, {"en": english, "th": {key: words[1] for key, words in _WORDS.items()}})


@pytest.fixture
def catalogue(folder: Path) -> Catalogue:
    """Both, loaded."""
    return load(_names, folder=folder)


def _pseudo(text: str) -> str:
    """Accented and longer, with its places where they were."""
    accented = str.maketrans("aeiouyn", "áéíóúýñ")
    parts = text.replace("{", "\0{").replace("}", "}\0").split("\0")
    return "".join(p if p.startswith("{") else p.translate(accented) for p in parts) + " ~"


def test_a_prompt_becomes_paragraphs_and_buttons(catalogue: Catalogue) -> None:
    prompt = Prompt(
        (Line("urgent.told", {"time": Moment(_NOON)}), Line("ask.in_danger_now")),
        ((Button(Line("choice.yes"), "a:c:q:yes"), Button(Named("unit", "tak"), "p")),),
        location=True,
    )
    assert catalogue.word(prompt, _EN) == Message(
        "The duty team has been told, 12:00.\nAre you in danger right now?",
        ((WordedButton("Yes", "a:c:q:yes"), WordedButton("<unit tak in en>", "p")),),
        "📍 Share my place",
    )
    assert catalogue.word(Prompt((Line("choice.yes"),)), _TH) == Message("ใช่")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Literal("Ko Ko"), "Ko Ko"),
        ("as it is", "as it is"),
        (1200, "1200"),
        (Named("province", "TH-74"), "<province TH-74 in en>"),
        (Named("language", "th"), "ไทย"),
        (Named("tongue", "my"), "Burmese"),
        (Named("tongue", "nowhere"), "nowhere"),
        (Line("choice.yes"), "Yes"),
        (Line("urgent.told", {"time": Literal("x")}), "The duty team has been told, x."),
        (Listing((Literal("a"), Line("choice.yes"), 3)), "a, Yes and 3"),
        (Listing((Literal("a"),)), "a"),
        (Listing(()), ""),
    ],
)
def test_every_kind_of_value_fills_a_place(catalogue: Catalogue, value: Value, words: str) -> None:
    assert catalogue.line(Line("card.reasons", {"reasons": value}), _EN) == f"Why: {words}"


@pytest.mark.parametrize(
    ("after", "english", "thai"),
    [
        (timedelta(hours=2), "today 14:00", "วันนี้ 14:00"),
        (timedelta(hours=12), "tomorrow, 00:00", "พรุ่งนี้ 00:00"),
        (timedelta(days=1), "tomorrow, 12:00", "พรุ่งนี้ 12:00"),
        (timedelta(hours=-13), "yesterday 23:00", "เมื่อวาน 23:00"),
        (timedelta(days=2), "Wed 15 Apr 12:00", "พ. 15 เม.ย. 12:00"),
    ],
)
def test_a_moment_is_spoken_by_the_clock_of_bangkok(
    catalogue: Catalogue, after: timedelta, english: str, thai: str
) -> None:
    moment = Moment(_NOON + after, MomentForm.DAY_TIME, _NOON)
    line = Line("card.reasons", {"reasons": moment})
    assert catalogue.line(line, _EN).replace(",", "") == f"Why: {english}".replace(",", "")
    assert catalogue.line(line, _TH) == f"เหตุผล: {thai}"


def test_a_moment_that_does_not_know_today_names_the_day(catalogue: Catalogue) -> None:
    line = Line("card.reasons", {"reasons": Moment(_NOON, MomentForm.DAY_TIME)})
    assert catalogue.line(line, _TH) == "เหตุผล: จ. 13 เม.ย. 12:00"


def test_thai_dates_carry_the_buddhist_year_and_others_do_not(catalogue: Catalogue) -> None:
    eve = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    line = Line("card.reasons", {"reasons": Moment(eve, MomentForm.DATE)})
    assert catalogue.line(line, _TH) == "เหตุผล: 1 มกราคม 2570"
    assert catalogue.line(line, _EN) == "Why: 1 January 2027"


def test_somebodys_words_are_never_read_as_a_message(catalogue: Catalogue) -> None:
    evil = "{what} {0.__class__} {who!r} %s {"
    line = Line("says", {"who": Literal(evil), "what": Literal("hello")})
    assert catalogue.line(line, _EN) == f"{evil} says: hello"


def test_somebodys_words_cannot_turn_the_text_around(catalogue: Catalogue) -> None:
    line = Line("card.reasons", {"reasons": Literal("a\u202eb\x07c\u2066d\nសួ\u200bស្តី")})
    assert catalogue.line(line, _EN) == "Why: abcd\nសួ\u200bស្តី"


def test_a_message_that_is_missing_is_never_borrowed(folder: Path) -> None:
    _make(folder, {"th": {"choice.yes": ""}})
    catalogue = load(_names, folder=folder)
    with pytest.raises(MissingMessage, match=r"'choice\.yes' in 'th'"):
        catalogue.word(Prompt((Line("choice.yes"),)), _TH)
    with pytest.raises(MissingMessage):
        catalogue.line(Line("no.such_key"), _EN)
    with pytest.raises(MissingMessage):
        catalogue.line(Line("choice.yes"), LanguageCode("fr"))


def test_a_place_that_is_given_nothing_is_a_bug(catalogue: Catalogue) -> None:
    with pytest.raises(MissingParameter, match="'time'"):
        catalogue.line(Line("urgent.told"), _EN)


def test_only_complete_languages_are_offered(folder: Path) -> None:
    assert load(_names, folder=folder).languages() == (_EN, _TH)
    _make(folder, {"th": {"choice.yes": ""}})
    assert load(_names, folder=folder).languages() == (_EN,)


def test_a_fuzzy_message_does_not_count(folder: Path) -> None:
    path = messages_path(folder, _TH)
    catalog = read(path)
    catalog["choice.yes"].flags.add("fuzzy")
    write(path, catalog, _TH)
    assert load(_names, folder=folder).languages() == (_EN,)


def test_without_the_list_of_messages_no_language_counts_as_complete(folder: Path) -> None:
    (folder / "rongthuk.pot").unlink()
    assert load(_names, folder=folder).languages() == ()


def test_languages_are_offered_in_the_order_their_folders_say(folder: Path) -> None:
    (folder / "th" / "words.toml").write_text("order = 1\n")
    (folder / "en" / "words.toml").write_text("order = 2\n")
    assert load(_names, folder=folder).languages() == (_TH, _EN)


@pytest.mark.parametrize("code", ["xx", "shn", "mnw"])
def test_a_seventh_language_is_one_folder(folder: Path, code: str) -> None:
    spoken = {key: _pseudo(w[0]) for key, w in _WORDS.items() if not key.startswith("group.")}
    _make(folder, {code: spoken})
    catalogue = load(_names, folder=folder)
    seventh = LanguageCode(code)
    assert set(catalogue.languages()) == {_EN, _TH, seventh}
    for form in MomentForm:
        line = Line("card.reasons", {"reasons": Moment(_NOON, form)})
        assert catalogue.line(line, seventh).startswith("Whý: ")
    listing = Listing((Literal("a"), Literal("b")))
    assert "a" in catalogue.line(Line("card.reasons", {"reasons": listing}), seventh)
    assert catalogue.line(Line("says", {"who": 1, "what": 2}), seventh) == "1 sáýs: 2 ~"


def test_a_language_unknown_to_the_calendar_gets_figures(folder: Path) -> None:
    _make(folder, {"xx": {key: w[0] for key, w in _WORDS.items() if key != "group.urgent"}})
    catalogue = load(_names, folder=folder)
    moment = Moment(_NOON, MomentForm.DATE)
    assert catalogue.line(Line("card.reasons", {"reasons": moment}), _XX) == "Why: 13/04/2026"


def test_another_time_zone_is_another_clock(folder: Path) -> None:
    catalogue = load(_names, folder=folder, timezone="Asia/Yangon")
    line = Line("card.reasons", {"reasons": Moment(_NOON)})
    assert catalogue.line(line, _EN) == "Why: 11:30"
