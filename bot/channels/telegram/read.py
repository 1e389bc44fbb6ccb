"""From the bytes of one Telegram update to an `Incoming`.

Read from the JSON itself: python-telegram-bot raises `TypeError` on a missing field, which would
lose the message around it. Updates: https://core.telegram.org/bots/api#update
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from bot.channels.telegram.content import content_of, speaks_for_itself
from bot.channels.telegram.fields import Part, is_true, moment, name, part, text, whole
from bot.domain.ids import Channel
from bot.domain.incoming import (
    Blocked,
    Chat,
    Content,
    Edited,
    Incoming,
    Joined,
    Opened,
    Removed,
    RepliedTo,
    Tap,
    Unreadable,
)

_READ: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_OUTSIDE: Final = frozenset({"left", "kicked"})
_INSIDE: Final = frozenset({"member", "administrator", "creator"})


class NotAnEvent(Exception):  # noqa: N818  it is a verdict on the bytes
    """The bytes are not a JSON object, so no update of Telegram's."""


@dataclass(frozen=True, slots=True)
class _Update:
    """An update of one kind; `body` is what stands under the kind's name."""

    kind: str
    body: Part
    event: str


def read_update(raw: bytes, now: datetime, *, username: str = "") -> Incoming:
    """One update in our words; `now` stands in where Telegram gives no time.

    Whatever cannot be read inside a JSON object is `Unreadable`, with the chat where one can be
    found and an event id that is the same at each delivery. `username` is the bot's own (see
    `content_of`). Raises `NotAnEvent` on bytes that are not a JSON object, and nothing else.
    """
    update = _taken_apart(raw)
    body = update.body
    sender = part(body, "from") or part(body, "user")
    place = part(body, "message") if update.kind == "callback_query" else body
    return Incoming(
        event=update.event,
        chat=_chat(place, sender),
        account=name(sender, "id"),
        sent_at=moment(body, "edit_date") or moment(body, "date") or now,
        content=_content(update, username),
        message=name(place, "message_id"),
        language=text(sender, "language_code"),
        raw=raw,
        replied_to=_replied_to(body, sender) if update.kind == "message" else None,
    )


def lane(update: Part) -> str:
    """A name for what must stay in order: the chat of an update, or the person."""
    kind, body = _kind(update)
    sender = part(body, "from") or part(body, "user")
    return _chat(part(body, "message") if kind == "callback_query" else body, sender).id


def _taken_apart(raw: bytes) -> _Update:
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotAnEvent("not JSON") from error
    if not isinstance(update, dict):
        raise NotAnEvent("not a JSON object")
    kind, body = _kind(update)
    return _Update(kind, body, name(update, "update_id") or f"raw-{sha256(raw).hexdigest()}")


def _kind(update: Part) -> tuple[str, Part]:
    """The kind of an update we read, or an empty name with the first object in it."""
    for kind in _READ:
        if part(update, kind):
            return kind, part(update, kind)
    return "", next((part(update, key) for key in update if part(update, key)), {})


def _chat(place: Part, sender: Part) -> Chat:
    """The chat of a message; without one the person's own, which has the person's id."""
    chat = part(place, "chat")
    where = name(chat, "id")
    if not where:
        return Chat(Channel.TELEGRAM, name(sender, "id"))
    kind = text(chat, "type")
    private = kind == "private" if kind else not where.startswith("-")
    thread = name(place, "message_thread_id") if is_true(place, "is_topic_message") else ""
    return Chat(Channel.TELEGRAM, where, private, thread)


def _content(update: _Update, username: str) -> Content:
    match update.kind:
        case "message":
            return content_of(update.body, username)
        case "edited_message":
            return _edited(update.body)
        case "callback_query":
            return _tap(update.body)
        case "my_chat_member":
            return _membership(update.body)
        case _:
            return Unreadable()


def _replied_to(message: Part, sender: Part) -> RepliedTo | None:
    """The message that somebody answers, in this same chat; its words are not read.

    In a topic each message points at the one that opened it: that is nobody's gesture. What stands
    in another chat (`external_reply`) is none of ours.
    """
    earlier = part(message, "reply_to_message")
    named = name(earlier, "message_id")
    if not named or part(earlier, "forum_topic_created"):
        return None
    writer, person = name(part(earlier, "from"), "id"), name(sender, "id")
    return RepliedTo(named, bool(person) and writer == person, moment(earlier, "date"))


def _edited(message: Part) -> Content:
    """New words; a live position that moves is not followed (no live tracking)."""
    words = text(message, "text") or text(message, "caption")
    if not words or not speaks_for_itself(message) or whole(message, "message_id") is None:
        return Unreadable()
    return Edited(name(message, "message_id"), words)


def _tap(query: Part) -> Content:
    tap, payload = text(query, "id"), text(query, "data")
    return Tap(payload, tap) if tap or payload else Unreadable()


def _membership(change: Part) -> Content:
    """What became of the bot itself in a chat; channels are not served."""
    was, now = (_inside(part(change, f"{age}_chat_member")) for age in ("old", "new"))
    kind = text(part(change, "chat"), "type")
    if kind == "channel":  # a group that became one stops receiving: nobody can answer there
        return Removed()
    if now is None or was is now or kind not in {"private", "group", "supergroup"}:
        return Unreadable()
    if kind == "private":
        return Opened() if now else Blocked()
    return Joined() if now else Removed()


def _inside(member: Part) -> bool | None:
    """Whether a chat member is in the chat; None where it cannot be told."""
    status = text(member, "status")
    if status == "restricted":
        return is_true(member, "is_member")
    if status in _INSIDE or status in _OUTSIDE:
        return status in _INSIDE
    return None
