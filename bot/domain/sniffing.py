"""What a file is by its own first bytes; what its sender calls it is not believed."""

import codecs
from collections.abc import Mapping
from enum import StrEnum

HEAD = 4096
"""As many of its first bytes are enough to know a file by."""


class FileType(StrEnum):
    """What a file was found to be.

    `OFFICE` are documents that lie in a ZIP: kept, never opened by us. `OTHER` is everything else:
    programs, scripts, web pages, drawings in SVG; kept sealed, never forwarded.
    """

    UNKNOWN = ""  # its bytes have not come yet
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    OGG = "ogg"
    M4A = "m4a"
    AAC = "aac"
    MP3 = "mp3"
    AMR = "amr"
    WAV = "wav"
    MP4 = "mp4"
    MOV = "mov"
    THREE_GP = "3gp"
    WEBM = "webm"
    PDF = "pdf"
    TEXT = "text"
    OFFICE = "office"
    OTHER = "other"

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture that we can draw anew."""
        return self in {FileType.JPEG, FileType.PNG, FileType.WEBP}


_BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"OggS", FileType.OGG),
    (b"#!AMR", FileType.AMR),
    (b"ID3", FileType.MP3),
    (b"ADIF", FileType.AAC),
    (b"%PDF-", FileType.PDF),
)
_RIFF: Mapping[bytes, FileType] = {b"WEBP": FileType.WEBP, b"WAVE": FileType.WAV}
# The brands of files made of boxes: https://mp4ra.org/registered-types/brands
_BRANDS: Mapping[bytes, FileType] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), FileType.HEIC),
    **dict.fromkeys((b"mif1", b"msf1"), FileType.HEIC),
    **dict.fromkeys((b"M4A ", b"M4B "), FileType.M4A),
    b"qt  ": FileType.MOV,
    **dict.fromkeys((b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6"), FileType.MP4),
    **dict.fromkeys((b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV"), FileType.MP4),
}
_ZIP, _EBML = b"PK\x03\x04", b"\x1a\x45\xdf\xa3"
_OFFICE = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"_rels/.rels")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_NAME_AT = 30  # in a ZIP's first entry
_RUNS = ("<", "#!", "{\\rtf", "@echo")
_MARKED_UP = ("<script", "<html", "<svg", "<?php", "<?xml", "<!doctype")
_TYPED = "\t\n\r\f"


def sniff(content: bytes) -> FileType:
    """What begins with these bytes; never raises, and `OTHER` where it is nothing we know."""
    for beginning, found in _BEGINNINGS:
        if content.startswith(beginning):
            return found
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12], FileType.OTHER)
    if content[4:8] == b"ftyp":
        return _branded(content[8:12])
    if content.startswith(_EBML):
        return FileType.WEBM if b"webm" in content[:64] else FileType.OTHER
    if content.startswith(_ZIP):
        return FileType.OFFICE if _is_office(content[:HEAD]) else FileType.OTHER
    return _sounding(content) or (FileType.TEXT if _is_words(content[:HEAD]) else FileType.OTHER)


def _branded(brand: bytes) -> FileType:
    if brand.startswith((b"3gp", b"3g2")):
        return FileType.THREE_GP
    return _BRANDS.get(brand, FileType.OTHER)


def _is_office(head: bytes) -> bool:
    named = head[_NAME_AT:]
    return named.startswith(_OFFICE) or named.startswith(_OPEN_DOCUMENT)


def _sounding(content: bytes) -> FileType | None:
    """Sound that begins with its first frame: eleven set bits, then what it is packed with."""
    if len(content) < 4 or content[0] != 0xFF:  # noqa: PLR2004
        return None
    if content[1] & 0xF6 == 0xF0:  # noqa: PLR2004
        return FileType.AAC
    layer_three = content[1] & 0xE6 == 0xE2  # noqa: PLR2004
    return FileType.MP3 if layer_three and content[2] & 0xF0 != 0xF0 else None  # noqa: PLR2004


def _is_words(head: bytes) -> bool:
    """Whether it reads as text that nothing runs and nothing draws."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    begun = text.lstrip().casefold()
    if not begun or begun.startswith(_RUNS) or any(mark in begun for mark in _MARKED_UP):
        return False
    return not any(each < " " or each == "\x7f" for each in text if each not in _TYPED)
