"""What an officer is shown of a file carries no trace of where, when and with what it was made."""

import io
import time
import tracemalloc

import pytest
from bot.documents.forwarding import forwardable
from bot.documents.photos import LONGEST
from bot.domain.sniffing import FileType, sniff
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.made_files import ELSEWHERE, MADE, SECRET, bombs, box, film, ogg, picture

BOMBS = bombs()


@pytest.mark.safety(25)
@pytest.mark.parametrize(("kind", "content"), MADE.items())
def test_no_trace_is_forwarded(kind: str, content: bytes) -> None:
    assert SECRET in content
    shown = forwardable(content, FileType(kind))
    assert shown is not None
    assert SECRET not in shown
    assert SECRET[:16] not in shown
    assert b"DATE" not in shown
    assert sniff(shown) == ("jpeg" if FileType(kind).is_picture else kind)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright_without_its_place(form: str) -> None:
    shown = forwardable(picture(form, (64, 48)))
    assert shown is not None
    with Image.open(io.BytesIO(shown)) as seen:
        assert seen.size == (48, 64)
        assert dict(seen.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(seen.info)


def test_sound_and_picture_stay_as_they_were() -> None:
    assert b"sound!" in (forwardable(MADE["wav"]) or b"")
    assert b"sound!" in (forwardable(MADE["ogg"]) or b"")
    shown = forwardable(MADE["mp4"]) or b""
    assert b"picture!" in shown
    assert len(shown) == len(MADE["mp4"])  # places inside it are counted from its beginning


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_small_and_would_become_large_is_refused_before_it_does(name: str) -> None:
    assert len(BOMBS[name]) < 1_000_000
    tracemalloc.start()
    began = time.monotonic()
    shown = forwardable(BOMBS[name])
    assert time.monotonic() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert shown is None or len(shown) < 1_000


def test_a_whole_picture_of_too_many_pixels_is_not_drawn() -> None:
    file = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(file, "PNG")
    assert len(file.getvalue()) < 10_000
    assert forwardable(file.getvalue()) is None


def test_a_large_picture_is_made_smaller() -> None:
    shown = forwardable(picture("PNG", (LONGEST + 500, 10)))
    assert shown is not None
    with Image.open(io.BytesIO(shown)) as seen:
        assert max(seen.size) == LONGEST


@pytest.mark.parametrize(
    "content",
    [
        film(b"meta"),
        film(b"text"),
        film(source=ELSEWHERE),
        film(tail=box(b"moof", b"x")),
        film(tail=b"\0\0\0\x02bad!"),
        ogg(b"\x01vorbis"),
        b"%PDF-1.7",
        b"MZ\x90",
        b"<html>",
        picture()[:200],
    ],
)
def test_what_cannot_be_made_bare_surely_is_not_forwarded(content: bytes) -> None:
    assert forwardable(content) is None


def test_bytes_that_are_not_what_came_are_not_forwarded() -> None:
    assert forwardable(MADE["jpeg"], FileType.PNG) is None
    assert forwardable(MADE["jpeg"], FileType.OTHER) is None


def test_text_is_forwarded_as_it_reads() -> None:
    content = "\ufeffpay\u202eyap\u200b 9,000\nบาท".encode()
    assert forwardable(content) == "payyap 9,000\nบาท".encode()


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(MADE)),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6),
    st.integers(0, 3000),
    st.binary(max_size=40),
)
def test_no_bytes_break_it(
    kind: str, changes: list[tuple[int, int]], cut: int, tail: bytes
) -> None:
    content = bytearray(MADE[kind])
    for at, byte in changes:
        content[at % len(content)] = byte
    spoilt = bytes(content[: max(cut, 12)]) + tail
    shown = forwardable(spoilt)
    assert shown is None or sniff(shown) in (sniff(spoilt), FileType.JPEG)
