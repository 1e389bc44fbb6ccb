"""The names of files that people send, made harmless before anybody sees them."""

import re
from collections.abc import Mapping

from bot.domain.sniffing import FileType
from bot.domain.text import legible

LONGEST_NAME = 80
"""Characters, the ending included."""
_ENDINGS: Mapping[FileType, tuple[str, ...]] = {
    FileType.JPEG: ("jpg", "jpeg"),
    FileType.PNG: ("png",),
    FileType.WEBP: ("webp",),
    FileType.HEIC: ("heic", "heif"),
    FileType.OGG: ("ogg", "oga", "opus"),
    FileType.M4A: ("m4a",),
    FileType.AAC: ("aac",),
    FileType.MP3: ("mp3",),
    FileType.AMR: ("amr",),
    FileType.WAV: ("wav",),
    FileType.MP4: ("mp4", "m4v"),
    FileType.MOV: ("mov",),
    FileType.THREE_GP: ("3gp", "3g2"),
    FileType.WEBM: ("webm",),
    FileType.PDF: ("pdf",),
    FileType.TEXT: ("txt",),
    FileType.OFFICE: ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"),
    FileType.OTHER: ("bin",),
}
"""The first is given where the name has none of them."""
_SEPARATORS = re.compile(r"[/\\:\u2044\u2215\u29f8\uff0f\uff3c\uff1a]")
_UNFIT = re.compile(r'[*?"<>|`$\x00-\x1f\x7f]')
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,10})$")
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str, sniffed: FileType = FileType.UNKNOWN) -> str:
    """A name without folders, control characters or turned direction, ending as the bytes are.

    At most `LONGEST_NAME` characters; empty where nothing is left of it. Doing it again changes
    nothing.
    """
    bare = _SEPARATORS.split(legible(name).replace("\n", " "))[-1]
    bare = _trimmed(_UNFIT.sub("_", bare))
    found = _ENDING.search(bare)
    end = found[1].lower() if found else ""
    stem = _trimmed(bare[: found.start()]) if found else bare
    if sniffed is not FileType.UNKNOWN:
        fitting = _ENDINGS[sniffed]
        end = end if end in fitting else fitting[0]
    if not stem:
        return ""
    stem = f"_{stem}" if _DEVICES.match(stem) else stem
    room = LONGEST_NAME - len(end) - 1
    return f"{_trimmed(stem[:room])}.{end}" if end else _trimmed(stem[:LONGEST_NAME])


def ending(found: FileType) -> str:
    """How a name ends that says what the bytes are."""
    return _ENDINGS.get(found, ("bin",))[0]


def _trimmed(name: str) -> str:
    """Without dots and blanks at either end: neither hidden nor cut by a file system."""
    return name.strip(" .\u200b\u200c\u200d~")
