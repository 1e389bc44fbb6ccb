"""The chosen words: the same in every message of a language, unless an exception says why not."""

import csv
import shutil
from pathlib import Path

import pytest
from bot.catalogue.checking import problems
from bot.catalogue.folder import home, messages_path, read, words_of, write
from bot.catalogue.glossary import docs_of, read_exempt, read_terms
from bot.domain.ids import LanguageCode

from tests.made_languages import SAID, make, run, say

LANGUAGES = ("en", "th", "my", "km", "lo", "vi")
HEAD = "term,definition,en,vi,why\n"
BOSS = HEAD + "boss,Who gives work.,boss | employer,chủ,Plain.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what ships, catalogues and glossary."""
    folder = tmp_path / "bot" / "locales"
    shutil.copytree(home(), folder)
    docs_of(folder).mkdir()
    for path in docs_of(home()).glob("glossary*.csv"):
        shutil.copy(path, docs_of(folder))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two small languages, and a place for their glossary."""
    folder = tmp_path / "bot" / "locales"
    folder.mkdir(parents=True)
    docs_of(folder).mkdir()
    return make(folder)


def _found(folder: Path) -> list[str]:
    return [str(problem) for problem in problems(folder, SAID)]


def _write(folder: Path, name: str, text: str) -> None:
    (docs_of(folder) / name).write_text(text, encoding="utf-8")


def _without(folder: Path, language: str, key: str, word: str) -> None:
    path = messages_path(folder, LanguageCode(language))
    catalog = read(path)
    said = words_of(catalog.get(key))
    assert word in said
    catalog[key].string = said.replace(word, "…")
    write(path, catalog, LanguageCode(language))


def test_what_ships_says_the_same_word_for_the_same_thing(folder: Path) -> None:
    assert run(folder, "check") == (0, "nothing is wrong\n")


def test_every_term_is_defined_and_has_a_word_and_a_reason_in_every_language() -> None:
    with (docs_of(home()) / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["term", "definition", *LANGUAGES, "why"]
    assert [row["term"] for row in rows if not all(row.values())] == []
    assert len({row["term"] for row in rows}) == len(rows) >= 40


def test_every_exception_says_why() -> None:
    with (docs_of(home()) / "glossary_exceptions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["key", "language", "term", "reason"]
    assert [row["key"] for row in rows if not all(row.values())] == []


def test_another_word_is_named_with_language_message_and_term(folder: Path) -> None:
    _without(folder, "my", "ask.papers_kept", "ပွဲစား")
    _without(folder, "th", "ask.in_danger_now", "อันตราย")
    _without(folder, "km", "ask.tell_police", "ប៉ូលិស")
    _without(folder, "lo", "button.skip", "ຂ້າມ")
    _without(folder, "vi", "ask.pay_cut", "nợ")
    code, shown = run(folder, "check")
    assert code == 1
    assert sorted(shown.splitlines()) == [
        "km ask.tell_police: says “police” without “ប៉ូលិស”",
        "lo button.skip: says “skip” without “ຂ້າມ”",
        "my ask.papers_kept: says “agent” without “ပွဲစား”",
        "th ask.in_danger_now: says “danger” without “อันตราย”",
        "vi ask.pay_cut: says “debt” without “nợ”",
    ]


def test_an_exception_is_not_counted_and_one_without_need_is_named(small: Path) -> None:
    _write(small, "glossary.csv", BOSS)
    say(small, "vi", "urgent.told", "Đã báo chủ, {time}.")
    say(small, "en", "urgent.told", "The boss knows, {time}.")
    exception = "key,language,term,reason\nask.papers_kept,vi,boss,Why not.\n"
    _write(small, "glossary_exceptions.csv", exception)
    needless = "vi ask.papers_kept: is listed as an exception for “boss” and needs none"
    assert _found(small) == [needless]
    say(small, "vi", "ask.papers_kept", "Họ có giữ hộ chiếu của bạn không?")
    assert _found(small) == []


def test_the_longer_of_two_english_words_is_meant(small: Path) -> None:
    rows = "pay,Wage.,pay,lương,\npay back,To return.,pay back,trả lại,\n"
    _write(small, "glossary.csv", HEAD + rows)
    say(small, "en", "ask.papers_kept", "Must you pay back money?")
    say(small, "vi", "ask.papers_kept", "Bạn phải trả lại tiền không?")
    say(small, "en", "urgent.told", "Your pay, {time}.")
    say(small, "vi", "urgent.told", "Tiền lương, {time}.")
    assert _found(small) == []


def test_a_word_inside_another_or_in_a_place_is_not_the_word(small: Path) -> None:
    rows = "name,What one is called.,name,tên,\ndebt,What one owes.,owe,nợ,\n"
    _write(small, "glossary.csv", HEAD + rows)
    say(small, "en", "choice.yes", "▪ Renamed {name}")
    say(small, "vi", "choice.yes", "▪ Đổi {name}")
    say(small, "en", "ask.papers_kept", "What do you owe?")
    say(small, "vi", "ask.papers_kept", "Nợn?")
    say(small, "en", "urgent.told", "They owe, {time}, and know the name.")
    say(small, "vi", "urgent.told", "Họ nợ, {time}, và biết tên.")
    assert _found(small) == ["vi ask.papers_kept: says “debt” without “nợ”"]


def test_a_word_that_no_message_says_is_named(small: Path) -> None:
    _write(small, "glossary.csv", BOSS.replace("chủ", "chủ | ông chủ"))
    found = "vi: the glossary has “ông chủ” for “boss”, which no message says"
    assert found in _found(small)


def test_an_english_word_of_two_terms_is_named(small: Path) -> None:
    _write(small, "glossary.csv", BOSS + "owner,Who owns it.,Boss,chủ,\n")
    assert "en: the glossary has “Boss” for “boss” and for “owner”" in _found(small)


def test_a_language_without_a_column_is_not_held_to_the_glossary(small: Path) -> None:
    _write(small, "glossary.csv", "term,definition,en,why\nboss,Who gives work.,boss,Plain.\n")
    assert _found(small) == []


def test_without_the_documents_nothing_is_compared(folder: Path) -> None:
    _without(folder, "lo", "button.skip", "ຂ້າມ")
    shutil.rmtree(docs_of(folder))
    assert run(folder, "check") == (0, "nothing is wrong\n")


def test_the_files_are_read_as_a_spreadsheet_saves_them(tmp_path: Path) -> None:
    glossary, exceptions = tmp_path / "g.csv", tmp_path / "e.csv"
    glossary.write_text(BOSS.replace("\n", "\r\n"), encoding="utf-8-sig")
    (boss,) = read_terms(glossary)
    assert (boss.name, boss.words) == ("boss", {"en": ("boss", "employer"), "vi": ("chủ",)})
    assert read_exempt(exceptions) == frozenset()
