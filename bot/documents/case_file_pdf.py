"""The case file as a PDF: every script shaped, page n of m, the reader's name across each page."""

import io
from collections.abc import Callable, Sequence
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from bot.documents.lettering import Run, advance, font_path, lines, runs, width_of
from bot.documents.pdf_letters import Glyphs, shaped
from bot.documents.photos import Picture
from bot.documents.worded_file import WordedFile, WordedSection, WordedTable

_MARGIN: Final = 42.0  # points
_FOOT: Final = 40.0
_TEXT, _SMALL, _HEAD, _TITLE = 9.5, 7.5, 11.5, 15.0
_LEADING: Final = 1.55
"""Thai, Burmese and Khmer stack marks above and below: lines need more room than Latin."""
_BASELINE: Final = 0.3
"""Of the size: so far below the middle of a line the letters stand."""
_PAD: Final = 3.0
_VARYING: Final = ("fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "STAT")
_INK, _PALE, _RULE, _BAND = (20, 28, 38), (95, 105, 115), (165, 172, 180), (226, 232, 238)
_WATERMARK: Final = (232, 232, 236)
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


class _Paper(FPDF):
    """A4 with our head and foot; positions in points, `y` is the top of what comes next."""

    def __init__(self, file: WordedFile) -> None:
        super().__init__(unit="pt", format="A4")
        self._file = file
        self._known: set[str] = set()
        self._shaped: dict[Run, tuple[Glyphs, ...]] = {}
        self.set_title(file.title)
        self.set_lang(file.language)
        self.set_creator("Rongthuk")
        self.set_auto_page_break(auto=False)
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.c_margin = 0
        self.alias_nb_pages("\u2400\u2400")
        self.set_text_shaping(True, direction="ltr")
        self.add_page()

    def header(self) -> None:
        """The reader's name and the time across the page, under everything else."""
        self.set_text_color(*_WATERMARK)
        size = 26.0
        step = max(width_of(self._file.mark, size) + 40, 200)
        for row in range(1, 4):
            top = self.h * row / 4
            with self.rotation(35, self.w / 2, top):
                self._write(runs(self._file.mark), self.w / 2 - step / 2, top, size)
        self.set_text_color(*_INK)
        self.set_xy(_MARGIN, _MARGIN)

    def footer(self) -> None:
        """Who reads and when, which case, page n of m: a sheet may lie alone."""
        page = self._file.page.replace("{number}", str(self.page_no()))
        before, _, after = page.partition("{count}")
        self.set_text_color(*_PALE)
        top = self.h - _FOOT
        self._write(runs(self._file.mark), _MARGIN, top, _SMALL)
        middle = (self.w - width_of(self._file.title, _SMALL)) / 2
        self._write(runs(self._file.title), middle, top, _SMALL)
        left = self.w - _MARGIN - width_of(before + "00" + after, _SMALL)
        left += self._write(runs(before), left, top, _SMALL)
        self._count(left, top)
        self._write(runs(after), left + width_of("00", _SMALL), top, _SMALL)
        self.set_text_color(*_INK)

    def section(self, section: WordedSection) -> None:
        """One part of the file, its heading never alone at the foot of a page."""
        self._room(6 * _TEXT * _LEADING)
        self.heading(section.title, _HEAD)
        for remark in section.remarks:
            self.set_text_color(*_PALE)
            self._paragraph(remark, _SMALL)
            self.set_text_color(*_INK)
        for label, value in section.entries:
            self._row((label, value), (_LABEL, 1 - _LABEL), pale_first=True)
        for label, words in section.passages:
            self.set_text_color(*_PALE)
            self._paragraph(label, _SMALL)
            self.set_text_color(*_INK)
            self._passage(words)
        if section.table is not None:
            self._table(section.table)
        self.y += 10

    def heading(self, words: str, size: float) -> None:
        """A title on a band."""
        height = size * _LEADING + 2 * _PAD
        self._room(height * 2)
        self.set_fill_color(*_BAND)
        self.rect(_MARGIN, self.y, self.epw, height, style="F")
        self._write(runs(words), _MARGIN + 6, self.y + _PAD, size)
        self.y += height + 4

    def appendix(self, file: WordedFile, pictures: Sequence[Picture | None]) -> None:
        """The photos, two on a page, each with its number and SHA-256."""
        self.add_page()
        self.heading(file.appendix, _HEAD)
        for caption, picture in zip(file.photos, pictures, strict=True):
            self._photo(caption, picture, file.unseen)

    def plain_fonts(self) -> None:
        """Leave out of the fonts how they vary: one weight of each is all that is shown."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                for table in _VARYING:
                    if table in font.ttfont:
                        del font.ttfont[table]

    def _photo(self, caption: str, picture: Picture | None, unseen: str) -> None:
        most = (self.h - 2 * _MARGIN - _FOOT - 80) / 2
        if picture is None:
            self._paragraph(caption, _SMALL)
            self._paragraph(unseen, _TEXT)
            return
        scale = min(self.epw / picture.width, most / picture.height, 1)
        wide, high = picture.width * scale, picture.height * scale
        self._room(high + 3 * _SMALL * _LEADING)
        self._paragraph(caption, _SMALL)
        self.image(io.BytesIO(picture.jpeg), _MARGIN, self.y, wide, high)
        self.y += high + 12

    def _table(self, table: WordedTable) -> None:
        """Its titles stand again on every page it goes on to, however a row gets there."""
        shares = tuple(share / 100 for share in table.shares)
        self.set_fill_color(*_BAND)

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
        size = _SMALL if head else _TEXT - 1
        widths = [share * self.epw for share in shares]
        wrapped = [
            list(lines(cell, size, width - 2 * _PAD))
            for cell, width in zip(cells, widths, strict=True)
        ]
        height, left = size * _LEADING, max(map(len, wrapped))
        whole = left * height + 2 * _PAD
        if left * height < self.h / 2 and self._room(whole) and overleaf:
            overleaf()
        done = 0
        while done < left:
            if self._room(height + 2 * _PAD) and overleaf:
                overleaf()
            fits = int((self.h - _FOOT - 8 - self.y - 2 * _PAD) // height)
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
        top, height = self.y, max(map(len, cells)) * size * _LEADING + 2 * _PAD
        x = _MARGIN
        self.set_draw_color(*_RULE)
        self.set_line_width(0.4)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            self.rect(x, top, width, height, style="DF" if head else "D")
            if pale_first and not place:
                self.set_text_color(*_PALE)
            for nth, line in enumerate(cell):
                self._write(line, x + _PAD, top + _PAD + nth * size * _LEADING, size)
            self.set_text_color(*_INK)
            x += width
        self.y = top + height

    def _passage(self, words: str) -> None:
        """Somebody's words in full; where there are none, lines to write on."""
        if words:
            self._paragraph(words, _TEXT)
            return
        for _ in range(_WRITING_SPACE):
            self._room(2 * _TEXT)
            self.y += 2 * _TEXT
            self.set_draw_color(*_RULE)
            self.line(_MARGIN, self.y, self.w - _MARGIN, self.y)
        self.y += 4

    def _paragraph(self, words: str, size: float) -> None:
        for line in lines(words, size, self.epw):
            self._room(size * _LEADING)
            self._write(line, _MARGIN, self.y, size)
            self.y += size * _LEADING
        self.y += 2

    def _room(self, height: float) -> bool:
        """Begin a new page where so much does not fit; whether it was begun."""
        lacks = self._lacks(height)
        if lacks:
            self.add_page()
        return lacks

    def _lacks(self, height: float) -> bool:
        return self.y + height > self.h - _FOOT - 8

    def _write(self, line: Sequence[Run], x: float, y: float, size: float) -> float:
        """Write one line with its top at `y`; how wide it runs.

        Shaped letters stand in the file in the order of their glyphs. What is meant is written
        beside them (ActualText, ISO 32000-1, 14.9.4), so that words can be found and copied.
        """
        begun = x
        meant = "".join(run.text for run in line).encode("utf-16-be").hex().upper()
        if meant:
            self._out(f"/Span <</ActualText <FEFF{meant}>>> BDC")
        for run in line:
            self._use(run.font, size)
            self._letters(run, x, self.h - y - (_LEADING / 2 + _BASELINE) * size, size)
            x += advance(run) * size
        if meant:
            self._out("EMC")
        self.set_xy(_MARGIN, y)
        return x - begun

    def _letters(self, run: Run, x: float, y: float, size: float) -> None:
        """Letters of one font in our colour, their baseline at `y` from below.

        The library would look for directions, breaks and styles in each line anew, which takes
        most of its time; none of that is open here.
        """
        font, colour = self.current_font, self.text_color
        if not isinstance(font, TTFFont) or colour is None or not run.text:
            return
        groups = self._shaped.get(run)
        if groups is None:
            groups = self._shaped[run] = shaped(font, run.text)
        places = " ".join(
            f"1 0 0 1 {x + each.right * size:.2f} {y + each.up * size:.2f} Tm ({each.written}) Tj"
            for each in groups
        )
        chosen = self._set_font_for_page(font, size, wrap_in_text_object=False)
        self._out(f"q {colour.serialize()} BT {chosen} {places} ET Q")

    def _count(self, x: float, y: float) -> None:
        """The number of pages, which is known at the end alone."""
        self._use("Latin", _SMALL)
        self.set_xy(x, y)
        self.cell(20, _SMALL * _LEADING, "\u2400\u2400", new_x=XPos.LEFT, new_y=YPos.TOP)

    def _use(self, font: str, size: float) -> None:
        if font not in self._known:
            self.add_font(font, "", font_path(font))
            self._known.add(font)
        self.set_font(font, "", size)
