"""Files made anew for whoever is to see them: photos drawn, sounds encoded, nothing else kept."""

import asyncio
from datetime import timedelta
from typing import Final

from bot.domain.incoming import MediaKind
from bot.ports import Copied, NotCopied

LARGEST_PHOTO: Final = 1_000_000
"""Bytes; so that LINE takes it as the preview too.
https://developers.line.biz/en/reference/messaging-api/#image-message"""
_SIDES: Final = (1600, 1200, 800)  # pixels of the longer side, tried in turn
_PHOTOS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class Copier:
    """Implements `bot.ports.Copying`."""

    async def copy(self, kind: MediaKind, content: bytes, longest: timedelta) -> Copied:
        """The photo drawn anew, or the sound encoded anew; raises `NotCopied`."""
        if kind is MediaKind.PHOTO:
            return await asyncio.to_thread(_drawn, content)
        return await asyncio.to_thread(_encoded, content, longest)


def _drawn(content: bytes) -> Copied:
    """Only pixels are taken over; what says that it is something else is never opened."""
    # The libraries are slow to import, and few processes ever need them.
    from bot.documents.photos import picture

    if not content.startswith(_PHOTOS):
        raise NotCopied
    for side in _SIDES:
        drawn = picture(content, side)
        if drawn is None:
            raise NotCopied
        if len(drawn.jpeg) <= LARGEST_PHOTO:
            return Copied(drawn.jpeg)
    raise NotCopied(too_long=True)


def _encoded(content: bytes, longest: timedelta) -> Copied:
    from bot.recordings.sound import NotSound, TooLong, as_m4a, length_of

    try:
        made = as_m4a(content, longest)
        return Copied(made, max(1, round(length_of(made) / timedelta(milliseconds=1))))
    except TooLong as error:
        raise NotCopied(too_long=True) from error
    except NotSound as error:
        raise NotCopied from error
