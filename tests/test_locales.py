"""The commands that keep the languages whole, on languages made for the purpose."""

import json
from pathlib import Path

import pytest
from bot.catalogue.checking import problems
from bot.catalogue.extraction import Said, literals, merge, said
from bot.catalogue.folder import messages_path, read, write
from bot.catalogue.reporting import progress
from bot.domain.wording import Audience, Key, Kind, named

from tests.made_languages import SAID, VI, make, run, say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path)


def _found(folder: Path) -> list[str]:
    return [str(problem) for problem in problems(folder, SAID)]


def test_whole_catalogues_have_no_problem(folder: Path) -> None:
    assert _found(folder) == []


@pytest.mark.parametrize(
    ("language", "key", "text", "problem"),
    [
        ("vi", "ask.papers_kept", "", "vi ask.papers_kept: is not translated"),
        ("en", "group.card.urgent", "", "en group.card.urgent: is not translated"),
        ("vi", "urgent.told", "Đã báo.", "vi urgent.told: lost {time}"),
        ("vi", "urgent.told", "{time} {name}", "vi urgent.told: unknown {name}"),
        ("vi", "urgent.told", "{time} {0.x}", "vi urgent.told: has a brace that"),
        ("vi", "choice.yes", "▪ Có, chủ giữ giấy tờ", "is a button of 21 letters; 20 fit"),
        ("vi", "ask.papers_kept", "a\n" * 501, "has 1002 characters; 1000 fit"),
        ("en", "ask.papers_kept", "word " * 17 + ".", "en ask.papers_kept: has a sentence of 17"),
        ("vi", "ask.papers_kept", "từ " * 25, "vi ask.papers_kept: has a sentence of 25"),
        ("en", "ask.papers_kept", "Are you illegally here?", "says “illegally”"),
        ("en", "ask.papers_kept", "Are you a Victim?", "says “Victim”"),
        ("en", "ask.papers_kept", "Why did you go?", "says “Why did you”"),
        ("vi", "ask.papers_kept", "Tại sao bạn đi?", "says “Tại sao”"),
        ("vi", "numbers", "🆘 1669. 1-800-010-108.", "other numbers than the English"),
        ("vi", "numbers", "1669. 1-800-010-180.", "does not begin with 🆘"),
        ("vi", "ask.papers_kept", "Chủ\u202e giữ?", "characters that cannot be seen"),
        ("vi", "ask.papers_kept", "Chủ\u00ad giữ?", "characters that cannot be seen"),
        ("vi", "old.key", "x", "vi old.key: no code says it"),
        ("vi", "group.card.urgent", "x", "vi group.card.urgent: nobody reads it"),
    ],
)
def test_a_wrong_message_is_named_with_its_language(
    folder: Path, language: str, key: str, text: str, problem: str
) -> None:
    say(folder, language, key, text)
    assert problem in "\n".join(_found(folder))


def test_a_button_of_twenty_clusters_fits_however_many_characters_they_take(folder: Path) -> None:
    merge(folder, SAID)
    say(folder, "vi", "choice.yes", "▪ " + "ကို" * 18)
    assert _found(folder) == []
    say(folder, "vi", "choice.yes", "▪ " + "ကို" * 19)
    assert "vi choice.yes: is a button of 21 letters; 20 fit" in _found(folder)


def test_zawgyi_is_refused_in_burmese(folder: Path) -> None:
    (folder / "my").mkdir()
    merge(folder, SAID)
    say(folder, "my", "ask.papers_kept", "ျမန္မာႏိုင္ငံမွာ အလုပ္လုပ္ေနပါတယ္")
    assert "my ask.papers_kept: is written in Zawgyi, not in Unicode" in _found(folder)


def test_a_fuzzy_message_fails(folder: Path) -> None:
    say(folder, "vi", "choice.yes", "▪ Có", flag="fuzzy")
    assert _found(folder) == ["vi choice.yes: is marked fuzzy"]


def test_an_incomplete_folder_fails(folder: Path) -> None:
    (folder / "shn").mkdir()
    found = _found(folder)
    assert "shn ask.papers_kept: is not in the catalogue" in found
    assert "shn words.toml danger: lists no words" in found


def test_a_key_the_template_does_not_list_fails(folder: Path) -> None:
    found = [str(p) for p in problems(folder, (*SAID, Said(named("new.key"))))]
    assert "rongthuk.pot is not what the code says" in found[0]
    assert "en new.key: is not in the catalogue" in found
    assert "vi new.key: is not in the catalogue" in found


