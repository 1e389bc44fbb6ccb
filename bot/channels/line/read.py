"""LINE's webhook events, read into our own words."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.channels.line.json_values import (
    canonical,
    degrees_in,
    members,
    text_in,
    whole_in,
)
from bot.domain.ids import Channel
from bot.domain.incoming import (
    Blocked,
    Chat,
    Content,
    Incoming,
    Joined,
    Location,
    Media,
    MediaKind,
    Opened,
    Removed,
    RepliedTo,
    Sticker,
    Tap,
    Text,
    Unreadable,
    Unsent,
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DELIVERY: Final = frozenset({"deliveryContext"})
"""What differs when the same event is delivered again."""
_PLACES: Final = (("group", "groupId"), ("room", "roomId"), ("user", "userId"))


class NotAnEvent(Exception):  # noqa: N818  it says what it is
    """The body is not what LINE sends: no JSON, no object, no list of events."""


def read_events(raw: bytes, now: datetime) -> tuple[Incoming, ...]:
    """Every event of one POST, in order; none of them can spoil another.

    What cannot be understood comes out as `Unreadable`. `now` stands in for a time that is
    missing. Raises `NotAnEvent`. Source: https://developers.line.biz/en/reference/messaging-api/
    (webhook event objects).
    """
    body = _parsed(raw)
    if not isinstance(body, dict) or not isinstance(events := body.get("events"), list):
        raise NotAnEvent("not an object with a list of events")
    try:
        return tuple(_incoming(event, now) for event in events)
    except RecursionError as error:
        raise NotAnEvent("nested too deeply") from error


def read_event(raw_event: bytes, now: datetime) -> Incoming:
    """One event, as it was kept in `Incoming.raw`; reads the same each time."""
    return _incoming(_parsed(raw_event), now)


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(raw)
    # Deep nesting overflows the parser's stack; the rest are ValueErrors.
    except (ValueError, RecursionError) as error:
        raise NotAnEvent("not JSON") from error


def _incoming(event: object, now: datetime) -> Incoming:
    fields = members(event)
    message = members(fields.get("message"))
    answerable = text_in(fields, "mode") != "standby"
    spoken = answerable and fields.get("type") == "message"
    return Incoming(
        event=text_in(fields, "webhookEventId") or _fingerprint(event),
        chat=_chat(members(fields.get("source"))),
        account=text_in(members(fields.get("source")), "userId"),
        sent_at=_moment(fields, now),
        content=_content(fields),
        message=text_in(message, "id") if spoken else "",
        reply_token=text_in(fields, "replyToken") if answerable else "",
        raw=canonical(event),
        replied_to=_quoted(message) if spoken else None,
    )


def _quoted(message: Mapping[str, Any]) -> RepliedTo | None:
    """The message that this one quotes; LINE tells neither whose it is nor when it was sent."""
    named = text_in(message, "quotedMessageId")
    return RepliedTo(named) if named else None


def _fingerprint(event: object) -> str:
    """A name for an event that has none: the same when it is delivered again."""
    kept = event
    if isinstance(event, dict):
        kept = {name: value for name, value in event.items() if name not in _DELIVERY}
    return hashlib.sha256(canonical(kept)).hexdigest()


def _chat(source: Mapping[str, Any]) -> Chat:
    """Where it was said; a source of an unknown sort is never taken for a private chat."""
    kind = text_in(source, "type")
    named = dict(_PLACES).get(kind)
    if named:
        return Chat(Channel.LINE, text_in(source, named), private=kind == "user")
    ids = (text_in(source, name) for _, name in _PLACES)
    return Chat(Channel.LINE, next(filter(None, ids), ""), private=False)


def _moment(fields: Mapping[str, Any], now: datetime) -> datetime:
    milliseconds = whole_in(fields, "timestamp")
    if milliseconds is None:
        return now
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return now


def _content(fields: Mapping[str, Any]) -> Content:
    # In standby another module has the chat, and nobody here may answer; a mode that LINE adds
    # one day may mean the same. Without any mode it is an ordinary event.
    if isinstance(mode := fields.get("mode"), str) and mode != "active":
        return Unreadable()
    reader = _EVENTS.get(text_in(fields, "type"))
    return reader(fields) if reader else Unreadable()


def _message(fields: Mapping[str, Any]) -> Content:
    message = members(fields.get("message"))
    reader = _MESSAGES.get(text_in(message, "type"))
    return reader(message) if reader else Unreadable()


def _tap(fields: Mapping[str, Any]) -> Content:
    """A press; the moment of a date picker and the name of a menu page beside it are not asked."""
    payload = text_in(members(fields.get("postback")), "data")
    return Tap(payload) if payload else Unreadable()


def _unsent(fields: Mapping[str, Any]) -> Content:
    message = text_in(members(fields.get("unsend")), "messageId")
    return Unsent(message) if message else Unreadable()


def _text(message: Mapping[str, Any]) -> Content:
    """The words; LINE's own emoji stand in them as `(hello)`, mentions as `@name`."""
    text = text_in(message, "text")
    return Text(text) if text else Unreadable()


def _sticker(message: Mapping[str, Any]) -> Content:
    """A sticker, unless the person wrote on it: then it speaks."""
    if text := text_in(message, "text"):
        return Text(text)
    keywords = message.get("keywords")
    first = keywords[0] if isinstance(keywords, list) and keywords else ""
    return Sticker(text_in({"keyword": first}, "keyword"))


def _location(message: Mapping[str, Any]) -> Content:
    """A position, or at least its words."""
    lat, lon = degrees_in(message, "latitude", 90), degrees_in(message, "longitude", 180)
    title = ", ".join(filter(None, (text_in(message, "title"), text_in(message, "address"))))
    if lat is None or lon is None:
        return Text(title) if title else Unreadable()
    return Location(lat, lon, title=title)


def _media(kind: MediaKind) -> Callable[[Mapping[str, Any]], Content]:
    def read(message: Mapping[str, Any]) -> Content:
        """A file that lies with LINE.

        One that lies elsewhere (a mini app sends such) is unreadable: an address chosen by a
        stranger is never fetched.
        """
        provider = text_in(members(message.get("contentProvider")), "type")
        file = text_in(message, "id")
        if provider == "external" or not file:
            return Unreadable()
        milliseconds = whole_in(message, "duration")
        return Media(
            kind,
            file,
            size=whole_in(message, "fileSize"),
            name=text_in(message, "fileName"),
            seconds=None if milliseconds is None else -(-milliseconds // 1000),
            album=text_in(members(message.get("imageSet")), "id"),
        )

    return read


_MESSAGES: Final[Mapping[str, Callable[[Mapping[str, Any]], Content]]] = {
    "text": _text,
    "image": _media(MediaKind.PHOTO),
    "video": _media(MediaKind.VIDEO),
    "audio": _media(MediaKind.VOICE),
    "file": _media(MediaKind.DOCUMENT),
    "location": _location,
    "sticker": _sticker,
}

_EVENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Content]]] = {
    "message": _message,
    "postback": _tap,
    "unsend": _unsent,
    "follow": lambda _: Opened(),
    "unfollow": lambda _: Blocked(),
    "join": lambda _: Joined(),
    "leave": lambda _: Removed(),
}
