"""Names of employers and boats: what is the same however it is typed, and what never is."""

import csv
from pathlib import Path

import pytest
from bot.domain.linked_names import forms

from tests.mistyped_names import pairs, strangers

TABLE = Path(__file__).parent / "data" / "linked_names.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['one']} / {row['other']}")
def test_two_spellings_are_linked_exactly_where_a_person_would(row: dict[str, str]) -> None:
    shared = forms(row["one"]) & forms(row["other"])
    assert bool(shared) is (row["same"] == "yes")


def test_the_table_is_long_enough_to_mean_something() -> None:
    same = [row["same"] for row in ROWS]
    assert (same.count("yes") >= 60, same.count("no") >= 50) == (True, True)


def test_of_generated_names_with_one_or_two_mistakes_most_are_found_and_no_strangers() -> None:
    found = [bool(forms(one) & forms(other)) for one, other in pairs(800)]
    wrong = [bool(forms(one) & forms(other)) for one, other in strangers(800)]
    assert sum(found) / len(found) > 0.85
    assert sum(wrong) / len(wrong) < 0.005


@pytest.mark.parametrize("text", ["", "   ", "🙂", "၁၂", "???", "\u200b", "ก" * 5000, "a b c d"])
def test_whatever_is_typed_has_forms_or_none(text: str) -> None:
    assert len(forms(text)) <= 120
