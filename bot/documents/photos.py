"""Photos made fit to be looked at: turned upright, smaller, without what the device wrote."""

import io
import math
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

from bot.documents.lettering import font_path, runs

MOST_PIXELS: Final = 60_000_000
"""A larger picture is no photo of a telephone but an attack on our memory: it is not decoded, for
a few kilobytes can unpack to gigabytes."""
LONGEST: Final = 4096
"""Pixels of the longer side of a photo that nobody asked to be smaller."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""Of the many that the library reads, those that phones send; for EPS it starts a program."""
# What its readers are known to raise on bytes that somebody made up.
_BROKEN: Final = (
    *(ArithmeticError, AssertionError, AttributeError, Image.DecompressionBombError, LookupError),
    *(MemoryError, NotImplementedError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(Warning, struct.error, zlib.error),
)
_QUALITY: Final = 80
_INK: Final = (255, 255, 255, 96)
_SHADE: Final = (0, 0, 0, 96)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without metadata; sides in pixels."""

    jpeg: bytes
    width: int
    height: int


def picture(photo: bytes, longest: int, mark: str = "") -> Picture | None:
    """The photo drawn anew, at most `longest` pixels, with a mark across; None where it is none.

    Only pixels of the first frame are taken over: position, device, times, maker notes, comments,
    thumbnails and colour profiles of the file stay behind. Its size is looked at before a pixel is
    decoded; a file that was cut off is refused. Never raises, whatever the bytes.
    """
    try:
        with Image.open(io.BytesIO(photo), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", (longest, longest))
            if opened.mode == "RGB":  # made small before it is turned and copied
                opened.thumbnail((longest, longest), Image.Resampling.BILINEAR)
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((longest, longest), Image.Resampling.BILINEAR)
            clean = _on_white(upright)
    except _BROKEN:
        return None
    if mark:
        _across(clean, mark)
    file = io.BytesIO()
    clean.save(file, "JPEG", quality=_QUALITY)
    return Picture(file.getvalue(), clean.width, clean.height)


def _on_white(upright: Image.Image) -> Image.Image:
    """On a new sheet: what the library remembers of a file (`info`) does not come along."""
    clean = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        clear = upright.convert("RGBA")
        clean.paste(clear, mask=clear)
    else:
        clean.paste(upright.convert("RGB"))
    return clean


def _across(image: Image.Image, mark: str) -> None:
    """Write the mark across the picture, again and again, so that no part can be cut out."""
    size = max(14, min(image.size) // 22)
    tile = _written(mark, size)
    turned = tile.rotate(30, expand=True, resample=Image.Resampling.BILINEAR)
    for row in range(math.ceil(image.height / turned.height) + 1):
        for column in range(math.ceil(image.width / turned.width) + 1):
            shift = turned.width // 2 if row % 2 else 0
            place = (column * turned.width - shift, row * turned.height)
            image.paste(turned, place, turned)


def _written(mark: str, size: int) -> Image.Image:
    """The mark alone, light with a dark edge, to be read on any ground."""
    pieces = [(run.text, _font(run.font, size)) for run in runs(mark)]
    widths = [math.ceil(font.getlength(text)) for text, font in pieces]
    tile = Image.new("RGBA", (sum(widths) + 2 * size, 3 * size))
    pen = ImageDraw.Draw(tile)
    left = size
    for (text, font), width in zip(pieces, widths, strict=True):
        pen.text((left + 1, size + 1), text, fill=_SHADE, font=font)
        pen.text((left, size), text, fill=_INK, font=font)
        left += width
    return tile


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path(name), size)
