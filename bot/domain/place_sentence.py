"""Place names in the middle of a sentence, in scripts with and without spaces."""

from collections.abc import Iterator

import regex

from bot.domain.place_index import NameIndex
from bot.domain.place_keys import plain, sound_key, without_kinds, words, written_key

_LONG = 5
"""Letters from which a name within a sentence is one; shorter ones are everyday words as well."""
_WORDS_IN_A_NAME = 4
_CUE = regex.compile(
    r"\b(?:in|at|near|from|to|ở|tại|từ)\s+"
    r"|จังหวัด\s*|อำเภอ\s*|จ\.\s*|อ\.\s*|อยู่(?:ที่|ใน)?\s*|ที่\s*|ใน\s*|จาก\s*"
    r"|ຢູ່\s*|ແຂວງ\s*|ຈາກ\s*|ខេត្ត\s*|នៅ\s*"
)
"""Words after which even a short name is a place."""
_BREAK = regex.compile(r"[,،;/|()\n]|\s-\s")
_SPACELESS = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SAID = 0.9
_SAID_BRIEFLY = 0.75


def mentioned(index: NameIndex, text: str) -> dict[str, float]:
    """Keys of the names in the text; a name inside a longer one does not count."""
    seen = plain(text)
    scores: dict[str, float] = {}
    for key, score in _names(index, seen):
        scores[key] = max(score, scores.get(key, 0.0))
    return {
        key: score
        for key, score in scores.items()
        if not any(key != longer and key in longer for longer in scores)
    }


def _names(index: NameIndex, seen: str) -> Iterator[tuple[str, float]]:
    for part in _BREAK.split(seen):
        key = written_key(part)
        if index.exact(key):
            yield key, _SAID
    spaced = words(without_kinds(seen))
    for first in range(len(spaced)):
        for last in range(first + 1, min(len(spaced), first + _WORDS_IN_A_NAME) + 1):
            key = "".join(spaced[first:last])
            if len(key) >= _LONG and index.exact(key):
                yield key, _SAID
    for word in spaced:
        if _SPACELESS.search(word):
            yield from ((key, _SAID) for key in _inside(index, word))
    yield from ((key, _SAID_BRIEFLY) for key in _after_cues(index, seen))


def _inside(index: NameIndex, word: str) -> Iterator[str]:
    """Names in a run of letters without spaces."""
    sound = sound_key(word)
    lengths = [length for length in index.lengths if _LONG <= length <= len(sound)]
    # Looking each part up takes a tenth of the time of looking for each of thousands of names.
    for part in (sound[at : at + n] for n in lengths for at in range(len(sound) - n + 1)):
        if part in index.by_sound:
            yield index.written[index.by_sound[part][0]]


def _after_cues(index: NameIndex, seen: str) -> Iterator[str]:
    """Short names that follow a word such as "in"."""
    for cue in _CUE.finditer(seen):
        after = words(without_kinds(seen[cue.end() :]))[:1]
        for word in after:
            lengths = range(2, _LONG) if _SPACELESS.search(word) else (len(word),)
            yield from (word[:length] for length in lengths if word[:length] in index.by_written)
