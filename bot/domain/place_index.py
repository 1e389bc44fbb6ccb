"""All the ways in which places are written, laid out for quick comparison."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.ids import DistrictCode, ProvinceCode
from bot.domain.place import Gazetteer
from bot.domain.place_keys import sound_key, written_key

Code = ProvinceCode | DistrictCode

_COMPARED = 80
"""So many of the likest by sound are compared letter by letter as well."""
_LEAST_BY_SOUND = 0.4
_WEIGHT_OF_SOUND = 0.5
_PROVINCE_FIRST = 0.03
"""Of a province and a district written as much alike the province is meant more often."""
_LEAST_PROVINCE = 0.42
_LEAST_DISTRICT = 0.58
"""Less like than this is no place; stricter for districts, of which some is like any word."""
_LIKE = 0.97
"""A name that only sounds the same is nearly the name."""


@dataclass(frozen=True, slots=True, eq=False)
class NameIndex:
    """Each written form of each place by its written and by its sound key."""

    codes: tuple[Code, ...]
    written: tuple[str, ...]
    sounds: tuple[str, ...]
    by_written: Mapping[str, tuple[int, ...]]
    by_sound: Mapping[str, tuple[int, ...]]
    lengths: tuple[int, ...]
    """How many letters sound keys have."""

    def exact(self, key: str) -> dict[Code, float]:
        """Places called just this: as written, else in sound."""
        numbers = self.by_written.get(key)
        if numbers:
            return {self.codes[number]: 1.0 for number in numbers}
        return {self.codes[number]: _LIKE for number in self.by_sound.get(sound_key(key), ())}

    def alike(self, key: str) -> dict[Code, float]:
        """Places whose name is like enough to be offered, 1 being the very name."""
        sound = sound_key(key)
        scorer = OSA.normalized_similarity
        near = process.extract(
            sound, self.sounds, scorer=scorer, limit=_COMPARED, score_cutoff=_LEAST_BY_SOUND
        )
        scores: dict[Code, float] = {}
        for _, by_sound, number in near:
            letters = scorer(key, self.written[number])
            score = _WEIGHT_OF_SOUND * by_sound + (1 - _WEIGHT_OF_SOUND) * letters
            code = self.codes[number]
            least = _LEAST_DISTRICT
            if is_province(code):
                score, least = min(1.0, score + _PROVINCE_FIRST), _LEAST_PROVINCE
            if score >= max(least, scores.get(code, 0.0)):
                scores[code] = score
        return scores


def is_province(code: Code) -> bool:
    """Whether a code is a province's; a district's is all digits."""
    return code.startswith("TH-")


@lru_cache(maxsize=2)
def name_index(gazetteer: Gazetteer) -> NameIndex:
    """The index of a gazetteer, built at the first question, in some 0.1 s."""
    keyed = ((written_key(text), code) for text, code in _forms(gazetteer))
    forms = dict.fromkeys((key, code) for key, code in keyed if key)
    written = tuple(key for key, _ in forms)
    sounds = tuple(map(sound_key, written))
    return NameIndex(
        codes=tuple(code for _, code in forms),
        written=written,
        sounds=sounds,
        by_written=_numbered(written),
        by_sound=_numbered(sounds),
        lengths=tuple(sorted({len(key) for key in sounds})),
    )


def _forms(gazetteer: Gazetteer) -> Iterator[tuple[str, Code]]:
    for province in gazetteer.provinces.values():
        for name in province.names.values():
            yield name, province.code
    for district in gazetteer.districts.values():
        yield district.name_th, district.code
        yield district.name_en, district.code
    for alias in gazetteer.aliases:
        yield alias.text, alias.place


def _numbered(keys: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        numbers[key].append(number)
    return {key: tuple(each) for key, each in numbers.items()}
