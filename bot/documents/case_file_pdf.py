"""The case file as a PDF: every script shaped, page n of m, the reader's name across each page."""

import io
from collections.abc import Callable, Sequence
from typing import Final

from bot.documents.lettering import Run, lines
from bot.documents.photos import Picture
from bot.documents.sheets import (
    BAND,
    FOOT,
    INK,
    LEADING,
    MARGIN,
    PAD,
    PALE,
    RULE,
    SMALL,
    TEXT,
    Sheets,
)
from bot.documents.worded_file import WordedFile, WordedSection, WordedTable

_HEAD, _TITLE = 11.5, 15.0
_LABEL: Final = 0.34
_WRITING_SPACE: Final = 2
"""So many empty lines stand for a passage that is to be filled in by hand."""


def pdf(file: WordedFile, pictures: Sequence[Picture | None]) -> bytes:
    """The file on A4; `pictures` in the order of `file.photos`, None is one not to be shown."""
    paper = _Paper(file)
    paper.heading(file.title, _TITLE)
    for section in file.sections:
        paper.section(section)
    if file.photos:
        paper.appendix(file, pictures)
    paper.plain_fonts()
    return bytes(paper.output())


class _Paper(Sheets):
    """What stands in a case file, one thing under the other."""

    def section(self, section: WordedSection) -> None:
        """One part of the file, its heading never alone at the foot of a page."""
        self.room(6 * TEXT * LEADING)
        self.heading(section.title, _HEAD)
        for remark in section.remarks:
            self.set_text_color(*PALE)
            self.paragraph(remark, SMALL)
            self.set_text_color(*INK)
        for label, value in section.entries:
            self._row((label, value), (_LABEL, 1 - _LABEL), pale_first=True)
        for label, words in section.passages:
            self.set_text_color(*PALE)
            self.paragraph(label, SMALL)
            self.set_text_color(*INK)
            self._passage(words)
        if section.table is not None:
            self._table(section.table)
        self.y += 10

    def appendix(self, file: WordedFile, pictures: Sequence[Picture | None]) -> None:
        """The photos, two on a page, each with its number and SHA-256."""
        self.add_page()
        self.heading(file.appendix, _HEAD)
        for caption, picture in zip(file.photos, pictures, strict=True):
            self._photo(caption, picture, file.unseen)

    def _photo(self, caption: str, picture: Picture | None, unseen: str) -> None:
        most = (self.h - 2 * MARGIN - FOOT - 80) / 2
        if picture is None:
            self.paragraph(caption, SMALL)
            self.paragraph(unseen, TEXT)
            return
        scale = min(self.epw / picture.width, most / picture.height, 1)
        wide, high = picture.width * scale, picture.height * scale
        self.room(high + 3 * SMALL * LEADING)
        self.paragraph(caption, SMALL)
        self.image(io.BytesIO(picture.jpeg), MARGIN, self.y, wide, high)
        self.y += high + 12

    def _table(self, table: WordedTable) -> None:
        """Its titles stand again on every page it goes on to, however a row gets there."""
        shares = tuple(share / 100 for share in table.shares)
        self.set_fill_color(*BAND)

        def titles() -> None:
            self._row(table.titles, shares, head=True)

        titles()
        for row in table.rows:
            self._row(row, shares, overleaf=titles)

    def _row(
        self,
        cells: Sequence[str],
        shares: Sequence[float],
        *,
        head: bool = False,
        pale_first: bool = False,
        overleaf: Callable[[], None] | None = None,
    ) -> None:
        """Cells side by side; a row longer than the page goes on overleaf, under `overleaf`."""
        size = SMALL if head else TEXT - 1
        widths = [share * self.epw for share in shares]
        wrapped = [
            list(lines(cell, size, width - 2 * PAD))
            for cell, width in zip(cells, widths, strict=True)
        ]
        height, left = size * LEADING, max(map(len, wrapped))
        whole = left * height + 2 * PAD
        if left * height < self.h / 2 and self.room(whole) and overleaf:
            overleaf()
        done = 0
        while done < left:
            if self.room(height + 2 * PAD) and overleaf:
                overleaf()
            fits = int((self.h - FOOT - 8 - self.y - 2 * PAD) // height)
            part = [each[done : done + fits] for each in wrapped]
            self._cells(part, widths, size, head=head, pale_first=pale_first)
            done += fits

    def _cells(
        self,
        cells: Sequence[Sequence[tuple[Run, ...]]],
        widths: Sequence[float],
        size: float,
        *,
        head: bool,
        pale_first: bool,
    ) -> None:
        top, height = self.y, max(map(len, cells)) * size * LEADING + 2 * PAD
        x = MARGIN
        self.set_draw_color(*RULE)
        self.set_line_width(0.4)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            self.rect(x, top, width, height, style="DF" if head else "D")
            if pale_first and not place:
                self.set_text_color(*PALE)
            for nth, line in enumerate(cell):
                self.place(line, x + PAD, top + PAD + nth * size * LEADING, size)
            self.set_text_color(*INK)
            x += width
        self.y = top + height

    def _passage(self, words: str) -> None:
        """Somebody's words in full; where there are none, lines to write on."""
        if words:
            self.paragraph(words, TEXT)
            return
        for _ in range(_WRITING_SPACE):
            self.room(2 * TEXT)
            self.y += 2 * TEXT
            self.set_draw_color(*RULE)
            self.line(MARGIN, self.y, self.w - MARGIN, self.y)
        self.y += 4
