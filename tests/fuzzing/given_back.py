"""What a translator gives back: a table, a gettext file, an Excel file."""

import csv
import io
import re
import zlib
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from bot.catalogue.exchange import COLUMNS, RefusedRow, Row, exported, rows
from bot.catalogue.intake import Change, changes
from bot.catalogue.templates import places
from bot.catalogue.workbook import workbook
from bot.domain.text import legible

from tests.fuzzing.handed_in import of_cells
from tests.fuzzing.held import held
from tests.fuzzing.target import Spoil, Target
from tests.fuzzing.text_pieces import TextSpoiler, torn
from tests.made_languages import VI, WORDS, make

if TYPE_CHECKING:
    from collections.abc import Sequence

_BROKEN: Final = (BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError)
_PO: Final = r"\n|\"|\\| |[\[\]:,{}#]"
_PO_ODD: Final = (
    *(
        "msgid",
        "msgstr[9]",
        "msgstr[x]",
        "msgid_plural",
        "msgctxt",
        "#~",
        "#,",
        "#:",
        "fuzzy",
        "#|",
    ),
    *(
        "nplurals=0; plural=n/0;",
        "Plural-Forms: nplurals=9999999; plural=(",
        "charset=rot13",
        "\\x",
    ),
    *("Content-Type: text/plain; charset=utf-16", "Language: zz_ZZ", "POT-Creation-Date: 0", "\\"),
    *(
        "{a}",
        "%(a)s",
        "{",
        "Language: ",
        "charset=",
        "\\777",
        "#: a:" + "9" * 4400,
        "Plural-Forms: ",
    ),
)
_XML_ODD: Final = (
    *(
        "",
        "-1",
        "99999999999999999999",
        "A0",
        "ZZZZ9",
        "s",
        "inlineStr",
        "e",
        "d",
        "b",
        "&x;",
        "\0",
    ),
    *(
        "nan",
        "2026-02-30",
        "<!DOCTYPE a [<!ENTITY x 'y'>]>",
        "<a>" * 300,
        "1e999",
        "../../x",
        "rId9",
    ),
)
_SAID: Final = (
    ("choice.yes", "button", "", "▪ Yes", "▪ Đúng", "reviewed"),
    ("urgent.told", "text", "", "", "{time}: đã báo.", ""),
)
_PLURALS: Final = b"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Language: th\\n"

#. context
#: bot/flows/intake.py:12
#, python-brace-format, fuzzy
msgid "ask.language"
msgstr "Which {language}?"

msgctxt "c"
msgid "one"
msgid_plural "many"
msgstr[0] "a"
msgstr[1] "b"
#~ msgid "old"
#~ msgstr "older"
"""


def translations(raw: bytes) -> None:
    """What a translator gives back; the first byte says which form it claims to have.

    What would be taken in keeps every place to be filled, and hides nothing.
    """
    ending = ("csv", "po", "xlsx")[raw[0] % 3] if raw else "csv"
    read: Sequence[Row] = ()
    wanted: Sequence[Change] = ()
    refused = "row 1: "
    try:
        read = rows(held(f"returned.{ending}", raw[1:]))
        wanted = changes(_languages(), VI, read)
    except RefusedRow as error:
        refused = str(error)
    assert _PLACE.match(refused), refused
    assert all(row.key and row.place for row in read)
    for each in wanted:
        assert places(each.after) == places(WORDS["en"][each.key]), each
        assert legible(each.after) == each.after, each


@cache
def _languages() -> Path:
    """English and Vietnamese, gone with the process."""
    _KEPT.append(folder := TemporaryDirectory(prefix="rongthuk-fuzz-"))
    return make(Path(folder.name))


_KEPT: Final[list[TemporaryDirectory[str]]] = []
_PLACE: Final = re.compile(r"(row \d+, column \w+|row 1|line \d+|the whole file): ")


def _returned(begin: list[bytes], dice: Random) -> Spoil:
    """Each form by its own pieces; of a workbook one of the files that are packed in it."""
    by_form = {
        b"0": of_cells(begin[::3], dice),
        b"1": TextSpoiler(begin[1::3], _PO, _PO_ODD, dice).spoilt,
        b"2": _packed(begin[2], dice),
    }

    def spoil(raw: bytes) -> bytes:
        form = raw[:1]
        return form + by_form[form](raw[1:]) if form in by_form else torn(raw, dice)

    return spoil


def _packed(begin: bytes, dice: Random) -> Spoil:
    parts = list(_unpacked(begin[1:]).values())
    inner = TextSpoiler(parts, r'[<>"=/ ]', _XML_ODD, dice)

    def spoil(raw: bytes) -> bytes:
        held = _unpacked(raw) or _unpacked(begin[1:])
        name = dice.choice([*held])
        held[name] = inner.spoilt(held[name]) if dice.random() < 0.9 else b""
        packed = io.BytesIO()
        with ZipFile(packed, "w") as file:
            for each, content in held.items():
                if each != name or dice.random() < 0.95:
                    file.writestr(each, content)
        return packed.getvalue() if dice.random() < 0.9 else torn(packed.getvalue(), dice)

    return spoil


def _unpacked(raw: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(io.BytesIO(raw)) as file:
            return {name: file.read(name) for name in file.namelist()}
    except (*_BROKEN, zlib.error) as error:
        raise ValueError("no archive") from error


def _translated() -> list[bytes]:
    table: list[Sequence[str]] = [COLUMNS, *_SAID]
    text = io.StringIO()
    csv.writer(text).writerows(table)
    whole = [exported(_languages(), VI, form) for form in ("csv", "po", "xlsx")]
    own = [b"0" + text.getvalue().encode(), b"1" + _PLURALS, b"2" + workbook("vi", table)]
    return [*own, *(b"%d" % number + raw for number, raw in enumerate(whole))]


TARGETS: Final = {"translations": Target(translations, _translated, _returned, 0.5)}
