"""Photos made fit to be looked at: turned upright, smaller, without what the device wrote."""

import io
import math
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

from bot.documents.lettering import font_path, runs

_MOST_PIXELS: Final = 60_000_000
"""A larger picture is no photo of a telephone but an attack on our memory."""
_FORMS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What telephones send. Some other forms are programs: for EPS the library starts Ghostscript."""
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

    Only pixels are taken over: position, device and times of the file stay behind.
    """
    try:
        with Image.open(io.BytesIO(photo), formats=_FORMS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            opened.draft("RGB", (longest, longest))
            # The pixels of the first frame alone; `info` would carry EXIF and comments on.
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    upright.thumbnail((longest, longest), Image.Resampling.BILINEAR)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    if mark:
        _across(clean, mark)
    file = io.BytesIO()
    clean.save(file, "JPEG", quality=_QUALITY)
    return Picture(file.getvalue(), clean.width, clean.height)


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
