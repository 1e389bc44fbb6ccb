"""Files for translators: what goes out, and what comes back."""

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest
from bot.catalogue.exchange import RefusedRow, exported, rows
from bot.catalogue.folder import messages_path, read, unreviewed
from bot.catalogue.intake import changes, take_in

from tests.made_languages import KEYS, VI, WORDS, make, run, say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path)


def _returned(path: Path, *cells: tuple[str, ...]) -> Path:
    head = ("key", "english", "translation", "state")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *cells])
    return path


def test_a_table_goes_out_and_comes_back_unchanged(folder: Path, tmp_path: Path) -> None:
    for form in ("csv", "po"):
        file = tmp_path / f"back.{form}"
        file.write_bytes(exported(folder, VI, form))
        assert [row.key for row in rows(file)] == [k.msgid for k in KEYS if k.needed_in(VI)]
        assert changes(folder, VI, rows(file)) == ()


def test_an_excel_file_goes_out_and_comes_back_unchanged(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    say(folder, "vi", "ask.papers_kept", "=1+1")
    file = tmp_path / "back.xlsx"
    file.write_bytes(exported(folder, VI, "xlsx"))
    assert next(iter(rows(file))).translation == "=1+1"
    assert changes(folder, VI, rows(file)) == ()


def test_a_returned_translation_is_taken_in_with_its_review_state(
    folder: Path, tmp_path: Path
) -> None:
    english = WORDS["en"]["ask.papers_kept"]
    file = _returned(
        tmp_path / "vi.csv",
        ("ask.papers_kept", english, "Chủ giữ hộ chiếu không?", "reviewed"),
        ("choice.yes", "an older English", "▪ Đúng", "reviewed"),
        ("numbers", "", "", ""),
    )
    take_in(folder, VI, changes(folder, VI, rows(file)))
    catalog = read(messages_path(folder, VI))
    assert catalog["ask.papers_kept"].string == "Chủ giữ hộ chiếu không?"
    assert not unreviewed(catalog["ask.papers_kept"])
    assert unreviewed(catalog["choice.yes"]), "it translates an English text that has changed"
    assert catalog["numbers"].string == WORDS["vi"]["numbers"], "an empty cell erases nothing"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            ("urgent.told", "", "Đã báo.", ""),
            r"row 2, column translation: urgent\.told lost \{time\}",
        ),
        (
            ("choice.yes", "", "▪ " + "a" * 19, ""),
            r"row 2, column translation: choice\.yes is a button of 21",
        ),
        (("no.key", "", "x", ""), r"row 2, column key: no message is called no\.key"),
        (("choice.yes", "", "▪ Có", "perhaps"), r"row 2, column state: choice\.yes is .perhaps."),
    ],
)
def test_a_wrong_row_is_refused_by_its_number(
    folder: Path, tmp_path: Path, cells: tuple[str, ...], reason: str
) -> None:
    file = _returned(tmp_path / "vi.csv", cells)
    with pytest.raises(RefusedRow, match=reason):
        changes(folder, VI, rows(file))


def test_what_nobody_can_see_is_left_out(folder: Path, tmp_path: Path) -> None:
    hidden = "Chủ\u00ad gi\u202eữ\U000e0041 hộ \u200bchiếu\u3164 không?"
    table = _returned(tmp_path / "vi.csv", ("ask.papers_kept", "", hidden, ""))
    say(folder, "vi", "ask.papers_kept", hidden)
    gettext = tmp_path / "vi.po"
    gettext.write_bytes(exported(folder, VI, "po"))
    for file in (table, gettext):
        (change,) = changes(folder, VI, rows(file))
        assert change.after == "Chủ giữ hộ chiếu không?"


def test_english_said_anew_keeps_the_places_that_the_code_fills(
    folder: Path, tmp_path: Path
) -> None:
    for text, reason in (("The team knows.", "lost {time}"), ("{time} {a}", "unknown {a}")):
        file = _returned(tmp_path / "en.csv", ("urgent.told", "", text, ""))
        code, shown = run(folder, "import", "--language", "en", "--yes", str(file))
        assert (code, f"row 2, column translation: urgent.told {reason}" in shown) == (1, True)


def test_an_excel_file_that_cannot_be_read_is_not_left_open(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    file = tmp_path / "back.xlsx"
    with ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", "<no workbook")
    with pytest.raises(RefusedRow, match="cannot be read as xlsx") as refused:
        rows(file)
    still = [each.readlink() for each in Path("/proc/self/fd").iterdir() if each.exists()]
    assert file not in still, refused


def test_a_key_that_comes_twice_is_refused(folder: Path, tmp_path: Path) -> None:
    cells = ("choice.yes", "", "▪ Có", "")
    with pytest.raises(
        RefusedRow, match=r"row 3, column key: choice\.yes stands in the file twice"
    ):
        changes(folder, VI, rows(_returned(tmp_path / "vi.csv", cells, cells)))


def test_import_shows_what_would_change_and_asks(folder: Path, tmp_path: Path) -> None:
    file = str(_returned(tmp_path / "vi.csv", ("choice.yes", "", "▪ Đúng", "reviewed")))
    path = messages_path(folder, VI)
    code, shown = run(folder, "import", "--language", "vi", file, typed="n\n")
    assert code == 0
    assert "- ▪ Có\n+ ▪ Đúng" in shown
    assert read(path)["choice.yes"].string == "▪ Có"
    assert run(folder, "import", "--language", "vi", "--yes", file)[0] == 0
    assert read(path)["choice.yes"].string == "▪ Đúng"


def test_import_refuses_the_whole_file_for_one_wrong_row(folder: Path, tmp_path: Path) -> None:
    good, bad = ("choice.yes", "", "▪ Đúng", ""), ("urgent.told", "", "Đã báo.", "")
    before = messages_path(folder, VI).read_bytes()
    file = str(_returned(tmp_path / "vi.csv", good, bad))
    code, shown = run(folder, "import", "--language", "vi", "--yes", file)
    assert code == 1
    assert "row 3, column translation: urgent.told lost {time}" in shown
    assert messages_path(folder, VI).read_bytes() == before


def test_export_writes_the_form_its_file_is_named_for(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "vi.csv"
    assert run(folder, "export", "--language", "vi", str(file))[0] == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfkey,what,context,english,translation,state")
    assert run(folder, "export", "--language", "fr", str(file))[0] == 2
    assert run(folder, "export", "--language", "vi", str(tmp_path / "vi.doc"))[0] == 2
