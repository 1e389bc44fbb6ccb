"""The picture of a rich menu: a pictogram and a word for each button, every script shaped right."""

import io
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import regex
from PIL import Image, ImageDraw, ImageFont, features

from bot.documents.pictograms import pictogram
from bot.domain.profile import Area, ChatMenu, MenuButton

_PAPER: Final = (243, 246, 248)
_INK: Final = (15, 42, 67)
_SHADES: Final = 16
"""So many steps from paper to ink are enough for smooth edges, and make a small file."""
_RULE: Final = 4 * 17
"""The lines between the areas: how much of 255 is ink."""
_PACKAGE: Final = "manimgx_fonts"
_FONTS: Final = {
    "Thai": "NotoSansThai[wght].ttf",
    "Lao": "NotoSansLao[wght].ttf",
    "Khmer": "NotoSansKhmer[wght].ttf",
    "Myanmar": "NotoSansMyanmar[wght].ttf",
    "Devanagari": "NotoSansDevanagari[wght].ttf",
    "Bengali": "NotoSansBengali[wght].ttf",
    "Tamil": "NotoSansTamil[wght].ttf",
    "Latin": "NotoSans[wght].ttf",
}
"""A script and the font that has it."""
_WEIGHT: Final = 600
_LARGEST, _SMALLEST = 132, 72
"""Height of the letters in pixels; the menu is shown at a seventh of its size on a small phone."""
_MARGIN: Final = 40
_PICTOGRAM: Final = 380
_PICTOGRAM_TOP: Final = 96
_WORD_MIDDLE: Final = 660


class CannotDraw(RuntimeError):  # noqa: N818  named as the other refusals are
    """The picture cannot be drawn here; the message says what is missing."""


def draw(menu: ChatMenu) -> bytes:
    """The menu as a PNG in few colours; raises `CannotDraw`."""
    _shaping()
    return _drawn(menu)


@cache
def _drawn(menu: ChatMenu) -> bytes:
    ink = Image.new("L", (menu.width, menu.height))
    pen = ImageDraw.Draw(ink)
    size = _one_size(menu)
    for button, area in zip(menu.buttons, menu.areas(), strict=True):
        _draw_button(ink, pen, button, area, size)
        if area.left:
            ends = (area.left, _MARGIN * 2, area.left, area.height - _MARGIN * 2)
            pen.line(ends, fill=_RULE, width=4)
    return _png(ink)


def _png(ink: Image.Image) -> bytes:
    """Ink, from none to full, as a picture in its colours."""
    most = _SHADES - 1
    picture = ink.point([round(level * most / 255) for level in range(256)])
    palette = [
        round(paper + (full - paper) * shade / most)
        for shade in range(_SHADES)
        for paper, full in zip(_PAPER, _INK, strict=True)
    ]
    picture.putpalette(palette)
    file = io.BytesIO()
    picture.save(file, "PNG", bits=4)
    return file.getvalue()


def extent(label: str, size: int) -> tuple[float, float, float, float]:
    """The box in which a word's ink lies, around its middle: left, top, right, bottom."""
    return _font(label, size).getbbox(label, anchor="mm")


def _draw_button(
    ink: Image.Image, pen: ImageDraw.ImageDraw, button: MenuButton, area: Area, size: int
) -> None:
    middle = area.left + area.width // 2
    mask = pictogram(button.meaning, _PICTOGRAM)
    ink.paste(mask, (middle - _PICTOGRAM // 2, _PICTOGRAM_TOP))
    font = _font(button.label, size)
    pen.text((middle, _WORD_MIDDLE), button.label, fill=255, font=font, anchor="mm")


def _one_size(menu: ChatMenu) -> int:
    """The largest size at which every word of a menu fits into its area."""
    for size in range(_LARGEST, _SMALLEST - 1, -4):
        if all(
            _fits(button, area, size)
            for button, area in zip(menu.buttons, menu.areas(), strict=True)
        ):
            return size
    words = ", ".join(button.label for button in menu.buttons)
    raise CannotDraw(f"{menu.language}: a word of the menu is too long for it ({words})")


def _fits(button: MenuButton, area: Area, size: int) -> bool:
    left, _, right, _ = extent(button.label, size)
    return right - left <= area.width - 2 * _MARGIN


def _font(label: str, size: int) -> ImageFont.FreeTypeFont:
    with as_file(files(_PACKAGE) / _FONTS[_script(label)]) as path:
        font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([_WEIGHT])
    return font


def _script(label: str) -> str:
    """The script of a word; a word in several has the first that is not Latin."""
    for script in _FONTS:
        if regex.search(rf"\p{{{script}}}", label):
            return script
    raise CannotDraw(f"no font has the letters of “{label}”")


def _shaping() -> None:
    """Without Raqm and FriBidi, Burmese and Khmer come out as loose letters."""
    if not features.check("raqm"):
        raise CannotDraw("letters cannot be joined: install FriBidi (on Debian: libfribidi0)")
