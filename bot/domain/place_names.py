"""Which place a worker means by a name typed in any of the six scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.ids import DistrictCode, ProvinceCode
from bot.domain.place import Gazetteer
from bot.domain.place_index import Code, NameIndex, is_province, name_index
from bot.domain.place_keys import written_key
from bot.domain.place_sentence import mentioned

_SURE = 0.85
_LEAD = 0.08
"""A second place nearly as like as the first makes the first uncertain."""
_SAME_NAME = 0.8
"""As like as this the province is meant rather than the district around its capital."""
_EXACT = 0.97
_BESIDE_EXACT = 0.7
"""Beside the very name only what is nearly it is offered."""
_AROUND_THE_CAPITAL = "01"
_SHORTEST = 2
_LONGEST = 400
"""Letters of a text that are read."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant."""

    province: ProvinceCode
    district: DistrictCode | None
    """None: the province as a whole."""
    score: float
    """1 for the very name, less for every mistake."""

    @property
    def code(self) -> Code:
        """The district's code, else the province's."""
        return self.province if self.district is None else self.district


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may mean, likeliest first; `certain`: the first needs no asking back."""

    places: tuple[Candidate, ...] = ()
    certain: bool = False


def find_place(gazetteer: Gazetteer, text: str, *, limit: int = 3) -> Match:
    """Up to `limit` places that the text names, alone or in a sentence, mistakes forgiven.

    Nothing for a text that is too short or like no name. A name that several places bear, and one
    with a rival nearly as like, is not certain; a province named beside it decides.
    """
    text = text[:_LONGEST]
    key = written_key(text)
    if len(key) < _SHORTEST:
        return Match()
    index = name_index(gazetteer)
    scores = index.exact(key)
    if not scores:
        keys = mentioned(index, text)
        scores = _district_of_province(gazetteer, index, keys)
        if scores:
            return _match(gazetteer, scores, limit)
        scores = _best(*(_scaled(index, each) for each in keys.items()))
    return _match(gazetteer, _best(scores, index.alike(key)), limit)


def _scaled(index: NameIndex, named: tuple[str, float]) -> dict[Code, float]:
    key, said = named
    return {code: score * said for code, score in index.exact(key).items()}


def _best(*found: Mapping[Code, float]) -> dict[Code, float]:
    scores: dict[Code, float] = {}
    for each in found:
        for code, score in each.items():
            scores[code] = max(score, scores.get(code, 0.0))
    return scores


def _district_of_province(
    gazetteer: Gazetteer, index: NameIndex, keys: Iterable[str]
) -> dict[Code, float]:
    """Districts named together with their own province, as "Mae Tha, Lampang"."""
    named = {key: index.exact(key) for key in keys}
    return {
        code: 1.0
        for key, places in named.items()
        for code in places
        if not is_province(code)
        and any(
            _province_of(gazetteer, code) in others
            for other, others in named.items()
            if other != key
        )
    }


def _match(gazetteer: Gazetteer, scores: Mapping[Code, float], limit: int) -> Match:
    scores = _province_first(gazetteer, scores)
    ordered = sorted(scores, key=lambda code: (-scores[code], not is_province(code), code))
    least = _BESIDE_EXACT if ordered and scores[ordered[0]] >= _EXACT else 0.0
    places = tuple(
        Candidate(
            province=_province_of(gazetteer, code),
            district=None if is_province(code) else DistrictCode(code),
            score=scores[code],
        )
        for code in ordered
        if scores[code] >= least
    )
    return Match(places[:limit], _is_certain(places))


def _province_first(gazetteer: Gazetteer, scores: Mapping[Code, float]) -> Mapping[Code, float]:
    """Who types the name of a capital means the province as a rule: raise it to its district."""
    first = max(scores, key=lambda code: scores[code], default=None)
    if first is None or not first.endswith(_AROUND_THE_CAPITAL):
        return scores
    province = _province_of(gazetteer, first)
    if scores.get(province, 0.0) < _SAME_NAME:
        return scores
    return {**scores, province: scores[first]}


def _is_certain(places: tuple[Candidate, ...]) -> bool:
    """Whether the first is like enough and no place elsewhere comes near it."""
    if not places or places[0].score < _SURE:
        return False
    first = places[0]
    rivals = [
        place
        for place in places[1:]
        if first.district is not None or place.province != first.province
    ]
    if first.score >= _EXACT:
        return all(place.score < _EXACT for place in rivals)
    return all(place.score <= first.score - _LEAD for place in rivals)


def _province_of(gazetteer: Gazetteer, code: Code) -> ProvinceCode:
    if is_province(code):
        return ProvinceCode(code)
    return gazetteer.districts[DistrictCode(code)].province
