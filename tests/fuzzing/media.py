"""Photos and recordings that people send, opened again for an officer."""

import io
import warnings
from contextlib import suppress
from random import Random
from typing import Final

from bot.demo.samples import samples
from bot.documents.photos import picture
from bot.recordings.sound import NotSound, TooLong, as_m4a, length_of
from PIL import Image

from tests.fuzzing.target import Spoil, Target
from tests.fuzzing.text_pieces import torn

_PIXELS: Final = 32
_NEVER: Final = (b"%!", b"P6", b"\0\0\1\0")
"""How the last of these begin: PostScript, PPM, icons."""
_FORMS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "EPS", "PPM", "ICO")


def photos(raw: bytes) -> None:
    """What claims to be a photo is drawn anew within its bounds, or is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the library's own words on spoilt metadata
        drawn = picture(raw, _PIXELS)
    assert drawn is None or not raw.startswith(_NEVER)
    assert drawn is None or (0 < drawn.width <= _PIXELS and 0 < drawn.height <= _PIXELS)


def sounds(raw: bytes) -> None:
    """What claims to be a recording is one, or is refused."""
    with suppress(NotSound, TooLong):
        assert length_of(as_m4a(raw))


def _drawn() -> list[bytes]:
    """A small picture in each form, those too that are never opened."""
    exif = Image.Exif()
    exif[0x0112], exif[0x9286] = 6, "ก" * 20
    shown = Image.linear_gradient("L").resize((48, 40)).convert("RGB")
    found = []
    for form in _FORMS:
        file = io.BytesIO()
        more = {"exif": exif} if form in {"JPEG", "PNG", "WEBP", "TIFF"} else {}
        shown.save(file, form, **more)
        found.append(file.getvalue())
    return found


def _heard() -> list[bytes]:
    """A short recording as it comes, and as it is kept."""
    wav = next(raw for name, raw in samples().items() if name.endswith(".wav"))[:4000]
    return [wav, as_m4a(wav)]


def _anywhere(_: list[bytes], dice: Random) -> Spoil:
    return lambda raw: torn(raw, dice)


TARGETS: Final = {
    "photos": Target(photos, _drawn, _anywhere, 0.8),
    "sounds": Target(sounds, _heard, _anywhere, 0.8),
}
