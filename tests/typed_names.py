"""Names of places as hurried thumbs type them: one or two mistakes each, always the same ones."""

import random
from collections import defaultdict
from dataclasses import dataclass

import regex
from bot.domain.place import Gazetteer
from bot.domain.place_index import Code
from bot.domain.place_keys import written_key

SEED = 20260101
_TWO_MISTAKES_FROM = 6
"""Shorter names get one: two would leave less of the name than of the mistakes."""


@dataclass(frozen=True, slots=True)
class TypedName:
    """What was typed, what was meant, and every place that is called what was meant."""

    text: str
    meant: str
    right: frozenset[Code]


def typed_names(gazetteer: Gazetteer, count: int, seed: int = SEED) -> tuple[TypedName, ...]:
    """`count` names drawn evenly from the provinces' six languages and the districts' two."""
    dice = random.Random(seed)  # noqa: S311 repeatable on purpose
    pools = _pools(gazetteer)
    called: dict[str, set[Code]] = defaultdict(set)
    for pool in pools:
        for name, code in pool:
            called[written_key(name)].add(code)
    drawn = [dice.choice(pools[number % len(pools)]) for number in range(count)]
    letters = [_clusters("".join(name for name, _ in pool)) for pool in pools]
    return tuple(
        TypedName(
            _mistyped(dice, name, letters[number % len(pools)]),
            name,
            frozenset(called[written_key(name)]),
        )
        for number, (name, _) in enumerate(drawn)
    )


def _pools(gazetteer: Gazetteer) -> list[list[tuple[str, Code]]]:
    provinces = gazetteer.provinces.values()
    languages = next(iter(provinces)).names
    pools: list[list[tuple[str, Code]]] = [
        [(province.names[language], province.code) for province in provinces]
        for language in languages
    ]
    districts = gazetteer.districts.values()
    pools.append([(district.name_en, district.code) for district in districts])
    pools.append([(district.name_th, district.code) for district in districts])
    return pools


def _clusters(text: str) -> list[str]:
    return [cluster for cluster in regex.findall(r"\X", text) if not cluster.isspace()]


def _mistyped(dice: random.Random, name: str, letters: list[str]) -> str:
    clusters = regex.findall(r"\X", name)
    mistakes = dice.choice((1, 2)) if len(clusters) >= _TWO_MISTAKES_FROM else 1
    for _ in range(mistakes):
        place = dice.randrange(len(clusters))
        other = dice.choice(letters)
        match dice.choice(("insert", "delete", "substitute", "transpose")):
            case "insert":
                clusters.insert(place, other)
            case "delete" if len(clusters) > 1:
                del clusters[place]
            case "transpose" if place + 1 < len(clusters):
                clusters[place : place + 2] = reversed(clusters[place : place + 2])
            case _:
                clusters[place] = other
    return "".join(clusters)
