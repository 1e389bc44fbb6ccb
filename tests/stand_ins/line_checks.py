"""What LINE would refuse in a call, counted apart from the code that is to keep the limits.

Source: https://developers.line.biz/en/reference/messaging-api/
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import regex

_KNOWN = {"text", "flex", "image", "audio", "video", "location", "sticker", "template", "imagemap"}


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    return len(regex.findall(r"\X", text))


def weight(part: object) -> int:
    """Bytes of JSON, whichever way it is written: the heavier counts."""
    return max(len(json.dumps(part)), len(json.dumps(part, ensure_ascii=False).encode()))


def refusals(body: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the messages of a reply or a push."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        yield "messages: 1 to 5 are taken"
        return
    for message in messages:
        if message.get("type") not in _KNOWN:
            yield f"message type {message.get('type')!r}"
        for node in _nodes(message):
            yield from _wrong_with(node)
        yield from _quick_replies(message)


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from _nodes(each)


def _wrong_with(node: Mapping[str, Any]) -> Iterator[str]:
    check = {
        "text": _text,
        "span": _text,
        "flex": _flex,
        "bubble": _bubble,
        "carousel": _carousel,
        "box": _box,
        "button": _button,
        "postback": _postback,
        "location": _location,
        "audio": _audio,
        "image": _image,
    }.get(str(node.get("type")))
    if check:
        yield from check(node)


def _text(node: Mapping[str, Any]) -> Iterator[str]:
    if "contents" in node:
        if not node["contents"]:
            yield "text: no spans"
    elif not isinstance(node.get("text"), str) or not node["text"].strip():
        yield "text: empty"
    elif utf16(node["text"]) > 5000:
        yield "text: more than 5000 units"


def _flex(node: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= utf16(node.get("altText", "")) <= 1500:
        yield "altText: 1 to 1500 units"
    if node.get("contents", {}).get("type") not in {"bubble", "carousel"}:
        yield "flex: neither bubble nor carousel"


def _bubble(node: Mapping[str, Any]) -> Iterator[str]:
    if weight(node) > 30 * 1024:
        yield "bubble: more than 30 KB"


def _carousel(node: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(node.get("contents", ())) <= 12 or weight(node) > 50 * 1024:
        yield "carousel: 1 to 12 bubbles, 50 KB"


def _box(node: Mapping[str, Any]) -> Iterator[str]:
    if node.get("layout") not in {"horizontal", "vertical", "baseline"}:
        yield "box: no layout"


def _button(node: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= graphemes(node.get("action", {}).get("label", "")) <= 20:
        yield "button: a label of 1 to 20 clusters"


def _postback(node: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= utf16(node.get("data", "")) <= 300:
        yield "postback: data of 1 to 300"
    if not 1 <= utf16(node.get("displayText", "?")) <= 300:
        yield "postback: displayText of 1 to 300"
    if graphemes(node.get("label", "")) > 20:
        yield "postback: label of at most 20 clusters"


def _location(node: Mapping[str, Any]) -> Iterator[str]:
    if "label" not in node and "latitude" not in node:
        yield "location: no label"


def _image(node: Mapping[str, Any]) -> Iterator[str]:
    for name in ("originalContentUrl", "previewImageUrl"):
        address = str(node.get(name, ""))
        here = address.startswith("http://127.0.0.1:")  # a test has no certificate
        if not (address.startswith("https://") or here) or len(address) > 2000:
            yield f"image: {name} by HTTPS of at most 2000 characters"


def _audio(node: Mapping[str, Any]) -> Iterator[str]:
    address, length = str(node.get("originalContentUrl", "")), node.get("duration")
    here = address.startswith("http://127.0.0.1:")  # a test has no certificate
    if not (address.startswith("https://") or here) or len(address) > 2000:
        yield "audio: no address by HTTPS of at most 2000 characters"
    if not isinstance(length, int) or length < 1:
        yield "audio: duration in milliseconds"


def _quick_replies(message: Mapping[str, Any]) -> Iterator[str]:
    if "quickReply" not in message:
        return
    items = message["quickReply"].get("items", ())
    if not 1 <= len(items) <= 13:
        yield "quickReply: 1 to 13"
    for item in items:
        if not 1 <= graphemes(item.get("action", {}).get("label", "")) <= 20:
            yield "quickReply: a label of 1 to 20 clusters"
