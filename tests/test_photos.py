"""Photos: pixels alone, and whose eyes they are for."""

import io

import pytest
from bot.documents.photos import picture
from PIL import Image, ImageChops, ImageStat

from tests.case_papers import photo


@pytest.mark.safety(25)
def test_a_photo_keeps_its_pixels_alone() -> None:
    raw = photo(1)
    assert b"SECRETPHONE" in raw
    shown = picture(raw, 800, "คุณนก · 10:35")
    assert shown is not None
    assert max(shown.width, shown.height) == 800
    assert b"SECRET" not in shown.jpeg
    plain = picture(raw, 800)
    assert plain is not None
    marked, bare = (Image.open(io.BytesIO(each.jpeg)) for each in (shown, plain))
    changed = ImageChops.difference(marked, bare).convert("L")
    for corner in ((0, 0, 400, 300), (400, 0, 800, 300), (0, 300, 400, 600), (400, 300, 800, 600)):
        assert ImageStat.Stat(changed.crop(corner)).stddev[0] > 3


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "EPS", "PDF"])
def test_what_no_telephone_sends_is_no_photo(form: str) -> None:
    """The library reads many forms; for some it starts a program."""
    file = io.BytesIO()
    Image.new("RGB", (9, 9)).save(file, form)
    assert picture(file.getvalue(), 800) is None
