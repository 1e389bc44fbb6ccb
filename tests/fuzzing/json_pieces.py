"""JSON spoilt where it matters: a value, a name, a level, rather than any byte."""

import json
from random import Random
from typing import Any, Final

ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**53, 2**64, 10**30, 10**400, 1e308, 0.5, -0.0),
    *(float("nan"), float("inf"), -91, 180.1, 4_102_444_799, 253_402_300_799_000, 2**53 - 1),
    *(
        "",
        "\0",
        "\ud800",
        "a\udc00",
        "\u202e",
        "\u200b",
        "x" * 300,
        "1",
        "-1",
        "null",
        "\U0001f600",
    ),
    *([], {}, [None], [[]], [{}], {"": ""}, {"type": "user"}, {"id": 1}, {"id": -1}),
    *("user", "group", "private", "channel", "supergroup", "standby", "active", "external"),
    *("a:b:c:d", "r:take:x", "r::", "2026-02-30", "/start@rongthuk_bot x", "/stop"),
)
_LONG: Final = ("x" * 5000, "\u1000\u1039" * 2000, "1" * 4300)
Tree = dict[str, Any] | list[Any]


class JsonSpoiler:
    """Spoils one JSON value a time; knows which values the real payloads have."""

    def __init__(self, begin: list[bytes], dice: Random) -> None:
        """Learn from real payloads."""
        self._dice = dice
        # As text, so that each use of one is its own.
        self._odd = [json.dumps(each) for each in ODD]
        self._long = [json.dumps(each) for each in _LONG]
        real = {(name, json.dumps(value)) for raw in begin for name, value in _named(_read(raw))}
        self._real = sorted(real)
        self._names = [*sorted({name for name, _ in real}), "", "\0", "\ud800", "x" * 300]

    def spoilt(self, raw: bytes) -> bytes:
        """The payload with one to three things wrong; `ValueError` where it is no JSON tree."""
        value = json.loads(raw)
        for _ in range(1 + int(self._dice.random() ** 2 * 3)):
            value = self._spoil(value)
        return json.dumps(value).encode()

    def _spoil(self, value: Any) -> Any:  # noqa: ANN401  JSON
        if not isinstance(value, dict | list) or not value:
            return json.loads(self._one(self._odd))
        inside, name = self._place(value)
        chance = self._dice.random()
        if chance < 0.3:
            inside[name] = json.loads(self._one(self._odd))
        elif chance < 0.6 and isinstance(inside, dict):
            self._transplant(inside, name)
        else:
            self._rebuild(inside, name, chance)
        return value

    def _transplant(self, inside: dict[str, Any], name: Any) -> None:  # noqa: ANN401
        """What stands elsewhere under a name: in place of this one, or beside it."""
        known, text = self._one(self._real)
        inside[known if self._dice.random() < 0.7 else name] = json.loads(text)

    def _rebuild(self, inside: Any, name: Any, chance: float) -> None:  # noqa: ANN401
        if chance < 0.72:
            del inside[name]
        elif chance < 0.82 and isinstance(inside, dict):
            inside[self._one(self._names)] = inside.pop(name)
        elif chance < 0.9:
            inside[name] = [inside[name]] * (1 + int(self._dice.random() * 3))
        elif chance < 0.98:
            for _ in range(self._one((1, 1, 2, 2, 3, 30))):
                inside[name] = {self._one(self._names): inside[name]}
        elif chance < 0.99:
            inside[name] = json.loads(self._one(self._long))
        else:
            inside[name] = json.loads("[" * 300 + "]" * 300)

    def _place(self, value: Tree) -> tuple[Any, Any]:
        """Some place in a JSON value: what holds it, and under which name."""
        inside: Any = value
        while True:
            names = list(inside) if isinstance(inside, dict) else range(len(inside))
            name = self._one(names)
            below = inside[name]
            if not isinstance(below, dict | list) or not below or self._dice.random() < 0.15:
                return inside, name
            inside = below

    def _one(self, of: Any) -> Any:  # noqa: ANN401  `Random.choice` takes four times as long
        return of[int(self._dice.random() * len(of))]


def _read(raw: bytes) -> Any:  # noqa: ANN401
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _named(value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    """Everything in a JSON value that has a name, with that name."""
    if isinstance(value, list):
        return [each for below in value for each in _named(below)]
    if not isinstance(value, dict):
        return []
    return [each for name, below in value.items() for each in ((name, below), *_named(below))]
