"""Tolerant looks into JSON that somebody else wrote: what is not as promised is not there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

Part = Mapping[str, object]

_NOTHING: Final[Part] = {}
_MOST: Final = 2**63
_LATEST: Final = 4_102_444_800  # the year 2100: no clock of theirs is right beyond it


def part(of: Part, key: str) -> Part:
    """The object under a key, or an empty one."""
    found = of.get(key)
    return found if isinstance(found, dict) else _NOTHING


def parts(of: Part, key: str) -> list[Part]:
    """The objects in a list under a key; what is no object is left out."""
    found = of.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def text(of: Part, key: str) -> str:
    """The words under a key, or an empty string. Broken surrogates become U+FFFD."""
    found = of.get(key)
    if not isinstance(found, str):
        return ""
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def whole(of: Part, key: str) -> int | None:
    """The whole number under a key, unless it has more than the 64 bits that any of theirs has."""
    found = of.get(key)
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if -_MOST <= found < _MOST else None


def natural(of: Part, key: str) -> int | None:
    """The whole number under a key, unless it is negative: a size, a length."""
    found = whole(of, key)
    return found if found is not None and found >= 0 else None


def name(of: Part, key: str) -> str:
    """An id under a key, as words; empty where there is none."""
    found = whole(of, key)
    return "" if found is None else str(found)


def degrees(of: Part, key: str, most: float) -> float | None:
    """A finite number between -`most` and `most` under a key."""
    found = of.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    # Compared first: NaN is in no range, and an enormous whole number is no float at all.
    return float(found) if -most <= found <= most else None


def moment(of: Part, key: str) -> datetime | None:
    """A Unix time under a key, in UTC; none where it is missing, zero or absurd."""
    found = whole(of, key)
    return datetime.fromtimestamp(found, UTC) if found and 0 < found < _LATEST else None


def is_true(of: Part, key: str) -> bool:
    """Whether exactly `true` stands under a key."""
    return of.get(key) is True
