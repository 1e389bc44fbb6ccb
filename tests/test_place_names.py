"""Which place is meant by what was typed."""

import csv
import unicodedata
from pathlib import Path

import pytest
from bot.data.places import load_gazetteer
from bot.domain.place_keys import plain, written_key
from bot.domain.place_names import find_place
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.typed_names import typed_names

PLACES = load_gazetteer()
with (Path(__file__).parent / "data" / "place_sentences.csv").open(encoding="utf-8") as table:
    SENTENCES = list(csv.DictReader(table))
with (Path(__file__).parents[1] / "bot/data/place_aliases.csv").open(encoding="utf-8") as table:
    ALIASES = list(csv.DictReader(table))


def test_of_500_mistyped_names_nine_in_ten_come_first_and_nearly_all_are_offered() -> None:
    typed = typed_names(PLACES, 500)
    found = [(each, find_place(PLACES, each.text)) for each in typed]
    first = sum(bool(m.places) and m.places[0].code in each.right for each, m in found)
    offered = sum(any(place.code in each.right for place in m.places) for each, m in found)
    mistaken = sum(m.certain and m.places[0].code not in each.right for each, m in found)
    assert first >= 450
    assert offered >= 485
    assert mistaken <= 10


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"])
def test_a_place_is_found_alone_with_its_kind_and_in_a_sentence(row: dict[str, str]) -> None:
    match = find_place(PLACES, row["text"])
    assert [place.code for place in match.places][:1] == [row["code"]]
    assert match.certain == (row["certain"] == "1")


def test_every_province_is_found_for_certain_by_its_name_in_each_language() -> None:
    for province in PLACES.provinces.values():
        for name in province.names.values():
            match = find_place(PLACES, name)
            assert match.places[0].code == province.code, name
            assert match.certain, name


def test_every_district_is_found_by_its_thai_and_english_name() -> None:
    for district in PLACES.districts.values():
        for name in (district.name_th, district.name_en):
            offered = find_place(PLACES, name, limit=6).places
            exact = {place.code for place in offered if place.score == 1}
            assert district.code in exact, name


@pytest.mark.parametrize(
    "alias", [row["alias"] for row in ALIASES if row["ambiguous"] == "1"], ids=str
)
def test_a_name_that_several_places_bear_is_never_certain(alias: str) -> None:
    match = find_place(PLACES, alias)
    assert 2 <= len(match.places) <= 3
    assert not match.certain


def test_a_name_that_one_place_bears_leads_to_its_province() -> None:
    provinces: dict[str, str] = {str(code): code for code in PLACES.provinces}
    provinces |= {str(code): each.province for code, each in PLACES.districts.items()}
    astray = [
        row["alias"]
        for row in ALIASES[::5]
        if row["ambiguous"] == "0"
        and find_place(PLACES, row["alias"]).places[0].province != provinces[row["code"]]
    ]
    assert not astray


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "ก",
        "x",
        "no",
        "yes",
        "12345",
        "จังหวัด",
        "province",
        "ခရိုင်",
        "asdfgh",
        "qwertyuiop",
        "xxxxxxxx",
        "my boss took my passport",
        "my son was hit by boss",
        "ผมอยู่นานแล้ว",
        "ไม่ได้เงินเลย",
        "ช่วยด้วย",
        "ကူညီပါ",
        "ຊ່ວຍແດ່",
        "ជួយ",
        "giúp tôi",
        "👍",
        "\u200b\u200b",
        "x" * 5000,
    ],
)
def test_nothing_is_found_in_nonsense_and_in_words_that_name_no_place(text: str) -> None:
    assert find_place(PLACES, text).places == ()


@pytest.mark.parametrize("text", ["hello", "market", "factory", "boat", "Yangon", "Hanoi", "ตลาด"])
def test_a_word_that_only_looks_like_a_place_is_never_certain(text: str) -> None:
    assert not find_place(PLACES, text).certain


def test_a_kind_at_the_end_of_a_name_belongs_to_it() -> None:
    assert find_place(PLACES, "Ban Mai").places[0].code == "9015"
    assert find_place(PLACES, "Ban Mai Khet").places[0].code == "2501"


def test_two_places_in_one_sentence_are_both_offered_and_neither_is_certain() -> None:
    match = find_place(PLACES, "Chiang Mai or Chiang Rai")
    assert {place.code for place in match.places[:2]} == {"TH-50", "TH-57"}
    assert not match.certain


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_any_text_gives_at_most_three_places_the_best_first(text: str) -> None:
    match = find_place(PLACES, text)
    scores = [place.score for place in match.places]
    assert len(scores) <= 3
    assert scores == sorted(scores, reverse=True)
    assert len({place.code for place in match.places}) == len(scores)
    assert match.places or not match.certain


@given(st.sampled_from([row["alias"] for row in ALIASES]), st.sampled_from("\u200b‌‍﻿⁠"))
def test_what_cannot_be_seen_changes_nothing(alias: str, invisible: str) -> None:
    sprinkled = invisible.join(["", *alias, ""])
    assert find_place(PLACES, sprinkled) == find_place(PLACES, alias)
    decomposed = unicodedata.normalize("NFD", alias)
    assert find_place(PLACES, decomposed) == find_place(PLACES, alias)


def test_compatibility_forms_are_not_taken_apart() -> None:
    # NFKC would take the Lao letter and the Thai vowel apart.
    assert plain("ໜອງຄາຍ") == "ໜອງຄາຍ"
    assert plain("ลำพูน") == "ลำพูน"
    assert plain("ล\u0e4d\u0e32พูน") == "ลำพูน"
    assert written_key("ລໍາປາງ") == written_key("ລຳປາງ")


def test_a_misplaced_double_vowel_is_read_as_the_one_it_looks_like() -> None:
    assert find_place(PLACES, "เเม่สอด").places[0].code == "6306"


def test_beside_the_very_name_only_its_bearers_are_offered() -> None:
    assert [place.code for place in find_place(PLACES, "Mae Tha").places] == ["5102", "5210"]
    assert [place.code for place in find_place(PLACES, "Hat Yai").places] == ["9011"]