def test_a_file_that_cannot_be_read_fails(folder: Path) -> None:
    messages_path(folder, VI).write_text("this is no gettext\n")
    assert any("rongthuk.po cannot be read" in line for line in _found(folder))


def test_a_word_with_two_meanings_fails(folder: Path) -> None:
    path = folder / "vi" / "words.toml"
    typed = path.read_text(encoding="utf-8").replace("no = [", 'no = [\n  "có",', 1)
    path.write_text(typed, encoding="utf-8")
    assert _found(folder) == ["vi words.toml “có”: means no and yes"]


def test_extracting_again_changes_no_byte(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.po*")}
    assert set(merge(folder, SAID).values()) == {0}
    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == before
    assert not any(b"Date" in written or b".py:" in written for written in before.values())


def test_new_messages_arrive_empty_and_what_translators_wrote_stays(folder: Path) -> None:
    path = messages_path(folder, VI)
    catalog = read(path)
    catalog["choice.yes"].user_comments = ["unreviewed", "asked Lan"]
    write(path, catalog, VI)
    # No translation is guessed, however alike two keys are.
    new = (Said(named("ask.papers_kept_")), Said(named("officer.new")))
    added = merge(folder, (*SAID[1:], *new))
    merged = read(path)
    assert added == {"en": 2, "vi": 1}
    assert merged["choice.yes"].string == "▪ Có"
    assert merged["choice.yes"].user_comments == ["unreviewed", "asked Lan"]
    assert merged["ask.papers_kept_"].string == ""
    assert "officer.new" not in merged
    assert "ask.papers_kept" not in merged
    assert '#~ msgid "ask.papers_kept"' in path.read_text(encoding="utf-8")


def test_keys_are_found_where_the_code_says_them() -> None:
    source = """
from bot.domain import prompt
# wording: The bot, to the worker,
# wording: after the alert left.
first = Line("urgent.told", {
    "time": Line("inner.key"), "x": "no.key"})
second = prompt.Line("button.yes" if first else "officer.button.no")
third = Line(f"ask.{first}"), Line(second), Other("no.key")
"""
    assert list(literals(source)) == [
        Key("urgent.told", "The bot, to the worker, after the alert left."),
        Key("inner.key"),
        Key("button.yes", "", Kind.BUTTON),
        Key("officer.button.no", "", Kind.BUTTON, Audience.OFFICER),
    ]


def test_a_derived_key_knows_better_than_a_literal_what_it_is(tmp_path: Path) -> None:
    package = tmp_path / "bot"
    package.mkdir()
    (package / "b.py").write_text('Line("x.y")\nLine("second")\n')
    (package / "a.py").write_text('# wording: said first\nLine("x.y")\n')
    derived = Key("x.y", "", Kind.BUTTON, Audience.OFFICER)
    assert said(package, [derived]) == (
        Said(Key("x.y", "said first", Kind.BUTTON, Audience.OFFICER), ("bot/a.py", "bot/b.py")),
        Said(Key("second"), ("bot/b.py",)),
    )


def test_the_report_counts_what_is_left_to_do(folder: Path) -> None:
    say(folder, "vi", "numbers", "")
    say(folder, "vi", "choice.yes", "▪ Có", flag="fuzzy")
    english, vietnamese = progress(folder)
    assert (english.messages, english.translated, english.complete) == (5, 5, True)
    assert (vietnamese.messages, vietnamese.translated, vietnamese.fuzzy) == (4, 2, 1)
    assert vietnamese.missing == ("choice.yes", "numbers")
    assert not vietnamese.complete


@pytest.mark.safety(34)
def test_check_says_that_nothing_is_wrong(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.locales.messages", lambda: SAID)
    assert run(folder, "check") == (0, "nothing is wrong\n")
    assert run(folder, "check", "--json") == (0, "[]\n")


def test_check_fails_on_an_empty_folder_of_a_language_and_report_counts_it(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    code, shown = run(tmp_path, "extract")
    assert (code, shown.startswith("en: ")) == (0, True)
    code, shown = run(tmp_path, "check")
    assert code == 1
    assert "en ask.in_danger_now: is not translated" in shown
    code, shown = run(tmp_path, "report", "--json")
    (english,) = json.loads(shown)
    assert (code, english["translated"], english["complete"]) == (0, 0, False)
    assert english["messages"] == len(english["missing"]) > 100
