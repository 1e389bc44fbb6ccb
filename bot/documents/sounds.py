"""Recordings without their labels: only the frames of sound are copied."""

from collections.abc import Callable, Iterator
from typing import Final

_ID3, _ID3_HEAD = b"ID3", 10
# Kilobits a second of layer III, by the header's four bits: MPEG 1, and MPEG 2 with 2.5.
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
# Bytes of a frame by its mode, the head included: RFC 4867, 5.3.
_AMR: Final = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)
_AMR_WB: Final = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)
_AMR_HEADS: Final = ((b"#!AMR-WB\n", _AMR_WB), (b"#!AMR\n", _AMR))
_SOUND_CHUNKS: Final = (b"fmt ", b"fact", b"data")
_FRAME_HEAD: Final = 4


def bare_mp3(content: bytes) -> bytes | None:
    """Without ID3, APE and other labels, pictures among them."""
    return _frames(_after_id3(content), _mp3_frame)


def bare_aac(content: bytes) -> bytes | None:
    """AAC in ADTS frames, without labels; None for the older form in one piece (ADIF)."""
    return _frames(_after_id3(content), _adts_frame)


def bare_amr(content: bytes) -> bytes | None:
    """AMR, narrow or wide."""
    for head, sizes in _AMR_HEADS:
        if content.startswith(head):

            def frame(at: bytes, sizes: tuple[int, ...] = sizes) -> int:
                return 0 if at[0] & 0x83 else sizes[at[0] >> 3 & 15]  # these bits are always 0

            frames = _frames(content[len(head) :], frame, least=1)
            return head + frames if frames else None
    return None


def bare_wav(content: bytes) -> bytes | None:
    """Only how the sound is written, and the sound."""
    kept = b"".join(
        name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
        for name, body in _chunks(content)
        if name in _SOUND_CHUNKS
    )
    if b"fmt " not in kept[:4] or b"data" not in kept:
        return None
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _after_id3(content: bytes) -> bytes:
    """What comes after the labels in front; there may be several."""
    at = 0
    while content[at : at + 3] == _ID3 and len(content) >= at + _ID3_HEAD:
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += _ID3_HEAD + size
    return content[at:]


def _frames(
    content: bytes, length: Callable[[bytes], int], *, least: int = _FRAME_HEAD
) -> bytes | None:
    """The frames that stand in a row from the beginning; None where there is none.

    What follows the last one is a label, or was cut off.
    """
    at = 0
    while at + least <= len(content):
        size = length(content[at : at + 8])
        if size < least or at + size > len(content):
            break
        at += size
    return content[:at] or None


def _mp3_frame(head: bytes) -> int:
    """How long a frame of layer III is, in bytes; 0 where none begins."""
    version, rate, hertz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    begins = head[0] == 0xFF and head[1] & 0xE6 == 0xE2  # noqa: PLR2004
    if not begins or version == 1 or rate in (0, 15) or hertz == 3:  # noqa: PLR2004
        return 0
    first = version == 3  # noqa: PLR2004
    kilobits = (_RATES_1 if first else _RATES_2)[rate]
    return (144 if first else 72) * kilobits * 1000 // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


def _adts_frame(head: bytes) -> int:
    if len(head) < 6 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:  # noqa: PLR2004
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
