"""What one Telegram message says, in our words."""

import re
from collections.abc import Callable
from typing import Final

from bot.channels.telegram.fields import (
    Part,
    degrees,
    is_true,
    name,
    natural,
    part,
    parts,
    text,
)
from bot.channels.telegram.limits import DOWNLOAD_BYTES
from bot.domain.incoming import (
    Contact,
    Content,
    Location,
    Media,
    MediaKind,
    Moved,
    Sticker,
    Text,
    Unreadable,
)

_COMMAND: Final = re.compile(r"(/[A-Za-z0-9_]+)@([A-Za-z0-9_]+)")
_ACCURACY: Final = 1500.0  # metres, https://core.telegram.org/bots/api#location

# An animation comes with a document of the same file, so it is looked for first.
_FILES: Final = (
    ("animation", MediaKind.VIDEO, "video/mp4"),
    ("voice", MediaKind.VOICE, "audio/ogg"),
    ("audio", MediaKind.AUDIO, ""),
    ("video", MediaKind.VIDEO, ""),
    ("video_note", MediaKind.VIDEO, "video/mp4"),
    ("document", MediaKind.DOCUMENT, ""),
)


def content_of(message: Part, username: str) -> Content:
    """What a message says; `Unreadable` where nobody here knows its kind.

    Words of other bots, of channels and of people who write as a group are not read: nobody can
    be answered there. `username` is our own: `/start@username` becomes `/start`.
    """
    if moved := name(message, "migrate_to_chat_id"):
        return Moved(moved)
    if speaks_for_itself(message):
        for read in _READERS:
            if (found := read(message)) is not None:
                return _own(found, username)
    return Unreadable()


def speaks_for_itself(message: Part) -> bool:
    """Whether a person wrote it in their own name."""
    return not is_true(part(message, "from"), "is_bot") and not part(message, "sender_chat")


def _own(found: Content, username: str) -> Content:
    """A command without our own name behind it; without a known name, without any."""
    if not isinstance(found, Text) or not (command := _COMMAND.match(found.text)):
        return found
    if username and command[2].lower() != username.lower():
        return found
    return Text(command[1] + found.text[command.end() :])


def _text(message: Part) -> Content | None:
    words = text(message, "text")
    return Text(words) if words else None


def _venue(message: Part) -> Content | None:
    venue = part(message, "venue")
    title = ", ".join(filter(None, (text(venue, "title"), text(venue, "address"))))
    return _place(part(venue, "location") or part(message, "location"), title)


def _location(message: Part) -> Content | None:
    return _place(part(message, "location"), "")


def _place(location: Part, title: str) -> Content | None:
    lat, lon = degrees(location, "latitude", 90), degrees(location, "longitude", 180)
    if lat is None or lon is None:
        return None
    return Location(lat, lon, degrees(location, "horizontal_accuracy", _ACCURACY), title)


def _photo(message: Part) -> Content | None:
    sizes = [size for size in parts(message, "photo") if text(size, "file_id")]
    if not sizes:
        return None
    fetchable = [size for size in sizes if (natural(size, "file_size") or 0) <= DOWNLOAD_BYTES]
    best = max(fetchable or sizes[:1], key=_pixels)
    return _media(message, MediaKind.PHOTO, best, "image/jpeg")


def _pixels(size: Part) -> int:
    return (natural(size, "width") or 0) * (natural(size, "height") or 0)


def _file(message: Part) -> Content | None:
    for key, kind, mime in _FILES:
        found = part(message, key)
        if text(found, "file_id"):
            return _media(message, kind, found, mime)
    return None


def _media(message: Part, kind: MediaKind, found: Part, mime: str) -> Media:
    return Media(
        kind=kind,
        file=text(found, "file_id"),
        mime=text(found, "mime_type") or mime,
        size=natural(found, "file_size"),
        name=text(found, "file_name"),
        seconds=natural(found, "duration"),
        album=text(message, "media_group_id"),
        caption=text(message, "caption"),
    )


def _contact(message: Part) -> Content | None:
    contact = part(message, "contact")
    named = " ".join(filter(None, (text(contact, "first_name"), text(contact, "last_name"))))
    line = ", ".join(filter(None, (named, text(contact, "phone_number"))))
    return Contact(line) if line else None


def _sticker(message: Part) -> Content | None:
    sticker = message.get("sticker")
    return Sticker(text(sticker, "emoji")) if isinstance(sticker, dict) else None


# A venue comes with a location of the same place, so it is looked for first.
_READERS: Final[tuple[Callable[[Part], Content | None], ...]] = (
    _text,
    _venue,
    _location,
    _photo,
    _file,
    _contact,
    _sticker,
)
