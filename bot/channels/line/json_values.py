"""Tolerant reading of JSON: a field is what it should be, or it is not there."""

import json
from collections.abc import Mapping
from typing import Any, Final

_NOTHING: Final[Mapping[str, Any]] = {}


def members(value: object) -> Mapping[str, Any]:
    """The value where it is an object; otherwise an object with nothing in it."""
    return value if isinstance(value, dict) else _NOTHING


def text_in(of: Mapping[str, Any], name: str) -> str:
    """A member that is text, or an empty string.

    A half of a surrogate pair and U+0000, which databases refuse, become U+FFFD.
    """
    value = of.get(name)
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\ufffd")


def whole_in(of: Mapping[str, Any], name: str) -> int | None:
    """A member that is a whole number of ordinary size and not negative, or None."""
    value = of.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 2**53 else None


def degrees_in(of: Mapping[str, Any], name: str, most: float) -> float | None:
    """A member that is a number from `-most` to `most`, or None; NaN is none."""
    value = of.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if -most <= value <= most else None


def canonical(value: object) -> bytes:
    """The value as JSON in ASCII: reading it gives the same value, whatever was in it."""
    return json.dumps(value, separators=(",", ":")).encode()
