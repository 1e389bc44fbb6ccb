"""Voice messages in Ogg, their comments emptied.

https://www.rfc-editor.org/rfc/rfc3533
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

_HEAD: Final = 27
_OPUS: Final = b"OpusTags" + b"\0" * 8
"""No maker and no comments: RFC 7845, 5.2."""


@dataclass(frozen=True, slots=True)
class _Page:
    head: bytes  # everything before the checksum
    lacing: bytes
    body: bytes
    checksum: bytes = b""  # empty where it has to be counted anew

    @property
    def serial(self) -> bytes:
        return self.head[14:18]

    @property
    def begins(self) -> bool:
        """Whether a stream begins with it."""
        return bool(self.head[5] & 2)

    @property
    def whole(self) -> bytes:
        """With its checksum."""
        tail = bytes([len(self.lacing)]) + self.lacing + self.body
        counted = self.checksum or _checksum(self.head + b"\0" * 4 + tail).to_bytes(4, "little")
        return self.head + counted + tail


def bare_ogg(content: bytes) -> bytes | None:
    """Opus without comments and pictures; None for anything else in Ogg.

    That is what Telegram's voice messages are. The comments must end with their page, as RFC 7845
    demands.
    """
    pages = list(_pages(content))
    if len(pages) < 3 or not pages[0].body.startswith(b"OpusHead"):  # noqa: PLR2004
        return None
    labels = next((n for n, page in enumerate(pages) if n and _ends_packet(page)), 0)
    if not labels or not pages[1].body.startswith(b"OpusTags"):
        return None
    if any(page.serial != pages[0].serial or page.begins for page in pages[1:]):
        return None  # a second stream: pictures, or text
    one = replace(pages[1], lacing=bytes([len(_OPUS)]), body=_OPUS, checksum=b"")
    kept = (pages[0], one, *pages[labels + 1 :])
    return b"".join(_numbered(page, number).whole for number, page in enumerate(kept))


def _numbered(page: _Page, number: int) -> _Page:
    head = page.head[:18] + number.to_bytes(4, "little")
    return page if head == page.head else replace(page, head=head, checksum=b"")


def _ends_packet(page: _Page) -> bool:
    return bool(page.lacing) and page.lacing[-1] < 255  # noqa: PLR2004


def _pages(content: bytes) -> Iterator[_Page]:
    """The pages in order; raises `ValueError` where something else stands between them."""
    at = 0
    while at < len(content):
        head = content[at : at + _HEAD]
        if len(head) < _HEAD or not head.startswith(b"OggS"):
            raise ValueError("no page begins here")
        lacing = content[at + _HEAD : at + _HEAD + head[26]]
        begin = at + _HEAD + head[26]
        at = begin + sum(lacing)
        if at > len(content):
            raise ValueError("the last page was cut off")
        yield _Page(head[:22], lacing, content[begin:at], head[22:26])


@cache
def _table() -> tuple[int, ...]:
    return tuple(_shifted(each << 24) for each in range(256))


def _shifted(value: int) -> int:
    for _ in range(8):
        value = value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


def _checksum(content: bytes) -> int:
    value, table = 0, _table()
    for byte in content:
        value = value << 8 & 0xFFFFFFFF ^ table[value >> 24 ^ byte]
    return value
