"""A4 sheets with our head and foot, on which each script is shaped and each word can be found."""

from collections.abc import Sequence
from typing import Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from bot.documents.lettering import Run, advance, font_path, lines, runs, width_of
from bot.documents.pdf_letters import Glyphs, shaped
from bot.documents.worded_file import WordedFile

MARGIN: Final = 42.0  # points
FOOT: Final = 40.0
TEXT, SMALL = 9.5, 7.5
LEADING: Final = 1.55
"""Thai, Burmese and Khmer stack marks above and below: lines need more room than Latin."""
_BASELINE: Final = 0.3
"""Of the size: so far below the middle of a line the letters stand."""
PAD: Final = 3.0
_VARYING: Final = ("fvar", "gvar", "avar", "cvar", "HVAR", "VVAR", "MVAR", "STAT")
INK, PALE, RULE, BAND = (20, 28, 38), (95, 105, 115), (165, 172, 180), (226, 232, 238)
_WATERMARK: Final = (232, 232, 236)


class Sheets(FPDF):
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
        self.set_margins(MARGIN, MARGIN, MARGIN)
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
                self.place(runs(self._file.mark), self.w / 2 - step / 2, top, size)
        self.set_text_color(*INK)
        self.set_xy(MARGIN, MARGIN)

    def footer(self) -> None:
        """Who reads and when, which case, page n of m: a sheet may lie alone."""
        page = self._file.page.replace("{number}", str(self.page_no()))
        before, _, after = page.partition("{count}")
        self.set_text_color(*PALE)
        top = self.h - FOOT
        self.place(runs(self._file.mark), MARGIN, top, SMALL)
        middle = (self.w - width_of(self._file.title, SMALL)) / 2
        self.place(runs(self._file.title), middle, top, SMALL)
        left = self.w - MARGIN - width_of(before + "00" + after, SMALL)
        left += self.place(runs(before), left, top, SMALL)
        self._count(left, top)
        self.place(runs(after), left + width_of("00", SMALL), top, SMALL)
        self.set_text_color(*INK)

    def heading(self, words: str, size: float) -> None:
        """A title on a band."""
        height = size * LEADING + 2 * PAD
        self.room(height * 2)
        self.set_fill_color(*BAND)
        self.rect(MARGIN, self.y, self.epw, height, style="F")
        self.place(runs(words), MARGIN + 6, self.y + PAD, size)
        self.y += height + 4

    def plain_fonts(self) -> None:
        """Leave out of the fonts how they vary: one weight of each is all that is shown."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                for table in _VARYING:
                    if table in font.ttfont:
                        del font.ttfont[table]

    def paragraph(self, words: str, size: float) -> None:
        """Words as wide as the sheet, from the left margin."""
        for line in lines(words, size, self.epw):
            self.room(size * LEADING)
            self.place(line, MARGIN, self.y, size)
            self.y += size * LEADING
        self.y += 2

    def room(self, height: float) -> bool:
        """Begin a new page where so much does not fit; whether it was begun."""
        lacks = self._lacks(height)
        if lacks:
            self.add_page()
        return lacks

    def _lacks(self, height: float) -> bool:
        return self.y + height > self.h - FOOT - 8

    def place(self, line: Sequence[Run], x: float, y: float, size: float) -> float:
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
            self._letters(run, x, self.h - y - (LEADING / 2 + _BASELINE) * size, size)
            x += advance(run) * size
        if meant:
            self._out("EMC")
        self.set_xy(MARGIN, y)
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
        self._use("Latin", SMALL)
        self.set_xy(x, y)
        self.cell(20, SMALL * LEADING, "\u2400\u2400", new_x=XPos.LEFT, new_y=YPos.TOP)

    def _use(self, font: str, size: float) -> None:
        if font not in self._known:
            self.add_font(font, "", font_path(font))
            self._known.add(font)
        self.set_font(font, "", size)
