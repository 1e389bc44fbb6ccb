"""How LINE's app shows the bot's messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as it stands in the chat.

    `quick` are labels that vanish with the next message, `preview` is what the lock screen shows,
    `by` is "reply" or "push".
    """

    id: str
    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    quick: tuple[str, ...]
    preview: str
    by: str
    silent: bool
    raw: Mapping[str, Any]

    @property
    def buttons(self) -> dict[str, str]:
        """Payload by label."""
        return dict(button for row in self.rows for button in row)


def shown(message: Mapping[str, Any], number: str, by: str, *, silent: bool) -> Shown:
    """A message object as the app shows it."""
    bubbles = message.get("contents", {})
    quick = message.get("quickReply", {}).get("items", ())
    texts = [message["text"]] if message.get("type") == "text" else _texts(bubbles)
    return Shown(
        number,
        "\n".join(texts),
        tuple(_rows(bubbles)),
        tuple(item["action"]["label"] for item in quick),
        message.get("altText", message.get("text", "")),
        by,
        silent,
        message,
    )


def _texts(node: object) -> Iterator[str]:
    """The words outside of buttons."""
    if isinstance(node, list):
        for each in node:
            yield from _texts(each)
    elif isinstance(node, dict) and "action" not in node:
        if node.get("type") == "text":
            spans = "".join(span["text"] for span in node.get("contents", ()))
            yield spans or node["text"]
        elif node.get("type") == "carousel" or "contents" in node:
            yield from _texts(node["contents"])
        else:
            yield from _texts([node[part] for part in ("header", "body", "footer") if part in node])


def _rows(node: object) -> Iterator[tuple[tuple[str, str], ...]]:
    """Buttons that stand beside each other."""
    if isinstance(node, list):
        for each in node:
            yield from _rows(each)
    elif isinstance(node, dict):
        if node.get("layout") == "horizontal" and all("action" in x for x in node["contents"]):
            yield tuple(_button(each) for each in node["contents"])
        elif node.get("action", {}).get("type") == "postback":
            yield (_button(node),)
        else:
            yield from _rows(list(node.values()))


def _button(node: Mapping[str, Any]) -> tuple[str, str]:
    action = node["action"]
    return action.get("label") or " ".join(_texts(node.get("contents", []))), action["data"]
