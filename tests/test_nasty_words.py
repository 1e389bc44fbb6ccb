"""Words made to deceive, wherever officers read them: shown as what they are, kept as they came."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from bot.catalogue import Catalogue, load
from bot.catalogue.exchange import exported, rows
from bot.catalogue.folder import entries, home, language_folders, messages_path, read, words_of
from bot.channels.line.render import render as for_line
from bot.channels.telegram.render import render as for_telegram
from bot.cli.cases import printed
from bot.cli.errand import as_json_text
from bot.domain.conversation import Answer, Note
from bot.domain.ids import LanguageCode, QuestionId
from bot.domain.prompt import Line, Literal, Message, Prompt
from bot.domain.text import clean, legible, quoted
from bot.flows.officer import record_pages
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_languages import VI, make, say
from tests.test_facts_and_card import told
from tests.test_officer_screens import CASE, NOW
from tests.walker import around

EN = LanguageCode("en")
COMMANDS = regex.compile(
    r"[[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]--[\n]]|[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]",
    regex.V1,
)
"""What steers a reader's screen: nothing of it may be left."""
TRICKS = (
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\u00ad",
        "\ufeff",
        "\x1b[2J",
        "\x07",
        "\0",
        "\u0085",
    ),
    *(
        "\n",
        "\r",
        "\u2028",
        "**",
        "*",
        "_",
        "`",
        "[x](http://192.0.2.1)",
        "<b>",
        "&amp;",
        '"',
        "\\",
    ),
    *(
        "=1+1",
        "@SUM",
        "+1",
        "-1",
        "{name}",
        "%s",
        "a",
        "ก",
        "ក",
        "e\u0301\u0301\u0301",
        "\U000e0041",
    ),
)
NASTY = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(TRICKS), max_size=25).map("".join))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(lambda kind, code, language: f"{kind} {code} {language}")


def _shown(catalogue: Catalogue, words: str) -> Message:
    line = Line("officer.record.note", {"words": Literal(quoted(words))})
    return catalogue.word(Prompt((line, Line("officer.details.no_forward"))), EN)


@given(NASTY)
def test_what_is_shown_steers_no_screen_and_showing_it_again_changes_nothing(words: str) -> None:
    shown = legible(words)
    assert not COMMANDS.search(shown)
    assert legible(shown) == shown
    assert not regex.search(r"\p{M}{9}", shown)


def test_no_tower_of_marks_runs_over_other_lines() -> None:
    assert legible("x" + "\u0301" * 60) == "x" + "\u0301" * 8


def test_every_message_in_every_language_is_shown_as_it_is_written() -> None:
    for language in language_folders(home()):
        for message in entries(read(messages_path(home(), language))):
            assert legible(words_of(message)) == clean(words_of(message))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("ស្រុក\u200bខ្មែរ", "ស្រុក\u200bខ្មែរ"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("pass\u200bport", "passport"),
        ("1\u202e2", "12"),
        ("pay\u00adment", "payment"),
        ("flag\U000e0041\U000e007f", "flag"),
    ],
)
def test_what_belongs_to_a_script_stays_and_what_hides_goes(words: str, shown: str) -> None:
    assert legible(words) == shown


@settings(deadline=None)
@given(NASTY)
def test_no_words_become_markup_or_break_a_message(catalogue: Catalogue, words: str) -> None:
    message = _shown(catalogue, words)
    assert not COMMANDS.search(message.text)
    for part in for_telegram(message, private=True):
        assert part.entities == ()
    for sent in for_line(message):
        assert json.loads(json.dumps(sent)) == sent
        assert sent["type"] == "text"
        assert "contents" not in sent


@settings(deadline=None)
@given(NASTY)
def test_no_words_pass_for_a_line_of_ours(catalogue: Catalogue, words: str) -> None:
    first, *others = _shown(catalogue, words).text.split("\n")
    assert first.startswith(_shown(catalogue, "").text.split("\n")[0].rstrip())
    assert all(line.startswith("│ ") for line in others[:-1])


def test_an_answer_and_a_note_cannot_forge_an_answer(catalogue: Catalogue) -> None:
    forged = "I am fine\nPolice: yes, please"
    answer = Answer(QuestionId("what_happened"), ("told",), NOW, forged)
    gates = {"safe_to_talk": "yes", "in_danger_now": "no", "for_whom": "me"}
    agreed = {"consent_keep": "pass", "consent_statistics": "yes", "category": "pay"}
    before = told(**gates, **agreed)
    talk = replace(before, answers=(*before.answers, answer), notes=(Note(forged, NOW),))
    pages = record_pages(CASE, talk, (), around(), sensitive=False)
    text = "\n".join(catalogue.word(page, EN).text for page in pages)
    assert text.count("│ Police: yes, please") == 2
    assert "\nPolice" not in text
    assert talk.notes[0].text == forged


@given(NASTY)
def test_no_words_command_the_operators_terminal_and_json_keeps_them(words: str) -> None:
    lines = "\n".join(printed({"notes": [{"text": words}], "answers": {"a": words}}))
    assert not COMMANDS.search(lines)
    assert all(
        line.lstrip().startswith(("notes", "-", "text", "answers", "a", "│"))
        for line in lines.split("\n")
    )
    written = as_json_text({"text": words})
    assert json.loads(written) == {"text": words}
    written.encode()
    for character in "\u202e\x9b\u2028\x1b":
        assert character not in written


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(["=", "+", "-", "@", "'=", "''="]), st.sampled_from(["1+1", "cmd|'/C calc'!A0"])
)
def test_no_cell_of_a_table_is_a_formula_and_it_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, sign: str, formula: str
) -> None:
    folder = make(tmp_path_factory.mktemp("words"))
    say(folder, "vi", "ask.papers_kept", f"{sign}{formula}")
    content = exported(folder, VI, "csv")
    for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    (folder / "back.csv").write_bytes(content)
    found = {row.key: row.translation for row in rows(Path(folder / "back.csv"))}
    assert found["ask.papers_kept"] == f"{sign}{formula}"
