"""Typed words that mean something, in every language and the spellings of phones."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from bot.catalogue.folder import home
from bot.catalogue.words import LISTED, BadWords, in_order, read_lexicon, read_words
from bot.domain.ids import LanguageCode
from bot.domain.lexicon import Lexicon, Meaning, Words
from bot.domain.text import fold
from hypothesis import given
from hypothesis import strategies as st

from tests.typed_words import DANGER, END_LIFE, HARMLESS, LANGUAGES, TYPED

_LEXICON = read_lexicon()

_SPELT = [
    (language, meaning, spelling)
    for language, meanings in TYPED.items()
    for meaning, spellings in meanings.items()
    for spelling in spellings.split("|")
]


def _cases(said: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in said.items() for text in texts.split("|")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_tried_with_forty_spellings(language: str) -> None:
    assert len([spelt for spelt in _SPELT if spelt[0] == language]) >= 40
    assert {spelt[1] for spelt in _SPELT if spelt[0] == language} >= {"yes", "no", "help", "stop"}


@pytest.mark.parametrize(("language", "meaning", "spelling"), _SPELT)
def test_what_people_type_is_understood(language: str, meaning: str, spelling: str) -> None:
    assert _LEXICON.meaning(spelling, LanguageCode(language)) == meaning


@pytest.mark.parametrize(("language", "text"), _cases(DANGER))
def test_words_of_danger_are_heard_in_every_language(language: str, text: str) -> None:
    assert _LEXICON.danger(text)
    assert not _LEXICON.end_life(text), language


@pytest.mark.parametrize(("language", "text"), _cases(END_LIFE))
def test_words_about_ending_ones_life_are_heard(language: str, text: str) -> None:
    assert _LEXICON.end_life(text), language


@pytest.mark.parametrize("text", HARMLESS.split("|"))
def test_a_plain_complaint_raises_no_alarm(text: str) -> None:
    assert not _LEXICON.danger(text)
    assert not _LEXICON.end_life(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ok_and_a_thumb_up_are_no_yes(language: str) -> None:
    for text in ("ok", "OK!", "👍", "👍🏿", "okay", "👌"):
        assert _LEXICON.meaning(text, LanguageCode(language)) is Meaning.OK


@pytest.mark.safety(19)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_in_any_language_is_heard_in_every_other(language: str) -> None:
    for text in ("help", "ช่วยด้วย", "ကယ်ပါ", "ជួយផង", "ຊ່ວຍແດ່", "cứu tôi", "cuu toi"):
        assert _LEXICON.meaning(text, LanguageCode(language)) is Meaning.HELP


@pytest.mark.parametrize("language", LANGUAGES)
def test_slash_commands_work_in_every_language(language: str) -> None:
    commands = {
        "/help": "help",
        "/stop@rongthuk_bot": "stop",
        "/MENU": "menu",
        "/start x1": "start",
    }
    for text, meaning in {**commands, "/language": "language", "/delete": "delete"}.items():
        assert _LEXICON.meaning(text, LanguageCode(language)) == meaning
    assert _LEXICON.meaning("/nonsense", LanguageCode(language)) is None


def _lexicon(**languages: Mapping[Meaning, tuple[str, ...]]) -> Lexicon:
    return Lexicon({LanguageCode(code): Words(each) for code, each in languages.items()})


def test_a_word_with_two_meanings_elsewhere_means_nothing_but_in_ones_own_language() -> None:
    lexicon = _lexicon(vi={Meaning.NO: ("k",)}, en={Meaning.OK: ("k",)}, my={})
    assert lexicon.meaning("K", LanguageCode("vi")) is Meaning.NO
    assert lexicon.meaning("k", LanguageCode("en")) is Meaning.OK
    assert lexicon.meaning("k", LanguageCode("my")) is None


def test_a_word_listed_twice_in_one_language_means_nothing_and_is_reported() -> None:
    lexicon = _lexicon(vi={Meaning.YES: ("dung",), Meaning.STOP: ("Dung!",)})
    assert lexicon.meaning("dung", LanguageCode("vi")) is None
    assert list(lexicon.conflicts()) == [("vi", "dung", (Meaning.STOP, Meaning.YES))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_than_a_known_word_means_nothing_known(language: str) -> None:
    for text in ("yes but they gave it back", "ไม่จ่ายเงินเดือน", "không trả lương", "", "…", "😭"):
        assert _LEXICON.meaning(text, LanguageCode(language)) is None


def test_unaccented_vietnamese_that_could_be_yes_or_stop_means_neither() -> None:
    assert _LEXICON.meaning("dung", LanguageCode("vi")) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        ("๕", 5),
        ("၅ ယောက်", 5),
        ("៥នាក់", 5),
        ("໑໐ ຄົນ", 10),
        ("about 20 people", 20),
        ("1,200", 1200),
        ("สาม", 3),
        ("สองคน", 2),
        ("သုံးယောက်", 3),
        ("ម្នាក់", 1),
        ("ຫ້າຄົນ", 5),
        ("hai người", 2),
        ("Three", 3),
        ("zero", 0),
        ("2 or 3", None),
        ("0812345678", None),
        ("many", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, number: int | None) -> None:
    assert _LEXICON.number(text) == number


def test_a_number_word_is_read_in_ones_own_language_first() -> None:
    assert _LEXICON.number("sau", LanguageCode("vi")) == 6
    assert _LEXICON.number("ba", LanguageCode("vi")) == 3


@given(st.text(), st.sampled_from(LANGUAGES))
def test_no_text_breaks_the_lexicon(text: str, language: str) -> None:
    _LEXICON.danger(text)
    _LEXICON.end_life(text)
    meaning = _LEXICON.meaning(text, LanguageCode(language))
    number = _LEXICON.number(text, LanguageCode(language))
    assert meaning is None or meaning in Meaning
    assert number is None or 0 <= number < 10**9


@given(st.sampled_from(_SPELT), st.text(alphabet="\u200b\u200d .!?\n👍\ufe0f"))
def test_what_surrounds_a_word_does_not_change_it(spelt: tuple[str, str, str], around: str) -> None:
    language, meaning, spelling = spelt
    if fold(spelling):
        assert _LEXICON.meaning(f"{around}{spelling}{around}", LanguageCode(language)) == meaning


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_language_lists_every_meaning(language: str) -> None:
    words = read_words(home())[LanguageCode(language)]
    assert [meaning for meaning in LISTED if not words.meanings.get(meaning)] == []
    assert words.danger
    assert words.end_life
    assert sorted(words.numbers) == list(range(11))


def test_no_shipped_spelling_has_two_meanings_in_its_language() -> None:
    assert list(_LEXICON.conflicts()) == []


def test_every_shipped_spelling_is_understood_in_its_language() -> None:
    for language, words in read_words(home()).items():
        for meaning, spellings in words.meanings.items():
            for spelling in spellings:
                assert _LEXICON.meaning(spelling, language) is meaning, (language, spelling)
        for phrase in words.danger:
            assert _LEXICON.danger(f"x {phrase} x"), (language, phrase)
        for phrase in words.end_life:
            assert _LEXICON.end_life(f"x {phrase} x"), (language, phrase)


def test_languages_are_offered_in_the_order_their_folders_say() -> None:
    assert in_order(home())[:6] == LANGUAGES


@pytest.mark.parametrize(
    "wrong", ['yes = "yes"', "yes = [1]", 'maybe = ["x"]', "yes = [", '[numbers]\nx = ["x"]']
)
def test_a_wrong_file_of_words_is_refused_by_name(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "words.toml").write_text(wrong)
    with pytest.raises(BadWords, match=r"xx/words\.toml"):
        read_words(tmp_path)


def test_the_lists_hold_no_spelling_that_folds_to_nothing() -> None:
    for language in LANGUAGES:
        table = tomllib.loads((home() / language / "words.toml").read_text(encoding="utf-8"))
        for phrase in (*table["danger"], *table["end_life"], *table["particles"]):
            assert fold(phrase) or phrase == "🆘"
