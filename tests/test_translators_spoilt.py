"""What translators give back, spoilt at any place: refused in words, or taken in and whole."""

import codecs
import csv
import io
import re
from pathlib import Path

import pytest
from bot.catalogue.exchange import COLUMNS, exported, rows
from bot.catalogue.folder import entries, messages_path, read, words_of
from bot.catalogue.intake import changes
from bot.catalogue.templates import places
from bot.catalogue.workbook import workbook
from bot.domain.ids import LanguageCode
from bot.domain.text import legible
from hypothesis import given
from hypothesis import strategies as st

from tests.made_languages import KEYS, VI, WORDS, make, run, say

EN = LanguageCode("en")
REFUSED = re.compile(
    r"Error: \S+/back\.\w+, (row \d+, column \w+|row 1|line \d+|the whole file): .+\."
    r" Nothing was changed\.\n",
    re.DOTALL,
)
PIECES = (
    *(
        "{time}",
        "{",
        "}",
        "{other}",
        "{Time}",
        "{{time}}",
        "{time",
        "▪ ",
        "🆘 ",
        "1669",
        "18",
        ". ",
    ),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\u3164", "\U000e0041", "\ufeff", "\x00"),
    *("\r", "\n", "\t", "'", "=1+1", "@", '"', ",", ";", "é", "e\u0301", "ပြ", "x" * 30, "", " "),
    *("reviewed", "unreviewed", "choice.yes", "urgent.told", "translation", "key", "Có", "_x000D_"),
)
SAFE = st.text("aăâeêàộ đ '=+-@\n_x0D", min_size=1, max_size=12).filter(
    lambda text: legible(text).strip() == text and not re.search("[0-9]{2}", text)
)
pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("locales"))


class Shipped:
    """Every file of the languages, as it was."""

    def __init__(self, folder: Path) -> None:
        self._was = {path: path.read_bytes() for path in folder.rglob("*.po")}

    def changed(self) -> set[Path]:
        return {path for path, raw in self._was.items() if path.read_bytes() != raw}

    def put_back(self) -> None:
        for path in self.changed():
            path.write_bytes(self._was[path])


@pytest.fixture(scope="module")
def shipped(folder: Path) -> Shipped:
    return Shipped(folder)


def _table(folder: Path, language: LanguageCode) -> list[list[str]]:
    text = exported(folder, language, "csv").decode("utf-8-sig")
    return [list(row) for row in csv.reader(io.StringIO(text))]


@st.composite
def _spoilt(draw: st.DrawFn, table: list[list[str]]) -> list[list[str]]:
    """One to three cells, rows or columns of the table are otherwise."""
    for _ in range(draw(st.integers(1, 3))):
        row = draw(st.sampled_from(table))
        at = draw(st.integers(0, len(row) - 1)) if row else 0
        match draw(st.integers(0, 9)):
            case 0:
                table = [*table, row]
            case 1:
                table = [each for each in table if each is not row] or [[]]
            case 2:
                table = [[*each, *each[at : at + 1]] for each in table]
            case 3:
                table = [each[:at] + each[at + 1 :] for each in table]
            case 4 | 5:
                row[at : at + 1] = [draw(pieces)]
            case _:  # most of all a translation
                said = "".join(row[4:5])
                place = st.sampled_from((said.replace("{time}", ""), f"{said} {{other}}"))
                row[4:5] = [draw(st.one_of(place, pieces, pieces.map(said.__add__)))]
    return table


