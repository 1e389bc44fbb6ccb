"""Films and recordings made of boxes (MP4, MOV, 3GP, M4A): all but picture and sound is blanked.

ISO/IEC 14496-12. Nothing moves: places inside the file are counted from its beginning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_TABLES: Final = (
    *(b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64"),
    *(b"stss", b"stps", b"sdtp", b"sgpd", b"sbgp"),
)
_KEPT: Final[Mapping[bytes, tuple[bytes, ...]]] = {
    b"": (b"ftyp", b"moov", b"mdat"),
    b"moov": (b"mvhd", b"trak"),
    b"trak": (b"tkhd", b"edts", b"mdia"),
    b"edts": (b"elst",),
    b"mdia": (b"mdhd", b"hdlr", b"minf"),
    b"minf": (b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"),
    b"dinf": (b"dref",),
    b"stbl": _TABLES,
}
"""What stays of the boxes within each; the others become empty space."""
_DATED: Final = (b"mvhd", b"tkhd", b"mdhd")
_SEEN_AND_HEARD: Final = (b"soun", b"vide")
_DEEPEST: Final = 8
_MOST: Final = 10_000
"""Boxes; no film of 20 MB has so many outside its frames."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    at: int
    begin: int  # of what is in it
    end: int
    inside: bytes  # the kind of the box around it


def bare_film(content: bytes) -> bytes | None:
    """Without places, dates, makers' words and small pictures; None where that is not sure.

    Not sure is a film with a track that is neither picture nor sound, one that refers to another
    file, and one in fragments. Raises `ValueError` on what is not made of boxes.
    """
    boxes = list(_boxes(content, 0, len(content), b"", 0))
    tracks = [box for box in boxes if _is(box, b"moov", b"trak")]
    kinds = [content[b.begin + 8 : b.begin + 12] for b in boxes if _is(b, b"mdia", b"hdlr")]
    if not kinds or len(kinds) != len(tracks) or not set(kinds).issubset(_SEEN_AND_HEARD):
        return None
    if any(_is(box, b"", b"moof") for box in boxes):
        return None
    if not all(_within(content, box) for box in boxes if _is(box, b"dinf", b"dref")):
        return None
    film = bytearray(content)
    for box in boxes:
        _clean(film, box)
    return bytes(film)


def _is(box: _Box, inside: bytes, kind: bytes) -> bool:
    return (box.inside, box.kind) == (inside, kind)


def _boxes(content: bytes, at: int, end: int, inside: bytes, depth: int) -> Iterator[_Box]:
    count = 0
    while at < end:
        box = _box(content, at, end, inside)
        count += 1
        if count > _MOST or depth > _DEEPEST:
            raise ValueError("too many boxes")
        yield box
        if box.kind in _KEPT and box.kind in _KEPT[inside]:
            yield from _boxes(content, box.begin, box.end, box.kind, depth + 1)
        at = box.end


def _box(content: bytes, at: int, end: int, inside: bytes) -> _Box:
    size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
    begin = at + 8
    if size == 1:
        size, begin = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
    elif size == 0 and not inside:
        size = end - at
    if begin > end or at + size < begin or at + size > end:
        raise ValueError("a box that does not fit")
    return _Box(kind, at, begin, at + size, inside)


def _within(content: bytes, box: _Box) -> bool:
    """Whether all that a track is made of lies in this file: the flag of each reference says so."""
    at = box.begin + 8
    while at < box.end:
        size = int.from_bytes(content[at : at + 4], "big")
        if size < 12 or content[at + 11] & 1 != 1:  # noqa: PLR2004
            return False
        at += size
    return True


def _clean(film: bytearray, box: _Box) -> None:
    if box.kind not in _KEPT[box.inside]:
        film[box.at + 4 : box.at + 8] = b"free"
        film[box.begin : box.end] = bytes(box.end - box.begin)
    elif box.kind in _DATED:  # made and changed: 4 bytes each, 8 in the second version
        wide = 16 if film[box.begin : box.begin + 1] == b"\1" else 8
        if box.begin + 4 + wide > box.end:
            raise ValueError("a box without its dates")
        film[box.begin + 4 : box.begin + 4 + wide] = bytes(wide)
    elif box.kind == b"hdlr":  # its maker's name for itself; the maker too in QuickTime
        film[box.begin + 12 : box.end] = bytes(max(box.end - box.begin - 12, 0))
