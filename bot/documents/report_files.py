"""A report as files: a workbook with a sheet for each table, tables with commas, or JSON."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

FORMS: Final = ("xlsx", "csv", "json")
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME: Final = 31
"""Characters in the name of a sheet (Excel)."""

Cells = Sequence[str | int | float]


def files(report: Mapping[str, Any], form: str) -> Iterator[tuple[str, bytes]]:
    """Names and contents; JSON and a workbook are one file, with commas each table is one."""
    name = report["file_name"]
    if form == "json":
        yield f"{name}.json", json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n"
    elif form == "xlsx":
        yield f"{name}.xlsx", _workbook(_sheets(report))
    else:
        for sheet, rows in _sheets(report):
            yield f"{name}-{sheet.lower().replace(' ', '-')}.csv", _with_commas(rows)


def _sheets(report: Mapping[str, Any]) -> Iterator[tuple[str, list[Cells]]]:
    """Each sheet's name and rows; the first says what the report is, and what is not in it."""
    first: list[Cells] = [(name, report[name]) for name in ("period", "edition", "centre", "made")]
    yield "notes", [*first, *(("note", note) for note in report["notes"])]
    used: dict[str, int] = {}
    for table in report["tables"]:
        number = used[table["number"]] = used.get(table["number"], 0) + 1
        title = "".join(c if c.isalnum() or c == " " else "" for c in table["title"])
        name = f"{table['number']}.{number} {title}"[:_LONGEST_NAME].strip()
        counts = f"counts {table['counts']}"
        yield name, [(table["title"], counts), table["head"], *table["rows"]]


def _workbook(sheets: Iterator[tuple[str, list[Cells]]]) -> bytes:
    """Every word stands as text, never as a formula; numbers stand as numbers."""
    book = import_module("openpyxl").Workbook()  # slow, and needed by few commands only
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                cell = sheet.cell(row, column)
                cell.value = _clean(value)
                if isinstance(value, str):
                    cell.data_type = "s"
        sheet.column_dimensions["A"].width = 40
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _clean(value: str | float) -> str | int | float:
    """Without what a sheet cannot hold."""
    return "".join(c for c in value if c.isprintable()) if isinstance(value, str) else value


def _with_commas(rows: Sequence[Cells]) -> bytes:
    """A quote stands before what a spreadsheet would take for a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = io.StringIO()
    csv.writer(text).writerows([_as_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel takes it for Latin-1


def _as_text(cell: str | float) -> str | int | float:
    if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULAS):
        return f"'{cell}"
    return cell
