"""Whoever read only the translation wrote down what it says, of the very words workers read now."""

import csv
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from bot.catalogue.back_translations import unproven
from bot.catalogue.checking import problems
from bot.catalogue.glossary import docs_of
from bot.domain.ids import LanguageCode

from tests.made_languages import SAID, WORDS, make, run, say

ROWS = {key: [key, text, f"It says: {key}.", ""] for key, text in WORDS["vi"].items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small languages with the rows of what was read of the second."""
    folder = tmp_path / "bot" / "locales"
    folder.mkdir(parents=True)
    (docs_of(folder) / "translations").mkdir(parents=True)
    make(folder)
    _write(folder, ROWS)
    return folder


def _write(folder: Path, rows: dict[str, list[str]]) -> None:
    path = docs_of(folder) / "translations" / "vi.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        head = ("key", "translation", "back_translation", "remark")
        csv.writer(file).writerows([head, *rows.values()])


def _found(folder: Path) -> list[str]:
    return [str(problem) for problem in problems(folder, SAID)]


def test_a_message_that_nobody_read_back_is_named_with_its_language(folder: Path) -> None:
    assert _found(folder) == []
    _write(folder, {key: row for key, row in ROWS.items() if key != "urgent.told"})
    assert _found(folder) == ["vi urgent.told: has no row in docs/translations/vi.csv"]


def test_a_row_about_other_words_than_are_said_now_proves_nothing(folder: Path) -> None:
    say(folder, "vi", "choice.yes", "▪ Vâng")
    say(folder, "vi", "urgent.told", "Đã báo\ncho nhóm trực, {time}.")
    row = "has a row about other words than are said now in docs/translations/vi.csv"
    assert _found(folder) == [f"vi choice.yes: {row}", f"vi urgent.told: {row}"]


def test_a_row_needs_a_back_translation_and_a_message(folder: Path) -> None:
    nothing = ["choice.yes", ROWS["choice.yes"][1], " ", "Read later."]
    _write(folder, {**ROWS, "choice.yes": nothing, "old.key": ["old.key", "x", "x", ""]})
    assert _found(folder) == [
        "vi choice.yes: has a row without a back-translation in docs/translations/vi.csv",
        "vi old.key: is said no more and still has a row in docs/translations/vi.csv",
    ]


def test_a_language_without_its_file_lacks_every_row_and_no_folder_asks_for_none(
    folder: Path,
) -> None:
    path = docs_of(folder) / "translations" / "vi.csv"
    path.unlink()
    assert len(_found(folder)) == len(ROWS)
    path.parent.rmdir()
    assert _found(folder) == []


def test_what_only_officers_read_needs_no_row(folder: Path) -> None:
    thai = Catalog()
    thai.add("group.card.urgent", "ด่วน")
    thai.add("choice.yes", "▪ ใช่")
    keys = {each.key.msgid: each.key for each in SAID}
    found = unproven(docs_of(folder), {LanguageCode("th"): thai}, keys)
    assert [str(each) for each in found] == [
        "th choice.yes: has no row in docs/translations/th.csv"
    ]


def test_check_itself_fails_on_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.locales.messages", lambda: SAID)
    assert run(folder, "check") == (0, "nothing is wrong\n")
    _write(folder, {})
    code, shown = run(folder, "check")
    assert code == 1
    assert "vi choice.yes: has no row in docs/translations/vi.csv" in shown
