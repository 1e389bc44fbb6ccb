"""How well and how quickly typed place names are found: `python -m benchmarks.place_names`."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from rapidfuzz import process

from bot.data.places import load_gazetteer
from bot.domain.place import Gazetteer
from bot.domain.place_index import Code, name_index
from bot.domain.place_names import find_place
from tests.typed_names import TypedName, typed_names

T = TypeVar("T")

COUNT = 500


def measure(gazetteer: Gazetteer, typed: tuple[TypedName, ...]) -> dict[str, float]:
    """Shares of the names, and times in ms, beside a plain `extractOne` over all names."""
    index = name_index(gazetteer)
    ours, took = _timed(lambda text: find_place(gazetteer, text), typed)
    theirs, plain_took = _timed(lambda text: process.extractOne(text, index.written), typed)
    codes = [[place.code for place in match.places] for match in ours]
    sure = [found if match.certain else [] for found, match in zip(codes, ours, strict=True)]
    plain = [[index.codes[each[2]]] for each in theirs]
    return {
        "names": len(typed),
        "right_first": _share(typed, [found[:1] for found in codes]),
        "right_among_three": _share(typed, codes),
        "certain_but_wrong": sum(map(bool, sure)) / len(typed) - _share(typed, sure, first=True),
        "plain_right_first": _share(typed, plain),
        "median_ms": took,
        "plain_median_ms": plain_took,
        "times_plain": took / plain_took,
    }


def _timed(find: Callable[[str], T], typed: tuple[TypedName, ...]) -> tuple[list[T], float]:
    """What was found, and the median time of a look-up in ms."""
    found, seconds = [], []
    for each in typed:
        start = time.perf_counter()
        found.append(find(each.text))
        seconds.append(time.perf_counter() - start)
    return found, 1000 * statistics.median(seconds)


def _share(typed: tuple[TypedName, ...], found: list[list[Code]], *, first: bool = False) -> float:
    """Share of the names whose place is among those found, or the first of them."""
    pairs = zip(typed, found, strict=True)
    counted = [
        bool(each.right.intersection(codes[:1] if first else codes)) for each, codes in pairs
    ]
    return sum(counted) / len(typed)


def main() -> None:
    """Print the figures as JSON."""
    gazetteer = load_gazetteer()
    figures = measure(gazetteer, typed_names(gazetteer, COUNT))
    json.dump({name: round(value, 3) for name, value in figures.items()}, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