def _as_csv(table: list[list[str]], mark: str, encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(table)
    return text.getvalue().encode(encoding, "replace")


def _as_workbook(table: list[list[str]]) -> bytes:
    held = [["".join(c for c in cell if c >= " " or c in "\n\t") for cell in row] for row in table]
    return workbook("vi", held)


def _imports(folder: Path, language: str, file: Path) -> tuple[int, str]:
    return run(folder, "import", "--language", language, "--yes", str(file))


def _stays_whole(folder: Path, shipped: Shipped, language: str, file: Path) -> None:
    """It was refused in words, with nothing changed; or taken in, and every message is right."""
    code, said = _imports(folder, language, file)
    own = messages_path(folder, LanguageCode(language))
    changed = shipped.changed()
    if code:
        assert code == 1, said
        assert REFUSED.fullmatch(said), said
        assert not changed, said
        return
    assert changed <= {own}
    before = read(messages_path(folder, EN)) if language != "en" else None
    for message in entries(read(own)):
        text, key = words_of(message), str(message.id)
        english = words_of(before.get(key)) if before else WORDS["en"][key]
        assert not text or places(text) == places(english), text
        assert "{" not in re.sub(r"\{[a-z]+\}", "", text), text
        assert legible(text) == text
    # English that was reworded is not what the file was made from.
    assert language == "en" or changes(folder, VI, rows(file)) == ()


ENCODINGS = (*["utf-8"] * 9, "utf-8-sig", "utf-16", "cp874", "latin-1")


@pytest.mark.parametrize("language", ["vi", "en"])
@given(data=st.data())
def test_a_spoilt_table_is_refused_by_its_place_or_leaves_every_message_whole(
    folder: Path, shipped: Shipped, language: str, data: st.DataObject
) -> None:
    try:
        table = data.draw(_spoilt(_table(folder, LanguageCode(language))))
        mark = data.draw(st.sampled_from(",,,,,,,,;\t"))
        raw = _as_csv(table, mark, data.draw(st.sampled_from(ENCODINGS)))
        file = folder.parent / "back.csv"
        file.write_bytes(raw)
        _stays_whole(folder, shipped, language, file)
    finally:
        shipped.put_back()


@given(data=st.data())
def test_a_spoilt_workbook_is_too(folder: Path, shipped: Shipped, data: st.DataObject) -> None:
    try:
        raw = bytearray(_as_workbook(data.draw(_spoilt(_table(folder, VI)))))
        for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=1)):
            raw[place] ^= 1 << data.draw(st.integers(0, 7))
        file = folder.parent / "back.xlsx"
        file.write_bytes(raw)
        _stays_whole(folder, shipped, "vi", file)
    finally:
        shipped.put_back()


LINES = (
    *('msgid "choice.yes"', 'msgstr "Có"', 'msgid "urgent.told"', "#, fuzzy", "# unreviewed", ""),
    *('msgstr "{time} {other}"', 'msgstr "\\u202ex"', 'msgstr "\\x"', 'msgctxt "a"', "#~ x", '"'),
    *('msgid_plural "b"', 'msgstr[0] "c"', 'msgstr[y] "d"', '"Content-Type: charset=x\\n"', "﻿"),
)


@given(data=st.data())
def test_a_spoilt_gettext_file_is_too(folder: Path, shipped: Shipped, data: st.DataObject) -> None:
    try:
        lines = exported(folder, VI, "po").decode().splitlines()
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.integers(0, len(lines) - 1))
            ends = place + data.draw(st.integers(0, 2))
            lines[place:ends] = [data.draw(st.sampled_from((*LINES, *lines)))]
        encoding = data.draw(st.sampled_from(ENCODINGS))
        file = folder.parent / "back.po"
        file.write_bytes("\n".join(lines).encode(encoding, "replace"))
        _stays_whole(folder, shipped, "vi", file)
    finally:
        shipped.put_back()


@given(st.binary(max_size=60), st.sampled_from(("csv", "po", "xlsx", "doc", "")))
def test_any_bytes_are_refused_in_words(
    folder: Path, shipped: Shipped, raw: bytes, ending: str
) -> None:
    file = folder.parent / f"back.{ending or 'csv'}"
    file.write_bytes(codecs.BOM_UTF8 * (not ending) + raw)
    code, said = _imports(folder, "vi", file)
    assert (code == 0 and not said) or REFUSED.fullmatch(said), said
    assert not shipped.changed()


@given(text=SAFE, form=st.sampled_from(("csv", "xlsx", "po")))
def test_whatever_a_message_says_it_comes_back_as_it_went_out(
    folder: Path, shipped: Shipped, text: str, form: str
) -> None:
    try:
        say(folder, "vi", "ask.papers_kept", text)
        file = folder.parent / f"back.{form}"
        file.write_bytes(exported(folder, VI, form))
        returned = rows(file)
        assert {row.key: row.translation for row in returned}["ask.papers_kept"] == text
        assert [row.key for row in returned] == [k.msgid for k in KEYS if k.needed_in(VI)]
        assert changes(folder, VI, returned) == ()
    finally:
        shipped.put_back()


def test_a_translation_without_a_key_and_a_column_that_stands_twice_are_refused(
    folder: Path,
) -> None:
    for head, row, said in (
        (COLUMNS, ["", "", "", "", "Có"], "row 2, column key: is empty beside a translation"),
        ((*COLUMNS, "key"), ["choice.yes"], "row 1: there are two columns key"),
    ):
        file = folder.parent / "back.csv"
        file.write_bytes(_as_csv([[*head], row], ",", "utf-8"))
        assert said in _imports(folder, "vi", file)[1]
