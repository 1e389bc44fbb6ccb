"""Real files made for tests: pictures with a place in them, sound, films, and files that lie."""

import io
import struct
import zlib
from collections.abc import Mapping

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = b"16.4322,103.5061 Somchai's phone"
"""Stands in every trace that a test file carries."""


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture with a place, a maker, a comment and XMP in it, turned on its side."""
    sheet = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = SECRET.decode()
    exif[0x927C] = SECRET  # maker notes
    exif.get_ifd(0x8825)[2] = (16.0, 25.0, 55.9)  # latitude
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    if form == "PNG":
        words = PngInfo()
        words.add_text("Comment", SECRET.decode())
        words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        sheet.save(file, form, exif=exif, pnginfo=words)
    elif form == "JPEG":
        sheet.save(file, form, exif=exif, comment=SECRET, xmp=SECRET, icc_profile=SECRET)
    else:
        sheet.save(file, form, exif=exif, xmp=SECRET)
    return file.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A small PNG that says it is `side` pixels wide and high, and unpacks to as many."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1_000_000), 9)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return len(body).to_bytes(4, "big") + name + body + check.to_bytes(4, "big")


def mp3() -> bytes:
    """Three frames of 128 kbit/s between two labels."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    front = b"ID3\x04\x00\x00" + bytes([0, 0, 0, len(SECRET)]) + SECRET
    return front + frame * 3 + b"TAG" + SECRET.ljust(125, b"\0")


def aac() -> bytes:
    """Two ADTS frames of 16 bytes after a label."""
    frame = bytes([0xFF, 0xF1, 0x50, 0x80, 16 >> 3, (16 & 7) << 5, 0xFC]) + bytes(9)
    return frame * 2 + b"TAG" + SECRET


def amr() -> bytes:
    """Two frames of 12.2 kbit/s, and something behind them."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 2 + b"\xff" + SECRET


def wav() -> bytes:
    """Sound between a list of labels."""
    chunks = ((b"fmt ", bytes(16)), (b"LIST", SECRET), (b"data", b"sound!"), (b"bext", SECRET))
    body = b"".join(name + len(each).to_bytes(4, "little") + each for name, each in chunks)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body


def ogg(first: bytes = b"OpusHead") -> bytes:
    """A voice message of three pages with comments."""
    tags = b"OpusTags" + len(SECRET).to_bytes(4, "little") + SECRET
    bodies = ((2, first + bytes(11)), (0, tags), (4, b"sound!"))
    return b"".join(_page(number, kind, body) for number, (kind, body) in enumerate(bodies))


def _page(number: int, kind: int, body: bytes) -> bytes:
    counts = (1).to_bytes(4, "little") + number.to_bytes(4, "little")
    head = b"OggS\0" + bytes([kind]) + bytes(8) + counts
    return head + bytes(4) + bytes([1, len(body)]) + body


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def film(handler: bytes = b"vide", brand: bytes = b"isom", **more: bytes) -> bytes:
    """One track; a place in the words about the film and in a box of the maker's own."""
    handled = box(b"hdlr", bytes(8), handler, bytes(12), SECRET)
    source = box(b"dref", bytes(4), (1).to_bytes(4, "big"), more.get("source", WITHIN))
    minf = box(b"minf", box(b"dinf", source), box(b"stbl", box(b"stsd", b"picture")))
    media = box(b"mdia", box(b"mdhd", bytes(4), b"DATEDATE", bytes(12)), handled, minf)
    track = box(b"trak", box(b"tkhd", bytes(4), b"DATEDATE", bytes(60)), media)
    about = box(b"udta", box(b"\xa9xyz", SECRET))
    moov = box(b"moov", box(b"mvhd", bytes(4), b"DATEDATE", bytes(80)), track, about)
    head = box(b"ftyp", brand, bytes(4), brand)
    return head + moov + box(b"uuid", SECRET) + box(b"mdat", b"picture!") + more.get("tail", b"")


WITHIN = box(b"url ", b"\0\0\0\1")
ELSEWHERE = box(b"url ", b"\0\0\0\0http://192.0.2.1/")

MADE: Mapping[str, bytes] = {
    "jpeg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "mp3": mp3(),
    "amr": amr(),
    "aac": aac(),
    "wav": wav(),
    "ogg": ogg(),
    "mp4": film(),
    "mov": film(brand=b"qt  "),
    "3gp": film(brand=b"3gp4"),
    "m4a": film(b"soun", brand=b"M4A "),
}
"""One of each type that is forwarded; every one carries `SECRET`."""


def _swollen(name: bytes, head: bytes, megabytes: int = 200) -> bytes:
    """A PNG of one pixel with a packed chunk that unpacks to much."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes))
    packed += packer.flush()
    shape = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", shape), (name, head + packed), (b"IDAT", zlib.compress(bytes(4))))
    body = b"".join(_chunk(each, inside) for each, inside in (*chunks, (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def _claims(side: int) -> bytes:
    """A small JPEG whose head says that it is `side` pixels wide and high."""
    whole = bytearray(picture("JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", side, side)
    return bytes(whole)


def bombs() -> Mapping[str, bytes]:
    """Small files that would become large, or go on for ever."""
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\xff\xff" * 2
    deep = box(b"moov")
    for _ in range(2_000):
        deep = box(b"moov", box(b"trak", deep))
    return {
        "PNG of 50,000 by 50,000": bomb(),
        "PNG of 8,000 by 8,000": bomb(8_000),
        "PNG with a text of 200 MB": _swollen(b"zTXt", b"Comment\0\0"),
        "PNG with a colour profile of 200 MB": _swollen(b"iCCP", b"x\0\0"),
        "JPEG that says 65,500 by 65,500": _claims(65_500),
        "WEBP that says 16 million by 16 million": b"RIFF"
        + struct.pack("<I", 22)
        + b"WEBP"
        + canvas,
        "film of 20,001 boxes": film(tail=box(b"free") * 20_001),
        "film of boxes in boxes in boxes": box(b"ftyp", b"isom", bytes(4)) + deep,
        "film whose box has no end": box(b"ftyp", b"isom", bytes(4))
        + b"\0\0\0\1moov"
        + b"\xff" * 8,
        "MP3 with a label of 256 MB": b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(100),
        "Ogg of pages without sound": b"".join(_page(n, 0, b"") for n in range(5_000)),
    }
