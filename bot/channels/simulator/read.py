"""From what somebody does on a simulated screen to an `Incoming`, and its trace on that screen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.channels.simulator.screens import Look, Screens
from bot.domain.incoming import (
    Chat,
    Content,
    Incoming,
    Location,
    Media,
    MediaKind,
    Opened,
    RepliedTo,
    Sticker,
    Tap,
    Text,
    Unsent,
)

PHOTO: Final = "sample.jpg"
VOICE: Final = "sample.wav"
"""The files that people can send."""
LONGEST: Final = 4000
"""Characters somebody can write at once, a little less than on either platform."""
_SECONDS: Final = 3


class NotAnEvent(ValueError):  # noqa: N818  named as the other channels' refusal is
    """What came is nothing that can be done on a screen."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and on which screen."""

    account: str
    chat: Chat
    language: str


def read_event(event: Mapping[str, Any], doer: Doer, number: int, now: datetime) -> Incoming:
    """One event in our words; `number` is unique among the events of this database.

    Raises `NotAnEvent` for what has the wrong shape, and nothing else.
    """
    try:
        content = _content(event, str(number))
        replied_to = RepliedTo(_words(event["replies"])) if "replies" in event else None
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnEvent("no such event") from error
    message = content.message if isinstance(content, Unsent) else f"e{number}"
    return Incoming(
        event=f"e{number}",
        chat=doer.chat,
        account=doer.account,
        sent_at=now,
        content=content,
        message=message,
        reply_token=f"reply-{number}",
        language=doer.language,
        raw=json.dumps(dict(event)).encode(),
        replied_to=replied_to,
    )


def _content(event: Mapping[str, Any], number: str) -> Content:
    match event["kind"]:
        case "open":
            return Opened()
        case "text":
            return Text(_words(event["text"]))
        case "tap":
            return Tap(_words(event["payload"]), tap=f"tap-{number}")
        case "place":
            at = _degrees(event["lat"], 90), _degrees(event["lon"], 180)
            return Location(*at, title=_words(event["title"]))
        case "photo":
            return Media(MediaKind.PHOTO, PHOTO, "image/jpeg", name=PHOTO)
        case "voice":
            return Media(MediaKind.VOICE, VOICE, "audio/wav", seconds=_SECONDS)
        case "sticker":
            return Sticker(_words(event["emoji"]))
        case "take_back":
            return Unsent(_words(event["message"]))
        case _:
            raise NotAnEvent("no such event")


def _words(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        raise NotAnEvent("words are missing or too long")
    # As on the platforms: half of a surrogate pair can be neither stored nor sent.
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _degrees(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise NotAnEvent("no such place")
    return float(value)


def leave_trace(screens: Screens, event: Mapping[str, Any], incoming: Incoming) -> None:
    """What the person sees of their own doing."""
    chat, name = incoming.chat.id, incoming.message
    match incoming.content:
        case Text(text):
            screens.say(chat, text, name=name)
        case Tap(payload):
            screens.tapped(chat, str(event.get("message", "")), payload)
        case Location(title=title):
            screens.say(chat, title, Look.PLACE, name=name)
        case Media(kind=MediaKind.VOICE, seconds=seconds):
            screens.say(chat, f"0:{seconds:02}", Look.VOICE, name=name)
        case Media():
            screens.say(chat, "", Look.PHOTO, name=name)
        case Sticker(emoji):
            screens.say(chat, emoji, Look.STICKER, name=name)
        case Unsent(message):
            screens.erase(chat, message)
        case _:
            pass
