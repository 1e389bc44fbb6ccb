"""Text as people type it."""

import unicodedata

import pytest
from bot.catalogue.zawgyi import is_zawgyi, to_unicode
from bot.domain.text import clean, digits, fold, graphemes, is_blank, normalise
from hypothesis import given
from hypothesis import strategies as st

_UNICODE = "မြန်မာနိုင်ငံမှာ အလုပ်လုပ်နေပါတယ် အကူအညီလိုပါတယ်"
_ZAWGYI = "ျမန္မာႏိုင္ငံမွာ အလုပ္လုပ္ေနပါတယ္ အကူအညီလိုပါတယ္"

# Far more likely than chance would have it: what phones send, and what breaks naive code.
_AWKWARD = st.sampled_from(
    [
        *"\u200b\u200c\u200d\u200e\u202e\u2066\ufeff\ufe0f\u20e3\x00\t\r\n\u2028\x85\xad\u034f\u3164",
        *"'’.!ๆៗໆ👍🏽🆘ß\u0130\u0345\u1e9e\u03a3\u1fb3ﬁ\ud800",
        *"\u0e4d\u0e32\u0e49\u0e40\u0ecd\u0eb2\u0eab\u0ea5\u0edc\u17d2\u178a\u102f\u102d\u1025\u103a",
        *"\u1040\u1047\u101d\u102b\u1037\u1039๕၅5ouae\u0301\u0309\u0323",
    ]
)
_ANYTHING = st.lists(_AWKWARD | st.characters(exclude_categories=())).map("".join)


@given(_ANYTHING)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(_ANYTHING)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert normalise(normalise(text)) == normalise(text)


@given(_ANYTHING)
def test_what_is_kept_can_be_stored_and_is_nfc(text: str) -> None:
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept.encode().decode())
    assert not {c for c in kept if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n"}


@given(_ANYTHING)
def test_the_folded_form_does_not_depend_on_what_cannot_be_seen(text: str) -> None:
    assert fold(normalise(text)) == fold(clean(text)) == fold(text)


@given(_ANYTHING)
def test_a_text_that_is_not_blank_has_a_folded_form(text: str) -> None:
    assert is_blank(text) or fold(text)


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200f", "\u061c", "\x07", "\x00", "\ufeff", "\ud800"]
)
def test_nothing_is_kept_that_controls_or_turns_the_text(sign: str) -> None:
    assert clean(f"boss{sign} name") == "boss name"


def test_the_spaces_and_joiners_of_khmer_stay_in_what_is_kept_and_go_for_matching() -> None:
    typed = "ខ្ញុំ\u200bមិន\u200cដឹង"
    assert clean(typed) == typed
    assert normalise(typed) == "ខ្ញុំមិនដឹង"


def test_lines_stay_lines_whatever_ends_them() -> None:
    assert (
        normalise("one\r\ntwo\u2028three\rfour\x85five\tsix") == "one\ntwo\nthree\nfour\nfive six"
    )


def test_thai_and_lao_am_survive_normalisation() -> None:
    assert normalise("น้ำ ຄຳ") == "น้ำ ຄຳ"


@pytest.mark.parametrize("native", ["๑๒๓", "၁၂၃", "១២៣", "໑໒໓", "１２３", "١٢٣"])
def test_digits_of_every_script_are_read(native: str) -> None:
    assert digits(native) == "123"
    assert digits(f"โทร {native}") == "โทร 123"


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("  YES!! 👍🏽 ", "yes"),
        ("Don’t  know…", "dont know"),
        ("nooooo", "no"),
        ("helpppp", "help"),
        ("1️⃣", "1"),
        ("ไม่่", "ไม่"),
        ("นํ้า", "น้ำ"),
        ("เเม่", "แม่"),
        ("ใช่ๆ", "ใช่"),
        ("ช่วยด้วยยยย", "ช่วยด้วย"),
        ("ໜີ", "ຫນີ"),
        ("ຊ່ວຍເຫລືອ", "ຊ່ວຍເຫຼືອ"),
        ("ຄໍາ", "ຄຳ"),
        ("ប្ដូរភាសា", "ប្តូរភាសា"),
        ("မ\u101b\u103e\u102d\u1018\u1030\u1038", "မရှိဘူး"),
        ("မ\u1047\u103e\u102dဘူး", "မရှိဘူး"),
        ("မလို\u1040ူး", "မလိုဝူး"),
        ("xoá", "xóa"),
        ("KHÔNG", "không"),
        ("kho\u0302ng", "không"),
    ],
)
def test_spellings_that_look_alike_are_one(typed: str, same: str) -> None:
    assert fold(typed) == fold(same)


def test_burmese_figures_stay_figures() -> None:
    assert fold("၁၀ ယောက်") == "10 ယောက်"
    assert fold("အသက် ၁၇") == "အသက် 17"
    assert fold("အသက်၁၇") == "အသက်17"
    assert fold("၇၀၀၀") == "7000"


def test_accents_stay_since_they_make_words_in_vietnamese() -> None:
    assert len({fold(word) for word in ("co", "có", "cổ", "cơ")}) == 4


@pytest.mark.parametrize("text", ["", " ", "👍🏽", "!!! …", "\u200b\u2060", "🙏😭", "\u3164", "❤️"])
def test_emoji_and_punctuation_are_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["ok 👍", "7", "๗", "ครับ"])
def test_words_and_figures_are_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "count"), [("ဟုတ်ကဲ့", 3), ("ไม่", 2), ("👩‍👩‍👧", 1), ("ខ្ញុំ", 1), ("", 0)]
)
def test_letters_are_counted_as_a_reader_does(text: str, count: int) -> None:
    assert graphemes(text) == count


def test_zawgyi_becomes_unicode_and_the_keyboard_is_remembered() -> None:
    assert to_unicode(_ZAWGYI, None) == (_UNICODE, True)


@pytest.mark.parametrize("earlier", [None, True, False])
def test_unicode_is_never_converted(earlier: bool | None) -> None:  # noqa: FBT001
    assert to_unicode(_UNICODE, earlier) == (_UNICODE, False)


def test_a_short_text_is_judged_by_the_persons_earlier_ones() -> None:
    assert to_unicode("ဟုတ္ကဲ့", None) == ("ဟုတ္ကဲ့", None)
    assert to_unicode("ဟုတ္ကဲ့", earlier=False) == ("ဟုတ္ကဲ့", False)
    assert to_unicode("ဟုတ္ကဲ့", earlier=True) == ("ဟုတ်ကဲ့", True)


def test_a_short_text_that_is_surely_unicode_is_not_converted() -> None:
    assert to_unicode("မရှိဘူး", earlier=True) == ("မရှိဘူး", True)
    assert to_unicode("ဟုတ်ကဲ့", earlier=True) == ("ဟုတ်ကဲ့", True)


@pytest.mark.parametrize("text", ["", "hello", "ไม่รู้", "12345"])
def test_other_scripts_say_nothing_about_the_keyboard(text: str) -> None:
    assert is_zawgyi(text) is None
    assert to_unicode(text, earlier=True) == (text, True)


@given(_ANYTHING, st.sampled_from([None, True, False]))
def test_nothing_breaks_the_conversion(text: str, earlier: bool | None) -> None:  # noqa: FBT001
    converted, verdict = to_unicode(text, earlier)
    assert isinstance(converted, str)
    assert verdict in {None, True, False}
