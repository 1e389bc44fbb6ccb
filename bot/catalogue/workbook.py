"""Tables as Excel files, where openpyxl is installed."""

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

_LARGEST = 50 * 1024 * 1024
_WIDTHS = {"A": 30, "B": 20, "C": 40, "D": 50, "E": 50, "F": 14}


class NoExcel(RuntimeError):  # noqa: N818  named as the other refusals are
    """The package that reads and writes Excel files is not installed."""

    def __init__(self) -> None:
        """Name it."""
        super().__init__("Excel files need the package openpyxl; csv and po do not")


def workbook(title: str, table: Iterable[Sequence[str]]) -> bytes:
    """A table as an Excel file, every cell of it text: no message becomes a formula."""
    book = _openpyxl().Workbook()
    sheet = book.active
    sheet.title = title
    sheet.freeze_panes = "A2"
    for row, cells in enumerate(table, start=1):
        for column, text in enumerate(cells, start=1):
            sheet.cell(row, column, text).data_type = "s"
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class BrokenWorkbook(ValueError):  # noqa: N818  named as the other refusals are
    """The file is no Excel file that can be read."""


def read_rows(path: Path) -> list[list[str]]:
    """The first sheet's cells as text, row by row; raises `BrokenWorkbook`.

    What would become larger than `_LARGEST` bytes is not unpacked.
    """
    try:
        # Opened here: the package leaves open what it cannot read.
        with path.open("rb") as file:
            with ZipFile(file) as packed:
                if sum(part.file_size for part in packed.infolist()) > _LARGEST:
                    raise BrokenWorkbook
            return _cells(file)
    # The package lets through whatever went wrong inside it.
    except (
        *(ArithmeticError, AttributeError, AssertionError, BadZipFile, EOFError, LookupError),
        *(NotImplementedError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
        *(struct.error, zlib.error),
    ) as error:
        if isinstance(error, NoExcel):
            raise
        raise BrokenWorkbook from error


def _cells(file: BinaryIO) -> list[list[str]]:
    with closing(_openpyxl().load_workbook(file, read_only=True)) as book:
        return [
            ["" if cell is None else str(cell) for cell in cells]
            for cells in book.worksheets[0].iter_rows(values_only=True)
        ]


def _openpyxl() -> Any:  # noqa: ANN401  it may not be there
    # Slow to import, and needed by two commands only.
    try:
        return import_module("openpyxl")
    except ModuleNotFoundError as missing:
        raise NoExcel from missing
