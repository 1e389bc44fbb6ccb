"""Catalogues as translators get them and give them back: a spreadsheet or a gettext file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.catalogue.folder import (
    UNREVIEWED,
    entries,
    key_of,
    messages_path,
    read,
    unreviewed,
    words_of,
)
from bot.catalogue.workbook import BrokenWorkbook, read_rows, workbook
from bot.domain.ids import LanguageCode
from bot.domain.text import legible

COLUMNS = ("key", "what", "context", "english", "translation", "state")
REVIEWED = "reviewed"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_ENGLISH = LanguageCode("en")


class RefusedRow(ValueError):  # noqa: N818  named as the other refusals are
    """A row that cannot be taken in; the message names it. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message in a translator's hands; `place` says where it stands in the file.

    What nobody can see in the translation is left out: spreadsheets and web pages put it there.
    """

    place: str
    key: str
    translation: str
    english: str = ""
    state: str = ""
    in_table: bool = True

    def at(self, column: str) -> str:
        """Where a column's cell is; a gettext file has lines only."""
        return f"{self.place}, column {column}" if self.in_table else self.place


def exported(folder: Path, language: LanguageCode, form: str) -> bytes:
    """A language as a file: `po` as it lies in the folder, `csv` or `xlsx` as a table."""
    if form == "po":
        return messages_path(folder, language).read_bytes()
    table = [COLUMNS, *_table(folder, language)]
    if form == "xlsx":
        return workbook(language, table)
    text = io.StringIO()
    csv.writer(text).writerows([_as_text(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel takes it for Latin-1


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and never works out: a quote stands before a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULAS) else cell


def _as_written(cell: str) -> str:
    """The cell without that quote."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULAS) else cell


def _table(folder: Path, language: LanguageCode) -> Iterator[tuple[str, ...]]:
    english = read(messages_path(folder, _ENGLISH))
    for message in entries(read(messages_path(folder, language))):
        key = key_of(message)
        said = words_of(english.get(key.msgid))
        what = f"{key.kind} for the {key.audience}"
        yield key.msgid, what, key.context, said, words_of(message), state(message)


def state(message: Message) -> str:
    """`reviewed`, `unreviewed`, or empty where there is no translation yet."""
    if not words_of(message):
        return ""
    return UNREVIEWED if message.fuzzy or unreviewed(message) else REVIEWED


def rows(path: Path) -> tuple[Row, ...]:
    """A returned file, read by its ending; `RefusedRow` where it cannot be, or lacks a column."""
    try:
        return _read(path)
    except (UnicodeDecodeError, csv.Error, _BrokenCatalog, BrokenWorkbook) as error:
        kind = path.suffix.removeprefix(".") or "csv"
        raise RefusedRow(f"the whole file: it cannot be read as {kind}") from error


def _read(path: Path) -> tuple[Row, ...]:
    if path.suffix == ".po":
        catalog = _catalog(path)
        return tuple(
            Row(
                f"line {each.lineno}",
                str(each.id),
                legible(words_of(each)),
                "",
                state(each),
                in_table=False,
            )
            for each in entries(catalog)
        )
    if path.suffix == ".xlsx":
        table = read_rows(path)
    else:
        with path.open(encoding="utf-8-sig", newline="") as text:
            table = [[_as_written(cell) for cell in row] for row in csv.reader(text)]
    return tuple(_rows(table))


class _BrokenCatalog(ValueError):  # noqa: N818  as that of workbooks
    """The file is no gettext file that can be read."""


def _catalog(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, charset="utf-8", abort_invalid=True)
    # The package lets through whatever went wrong inside it.
    except (LookupError, PoFileError, RecursionError, TypeError, ValueError) as error:
        raise _BrokenCatalog from error


def _rows(table: list[list[str]]) -> Iterator[Row]:
    head, *body = table or [[]]
    lacking = {"key", "translation"} - set(head)
    if lacking:
        raise RefusedRow(f"row 1: there is no column {', '.join(sorted(lacking))}")
    for column in COLUMNS:
        if head.count(column) > 1:
            raise RefusedRow(f"row 1: there are two columns {column}")
    for number, cells in enumerate(body, start=2):
        cell = dict(zip(head, cells, strict=False))
        row = Row(
            f"row {number}",
            cell.get("key", ""),
            legible(cell.get("translation", "")).strip(),
            cell.get("english", ""),
            cell.get("state", "").strip(),
        )
        if row.key:
            yield row
        elif row.translation:
            raise RefusedRow(f"{row.at('key')}: is empty beside a translation")
