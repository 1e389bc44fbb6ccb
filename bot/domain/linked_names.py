"""The forms of an employer's, boat's or broker's name, by which two cases are found to be linked.

Only keyed hashes of these forms are stored, and between hashes no distance can be measured. So a
name has several forms, and two names are the same where they share one: the letters without legal
forms, the consonants alone (the same for Thai and Latin letters), and either of them with any one
letter left out (the neighbourhood of deletions of SymSpell, W. Garbe 2012), which bridges a letter
that is wrong, missing, too much or in another's place.
"""

import unicodedata
from itertools import pairwise

import regex

from bot.domain.linked_sounds import skeleton
from bot.domain.linked_words import GENERIC, JOINED, LEGAL
from bot.domain.text import digits, normalise

LONGEST = 48
"""Letters of a name that are looked at."""
FEWEST_LETTERS = 4
"""Less than so many letters name too many."""
FEWEST_WITH_NUMBER = 2
"""A number beside them tells them apart as well."""
FEWEST_CONSONANTS = 5
LETTERS_LESS_ONE = 7
"""From so many letters on, one may be left out."""
CONSONANTS_LESS_ONE = 8
OWN_ALONE = 6
"""Letters from which on a name is known without the words that describe the business."""

_WORD = regex.compile(r"[\p{L}\p{M}]+|\d+")
_DOTTED = regex.compile(r"(?<![\p{L}\p{M}])(?:\p{L}\p{M}*\.){1,4}(?=\s|\d|$|\p{L})")
# Not "เรือง" (bright) nor "เรือน" (house).
_BOAT = regex.compile(r"(?<![\p{L}\p{M}])เรือ(?:ประมง)?(?![งน])")
_MARKS = regex.compile(r"[\u0300-\u036f\u0e31\u0e47-\u0e4e\u0ec8-\u0ecd]")


def forms(name: str) -> frozenset[str]:
    """The forms of a name; none where it names nobody.

    "The boss", "factory", "the fish company", a place or a bare number have no forms: they would
    join strangers. Numbers are never bridged: boat 8 is not boat 9.
    """
    kept = [word for word in _words(name) if word not in LEGAL]
    named = [word for word in kept if not word.isdecimal()]
    number = "-".join(word.lstrip("0") for word in kept if word.isdecimal())
    letters = "".join(named)[:LONGEST]
    own = "".join(word for word in named if word not in GENERIC)[:LONGEST]
    fewest = FEWEST_WITH_NUMBER if number else FEWEST_LETTERS
    if len(letters) < fewest or not own:
        return frozenset()
    found = _written(letters, own) | _sounded(named)
    return frozenset(f"{form}#{number}" for form in found)


def _written(letters: str, own: str) -> set[str]:
    """The letters without marks and doubles, and with one left out.

    Also those of the words that are the name's own, where they are many enough: "frozen foods" is
    said or not. Initials ("SKR") leave no room for a mistake.
    """
    whole, alone = _plain(letters), _plain(own)
    found = {whole} | ({alone} if len(alone) >= OWN_ALONE else set())
    for each in tuple(found):
        if len(each) >= LETTERS_LESS_ONE and len(alone) >= FEWEST_LETTERS:
            found |= _less_one(each)
    return {f"w:{form}" for form in found}


def _plain(letters: str) -> str:
    return _undoubled(_MARKS.sub("", unicodedata.normalize("NFD", letters)))


def _sounded(named: list[str]) -> set[str]:
    """The consonants of the words that are the name's own, and with one left out."""
    sound = "".join(skeleton(word) for word in named if word not in GENERIC)[:LONGEST]
    if len(sound) < FEWEST_CONSONANTS:
        return set()
    less = _less_one(sound) if len(sound) >= CONSONANTS_LESS_ONE else set()
    return {f"s:{form}" for form in {sound} | less}


def _less_one(text: str) -> set[str]:
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


def _undoubled(text: str) -> str:
    return text[:1] + "".join(b for a, b in pairwise(text) if a != b)


def _words(name: str) -> list[str]:
    """The words of a name and its numbers; what Thai writes together is taken apart first."""
    text = _BOAT.sub(" ", digits(normalise(name)).casefold())
    for joined in JOINED:
        text = text.replace(joined, f" {joined.replace('/', '').strip('. ()')} ")
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    return _WORD.findall(text)
