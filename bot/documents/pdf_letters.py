"""Shaped letters as a PDF shows them: which glyphs of a font, and where each group begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fpdf.fonts import TTFFont

_PLAIN: Final[dict[str, object]] = {"features": {}}
"""Script and direction are told from the letters."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Glyphs that follow one another at their own widths, written for a PDF.

    `right` and `up` are where they begin, in parts of the size, from where the text does.
    """

    right: float
    up: float
    written: str


def shaped(font: TTFFont, text: str) -> tuple[Glyphs, ...]:
    """The text shaped; a new group begins where a glyph does not stand where it would by itself.

    The font takes each glyph into its part that goes into the document.
    """
    return tuple(_groups(font, text))


def _groups(font: TTFFont, text: str) -> Iterator[Glyphs]:
    unit = font.scale / 1000
    x = y = 0.0
    right, up, codes = x, y, ""
    for glyph in font.shape_text(text, 1, _PLAIN):
        if glyph["mapped_char"] is None:
            continue
        if glyph["x_offset"] or glyph["y_offset"]:
            if codes:
                yield Glyphs(right, up, font.escape_text(codes))
            codes = ""
            right, up = x + glyph["x_offset"] * unit, y + glyph["y_offset"] * unit
        codes += chr(glyph["mapped_char"])
        x += glyph["x_advance"] * unit
        y += glyph["y_advance"] * unit
        if glyph["force_positioning"]:
            yield Glyphs(right, up, font.escape_text(codes))
            right, up, codes = x, y, ""
    if codes:
        yield Glyphs(right, up, font.escape_text(codes))
