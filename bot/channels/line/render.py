"""Our messages as LINE's message objects; pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.channels.line.limits import (
    BUBBLE_BYTES,
    LABEL,
    POSTBACK,
    TEXT,
    clip_clusters,
    clip_units,
    split,
    units,
    wire_bytes,
)
from bot.domain.incoming import MediaKind
from bot.domain.prompt import Message, WordedButton
from bot.ports import Enclosed, Outgoing

Part = dict[str, Any]
"""A piece of JSON as LINE's reference describes it."""

_BOLD: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ALT_TEXT: Final = 400
"""More than a lock screen shows, less than LINE allows."""
_BUBBLE_TEXT: Final = 1500
"""UTF-16 units; at six bytes a letter under a third of a bubble. Longer text goes ahead of it."""
_BUBBLE_BUTTONS: Final = 24
"""More would be pages of scrolling below one text."""
_ROW_WIDTH: Final = 26
"""Latin letters beside each other in a bubble; buttons that need more go below each other."""
_BLANK: Final = "•"
"""LINE refuses a message in which any text is empty."""
_INK, _BUTTON, _BUTTON_INK = "#111111", "#E4EEF7", "#0B3A66"


def render(message: Message) -> tuple[Part, ...]:
    """The message objects that show it, in order; mostly one, never none.

    Buttons are boxes of a Flex bubble: they stay when the next message comes, and their labels
    wrap, so that none is cut or refused in any script. Only the button that shares the position is
    a quick reply, for nothing else can share one.
    """
    parts = list(_bubbles(message) if any(message.rows) else _texts(message.text))
    if message.location:
        parts[-1] |= {"quickReply": {"items": [_location_button(message.location)]}}
    return tuple(parts)


def shown(each: Outgoing, public_url: str) -> tuple[Part, ...]:
    """The message objects of an outgoing message: its sound or photo first, then its words.

    LINE fetches both itself, by HTTPS; without a public address there are none.
    https://developers.line.biz/en/reference/messaging-api/#audio-message
    """
    parts: list[Part] = []
    if each.sound is not None and public_url:
        address = f"{public_url}/voice/{each.sound.language}/{each.sound.name}.m4a"
        parts.append(_audio(address, each.sound.milliseconds))
    if each.enclosed is not None and each.enclosed.address:
        parts.append(_enclosed(each.enclosed))
    bare = each.sound is not None or each.enclosed is not None
    if each.message.text or not bare:
        parts += render(each.message)
    return tuple(parts)


def _audio(address: str, milliseconds: int) -> Part:
    return {"type": "audio", "originalContentUrl": address, "duration": milliseconds}


def _enclosed(enclosed: Enclosed) -> Part:
    """A photo is small enough (1 MB) to be its own preview.

    https://developers.line.biz/en/reference/messaging-api/#image-message
    """
    address = enclosed.address
    if enclosed.kind is MediaKind.VOICE:
        return _audio(address, enclosed.milliseconds)
    return {"type": "image", "originalContentUrl": address, "previewImageUrl": address}


def _texts(text: str) -> Iterator[Part]:
    for piece in split(_plain(text).strip() or _BLANK, TEXT):
        yield {"type": "text", "text": piece}


def _bubbles(message: Message) -> Iterator[Part]:
    """One bubble with the text and its buttons; as many more as the buttons need."""
    text = message.text.strip()
    if units(text) > _BUBBLE_TEXT:
        *ahead, text = split(_plain(text), _BUBBLE_TEXT)
        yield from (part for piece in ahead for part in _texts(piece))
    top = [_words(text)] if text else []
    alt = _alt_text(message)
    for rows in _packed([row for row in map(_row, _rows(message)) if row], top):
        yield {"type": "flex", "altText": alt, "contents": _bubble([*top, *rows])}
        top = []


def _bubble(contents: Sequence[Part]) -> Part:
    body = {"type": "box", "layout": "vertical", "spacing": "md", "contents": list(contents)}
    return {"type": "bubble", "body": body}


def _packed(rows: Sequence[Part], top: Sequence[Part]) -> Iterator[list[Part]]:
    """The rows, in lots that fit into a bubble; the first leaves room for what is on top."""
    lot: list[Part] = []
    above = list(top)
    for row in rows:
        size = wire_bytes(_bubble([*above, *lot, row]))
        buttons = sum(_buttons_in(each) for each in [*lot, row])
        if lot and (size > BUBBLE_BYTES or buttons > _BUBBLE_BUTTONS):
            yield lot
            lot, above = [], []
        lot.append(row)
    yield lot


def _buttons_in(row: Part) -> int:
    return len(row["contents"]) if row["layout"] == "horizontal" else 1


def _rows(message: Message) -> Iterator[Sequence[WordedButton]]:
    """As many buttons of a row beside each other as fit there."""
    for row in message.rows:
        part: list[WordedButton] = []
        for button in row:
            if part and sum(map(_width, (*part, button))) > _ROW_WIDTH:
                yield part
                part = []
            part.append(button)
        if part:
            yield part


def _width(button: WordedButton) -> int:
    """About how wide it is, in Latin letters.

    Code points, for the marks that share a letter in Burmese or Khmer come with wider letters.
    """
    return len(button.label.strip()) + 3


def _row(buttons: Sequence[WordedButton]) -> Part | None:
    boxes = [_button(button) for button in buttons]
    if len(boxes) > 1:
        for box, button in zip(boxes, buttons, strict=True):
            box["flex"] = _width(button)
        return {"type": "box", "layout": "horizontal", "spacing": "md", "contents": boxes}
    return boxes[0] if boxes else None


def _button(button: WordedButton) -> Part:
    """A box that can be tapped; the tapped label appears in the chat as the person's own words."""
    label = button.label.strip() or _BLANK
    return {
        "type": "box",
        "layout": "vertical",
        "paddingAll": "lg",
        "cornerRadius": "md",
        "backgroundColor": _BUTTON,
        "justifyContent": "center",
        "action": {
            "type": "postback",
            "data": button.payload,
            "displayText": clip_units(label, POSTBACK),
        },
        "contents": [{**_text(label, _BUTTON_INK), "align": "center", "weight": "bold"}],
    }


def _text(text: str, color: str) -> Part:
    """Wrapped words that grow with the size of letters the person has set in LINE."""
    return {
        "type": "text",
        "text": text,
        "wrap": True,
        "size": "md",
        "scaling": True,
        "color": color,
    }


def _words(text: str) -> Part:
    """The text of a bubble, with what stands between `**` in bold."""
    part = {**_text(text, _INK), "lineSpacing": "4px"}
    if _BOLD.search(text):
        del part["text"]  # LINE would ignore it beside spans, and count its bytes
        part["contents"] = list(_spans(text))
    return part


def _spans(text: str) -> Iterator[Part]:
    for at, piece in enumerate(_BOLD.split(text)):
        if piece:
            bold = at % 2 == 1
            yield {"type": "span", "text": piece, **({"weight": "bold"} if bold else {})}


def _plain(text: str) -> str:
    """The words without the marks of bold."""
    return _BOLD.sub(r"\1", text)


def _alt_text(message: Message) -> str:
    """The first line alone: it shows on the lock screen, where the rest has no place."""
    first = next(filter(None, map(str.strip, _plain(message.text).splitlines())), "")
    label = next((button.label.strip() for row in message.rows for button in row), "")
    return clip_units(first or label or _BLANK, _ALT_TEXT)


def _location_button(label: str) -> Part:
    action = {"type": "location", "label": clip_clusters(label, LABEL)}
    return {"type": "action", "action": action}
