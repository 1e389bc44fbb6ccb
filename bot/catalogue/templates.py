"""One message with places to fill: `{name}` and nothing more, so that nothing can be injected."""

import re
from collections.abc import Callable

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Template:
    """A message taken apart once, filled many times; what fills a place is never read again."""

    __slots__ = ("_parts", "first", "plain")

    def __init__(self, text: str) -> None:
        """Split at the places: what stands at odd positions is a name."""
        self._parts = tuple(_PLACE.split(text))
        self.plain = text if len(self._parts) == 1 else None
        """The whole text where there is nothing to fill."""

        self.first = self._parts[1] if len(self._parts) > 1 and not self._parts[0] else ""
        """The place that the text begins with, or an empty string."""

    def fill(self, value: Callable[[str], str]) -> str:
        """The text with each place filled by `value(name)`."""
        return "".join(value(part) if place % 2 else part for place, part in enumerate(self._parts))


def places(text: str) -> frozenset[str]:
    """The names of the places in a message."""
    return frozenset(_PLACE.findall(text))


def stray_braces(text: str) -> bool:
    """Whether braces stand in a message that are not a place."""
    rest = _PLACE.sub("", text)
    return "{" in rest or "}" in rest


def without_places(text: str) -> str:
    """A message with nothing where its places are."""
    return _PLACE.sub("", text)
