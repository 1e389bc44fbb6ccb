"""TOML written from values, and values that nobody would write into it, for spoilt files."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time

from hypothesis import strategies as st

Value = object
Path = tuple[str, ...]

ODD: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(
        (
            *("", " ", "0", "-1", "never", "9 h", "1 working_day", "25:00", "08:30-08:30", "Asia"),
            *("\u202eabc", "x" * 300, "http://[", "https://a b", "sqlite:///", "::", "127.0.0.1:"),
            *(
                "file:nowhere",
                "file:",
                "file:\x01",
                "mon",
                "th",
                "polling",
                "¹²",
                "🦀",
                "a\nb",
                "\x7f",
            ),
            *(0, 1, -1, 2**63, 10**40, 0.5, -0.0, 1e400, float("nan"), True, False),
            *([], [[]], {}, {"a": 1}, ["mon", 5], [{}], date(2026, 2, 28), time(8, 30)),
            *(datetime(2026, 2, 28, 8, 30), datetime.min),  # noqa: DTZ001, DTZ901  as TOML has them
        )
    ),
    st.text(max_size=8).filter(lambda text: text.isprintable()),
    st.integers(-(10**6), 10**6),
)
"""A value of any kind that TOML knows, where another belongs."""
NAMES = st.one_of(
    st.sampled_from(("", "a.b", "Timezone", "every", "levels", "tak", "ก", "x" * 300)),
    st.text("abcdefgh_-", min_size=1, max_size=8),
)


def toml(tables: Mapping[str, Value]) -> str:
    """The tables as TOML, each on a line of its own; names as they are."""
    return "".join(f"{_named(name)} = {_written(value)}\n" for name, value in tables.items())


def _named(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _named(value)
        case Mapping():
            inner = (f"{_named(name)} = {_written(held)}" for name, held in value.items())
            return "{" + ", ".join(inner) + "}"
        case list():
            return "[" + ", ".join(map(_written, value)) + "]"
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def paths(tables: Mapping[str, Value], depth: int) -> list[Path]:
    """Where something stands, so many names deep at most; tables too."""
    found: list[Path] = []
    for name, value in tables.items():
        found.append((name,))
        if isinstance(value, Mapping) and depth > 1:
            found += [(name, *below) for below in paths(value, depth - 1)]
    return found


def put(tables: Mapping[str, Value], path: Path, value: Value) -> dict[str, Value]:
    """The tables with another value there; `None` takes what stands there away."""
    name, *below = path
    laid = dict(tables)
    if below:
        inner = laid.get(name, {})
        laid[name] = put(inner if isinstance(inner, Mapping) else {}, tuple(below), value)
    elif value is None:
        laid.pop(name, None)
    else:
        laid[name] = value
    return laid
