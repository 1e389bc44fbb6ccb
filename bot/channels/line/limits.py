"""What LINE takes at most, and how it counts.

Sources: https://developers.line.biz/en/reference/messaging-api/ (messages, actions, Flex Message)
and https://developers.line.biz/en/docs/messaging-api/text-character-count/ (units, clusters).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import regex

MESSAGES_A_CALL: Final = 5
TEXT: Final = 5000
"""UTF-16 code units in a text message."""
LABEL: Final = 20
"""Grapheme clusters on a quick reply."""
POSTBACK: Final = 300
"""UTF-16 code units of `data`, and of `displayText`."""
QUICK_REPLIES: Final = 13
BUBBLE_BYTES: Final = 30 * 1024
CAROUSEL_BYTES: Final = 50 * 1024
CAROUSEL_BUBBLES: Final = 12
ALT_TEXT: Final = 1500
"""UTF-16 code units."""
MENU_BAR: Final = 14
"""UTF-16 code units on the bar that opens a rich menu."""
MENU_LABEL: Final = 20
"""UTF-16 code units that are read aloud for an area of a rich menu."""
MENU_BYTES: Final = 1024 * 1024
"""Size of a rich menu's picture."""
MENU_WIDTHS: Final = range(800, 2501)
"""Pixels; the height is at least 250, and at most the width divided by 1.45."""
REPLY_TOKEN_SECONDS: Final = 60
"""How long a reply token is said to live."""


def units(text: str) -> int:
    """UTF-16 code units: what LINE calls characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clusters(text: str) -> list[str]:
    """Grapheme clusters: what a reader calls letters (a Burmese syllable is one of several)."""
    found: list[str] = regex.findall(r"\X", text)
    return found


def wire_bytes(part: Mapping[str, Any]) -> int:
    """Size as it leaves: the SDK writes six bytes for each letter that is not ASCII."""
    return len(json.dumps(part))


def clip_units(text: str, most: int) -> str:
    """The beginning of a text that fits into `most` units, cut between clusters."""
    return text if units(text) <= most else _head(text, most - 1) + "…"


def clip_clusters(text: str, most: int) -> str:
    """The beginning of a text of at most `most` clusters."""
    found = clusters(text)
    return text if len(found) <= most else "".join(found[: most - 1]) + "…"


def split(text: str, most: int) -> Iterator[str]:
    """Pieces of at most `most` units, cut after a line where possible, else after a word.

    Nothing is lost but the white space at the cuts.
    """
    while units(text) > most:
        head = _head(text, most)
        for mark in ("\n", " "):
            cut = head.rfind(mark)
            if cut > len(head) // 2:
                head = head[:cut]
                break
        text = text[len(head) :].lstrip()
        if piece := head.rstrip():
            yield piece
    if text:
        yield text


def _head(text: str, most: int) -> str:
    """As many whole clusters as fit into `most` units; at least one letter."""
    size = 0
    kept: list[str] = []
    for cluster in clusters(text[: most + 1]):
        size += units(cluster)
        if size > most:
            break
        kept.append(cluster)
    # A single cluster longer than the limit is somebody's joke: cut inside it.
    return "".join(kept) or text[: max(1, most // 2)]
