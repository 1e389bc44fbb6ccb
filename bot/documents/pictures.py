"""Pictures drawn anew: the same to the eye, and nothing else of the file."""

import io
import struct
import zlib
from typing import Final

from PIL import Image, ImageOps

MOST_PIXELS: Final = 50_000_000
"""A larger picture is not decoded: a few kilobytes can unpack to gigabytes."""
LONGEST_SIDE: Final = 4096
"""Pixels; a larger picture is made smaller."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 90
# What Pillow's readers are known to raise on bytes that somebody made up.
_BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    Image.DecompressionBombError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
    zlib.error,
)


def bare_picture(content: bytes) -> bytes | None:
    """The picture upright, as JPEG, PNG or WEBP like it came; None where it cannot be drawn.

    Gone are EXIF, XMP, IPTC, maker notes, thumbnails, comments, colour profiles and every frame
    but the first. Its size is looked at before a pixel is decoded; a file that was cut off is
    refused.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            return _drawn(picture)
    except _BROKEN:
        return None


def _drawn(picture: Image.Image) -> bytes:
    form = "JPEG" if picture.format == "MPO" else picture.format
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = form != "JPEG" and upright.has_transparency_data
    seen = upright.convert("RGBA" if clear else "RGB")
    # Onto a new sheet: what Pillow remembers of the file (`info`) does not come along.
    sheet = Image.new(seen.mode, seen.size)
    sheet.paste(seen)
    file = io.BytesIO()
    sheet.save(file, form, quality=_QUALITY)
    return file.getvalue()
