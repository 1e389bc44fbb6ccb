"""What may be shown of a file that a worker sent: the picture, the sound, the film; not its traces.

The original stays sealed as it came. What is made here is for the eyes of an officer: without where
and when it was taken, with which device, by whom, and without small pictures of an earlier state.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.documents.boxes import bare_film
from bot.documents.ogg_pages import bare_ogg
from bot.documents.photos import LONGEST, picture
from bot.documents.sounds import bare_aac, bare_amr, bare_mp3, bare_wav
from bot.domain.sniffing import FileType, sniff
from bot.domain.text import legible


def _drawn(content: bytes) -> bytes | None:
    made = picture(content, LONGEST)
    return made.jpeg if made is not None else None


_BARE: Final[Mapping[FileType, Callable[[bytes], bytes | None]]] = {
    **dict.fromkeys((FileType.JPEG, FileType.PNG, FileType.WEBP), _drawn),
    FileType.MP3: bare_mp3,
    FileType.AAC: bare_aac,
    FileType.AMR: bare_amr,
    FileType.WAV: bare_wav,
    FileType.OGG: bare_ogg,
    **dict.fromkeys((FileType.M4A, FileType.MP4, FileType.MOV, FileType.THREE_GP), bare_film),
    FileType.TEXT: lambda content: legible(content.decode("utf-8-sig")).encode(),
}
FORWARDED: Final = frozenset(_BARE)
"""The types that have a way to be made bare; a single file may still be refused."""


def forwardable(content: bytes, kind: FileType = FileType.UNKNOWN) -> bytes | None:
    """The file without its traces; None where it is not to be forwarded.

    `kind` is what was found when it came; bytes that are something else now are refused. Never
    raises, whatever the bytes. Pictures are drawn anew, as JPEG; everything else stays of its type:
    of sound in frames only the frames are kept; of films everything but the tracks of picture and
    sound is blanked.

    Not forwarded, because their traces cannot be taken out surely: HEIC, WEBM, PDF, office files,
    films with a track that is neither picture nor sound (phones write where they are into one),
    and all that is broken. Not taken out: what can be seen or heard, and what an encoder hides
    inside the compressed picture or sound itself.
    """
    found = sniff(content)
    strip = _BARE.get(found)
    if strip is None or kind not in (FileType.UNKNOWN, found):
        return None
    try:
        return strip(content)
    except (ValueError, IndexError):  # cut off, or not what it began as
        return None
