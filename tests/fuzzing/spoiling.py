"""Real payloads spoilt where it matters: a value, a name, a level, rather than any byte."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

_TESTS: Final = Path(__file__).parents[1]
_ROOT: Final = _TESTS.parent
_ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 2**31, 2**53, 2**64, 10**30, 1e308, float("nan"), 0.5),
    *("", "\0", "\ud800", "\u202e", "\u200b", "x" * 5000, "1", "-1", "null", "user", "private"),
    *([], {}, [None], [[]], {"type": "user"}, {"id": 1}, "a:b:c:d", "r:take:x", "2026-02-30"),
)


def seeds(target: str) -> list[bytes]:
    """Where the search begins: what really comes."""
    if target in {"telegram", "line"}:
        return [path.read_bytes() for path in sorted((_TESTS / "payloads" / target).iterdir())]
    if target == "configuration":
        return [(_ROOT / "config.example.toml").read_bytes(), b"", b"[service]\nlisten = 5\n"]
    if target == "translations":
        table = b"key,translation,state\nask.language,Which language?,reviewed\n"
        po = b'msgid ""\nmsgstr ""\n\nmsgid "ask.language"\nmsgstr "Which?"\n'
        return [b"\x00" + table, b"\x01" + po, b"\x02PK\x03\x04"]
    names = (
        "Samut Sakhon",
        "มหาชัย",
        "မဟာချိုင်",
        "ភ្នំពេញ",
        "ນະຄອນ",
        "Chiang Mai",
        "a:c0ffee12:category:pay",
    )
    return [name.encode() for name in names]


def spoilt(raw: bytes, dice: random.Random) -> bytes:
    """The payload with one to three things wrong; bytes that are not JSON with some changed."""
    if dice.random() < 0.1:
        return _torn(raw, dice)
    try:
        value = json.loads(raw)
        for _ in range(dice.randint(1, 3)):
            value = _spoil(value, dice)
        return json.dumps(value).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):  # no JSON, or by now too deep for us
        return _torn(raw, dice)


def _torn(raw: bytes, dice: random.Random) -> bytes:
    spoiled = bytearray(raw or b"\0")
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(spoiled))
        match dice.randrange(4):
            case 0:
                spoiled[place] = dice.randrange(256)
            case 1:
                spoiled[place:place] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 9)))
            case 2:
                del spoiled[place : place + dice.randint(1, 20)]
            case _:
                spoiled += spoiled[place : place + 50]
        spoiled = spoiled or bytearray(b"\0")
    return bytes(spoiled)


def _spoil(value: Any, dice: random.Random) -> Any:  # noqa: ANN401  JSON
    places = list(_places(value))
    if not places:
        return dice.choice(_ODD)
    inside, name = dice.choice(places)
    match dice.randrange(5):
        case 0:
            del inside[name]
        case 1 if isinstance(inside, dict):
            inside[str(dice.choice(_ODD))] = inside.pop(name)
        case 2:
            inside[name] = [inside[name]] * dice.randint(1, 3)
        case 3:
            inside[name] = _deep(inside[name], dice.choice((1, 2, 300)))
        case _:
            inside[name] = deepcopy(dice.choice(_ODD))
    return value


def _deep(value: Any, levels: int) -> Any:  # noqa: ANN401
    for _ in range(levels):
        value = {"message": value}
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    """Every place in a JSON value: what holds it, and under which name."""
    names = (
        list(value)
        if isinstance(value, dict)
        else range(len(value))
        if isinstance(value, list)
        else ()
    )
    for name in names:
        yield value, name
        yield from _places(value[name])
