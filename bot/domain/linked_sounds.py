"""What is heard of a name: its consonants in seven-bit letters, the same from Thai and from Latin.

Sounds that Thai names are romanised with at will are one: b and p, d and t, g and k, ch and j, ph
and p, th and t, kh and k, and l, r and n, since an l or r that ends a syllable is said as n.
Vowels, tones, h, w and y are left out but at the beginning.
"""

import unicodedata
from typing import Final

import regex

_THAI: Final = {
    **dict.fromkeys("กขฃคฅฆ", "k"),
    **dict.fromkeys("จฉชฌ", "c"),
    **dict.fromkeys("ซศษส", "s"),
    **dict.fromkeys("ดตฎฏฐฑฒถทธ", "t"),
    **dict.fromkeys("งญนณรลฬฤ", "n"),
    **dict.fromkeys("บปผพภ", "p"),
    **dict.fromkeys("ฝฟ", "f"),
    "ย": "y",
    **dict.fromkeys("หฮ", "h"),
    "ม": "m",
    "ว": "w",
}
_LATIN: Final = {
    **dict.fromkeys("bp", "p"),
    **dict.fromkeys("dtđ", "t"),
    **dict.fromkeys("gkq", "k"),
    **dict.fromkeys("sz", "s"),
    **dict.fromkeys("lrn", "n"),
    **dict.fromkeys("wv", "w"),
    **{each: each for each in "cfhjmy"},
    "x": "ks",
}
_SPELLINGS: Final = (
    *(("tch", "j"), ("sch", "s"), ("sh", "s"), ("ch", "j"), ("ph", "p"), ("th", "t"), ("kh", "k")),
    *(("gh", "k"), ("ck", "k"), ("ng", "n"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k")),
    ("j", "c"),
)
"""Two letters for one sound; `j` stands for ch until the end."""
_THAI_SPELLINGS: Final = (("ทร", "ซ"), ("รร", "น"), ("ัว", ""), ("ำ", "ม"))
_TWICE: Final = regex.compile(r"(\p{L})\1+")
# A consonant under thanthakhat is not heard.
_SILENT: Final = regex.compile(r"[ก-ฮ][ิุ]?์")
_LATE: Final = frozenset("hwy")


def skeleton(word: str) -> str:
    """The consonants of a word; of other scripts than Thai and Latin the letters as they are."""
    word = _TWICE.sub(r"\1", word)
    thai = any("ก" <= letter <= "ฮ" for letter in word)
    heard = _of_thai(word) if thai else _of_latin(word)
    return heard[:1] + "".join(each for each in heard[1:] if each not in _LATE)


def _of_thai(word: str) -> str:
    word = _SILENT.sub("", word)
    for written, spoken in _THAI_SPELLINGS:
        word = word.replace(written, spoken)
    return "".join(_THAI.get(letter, "") for letter in word)


def _of_latin(word: str) -> str:
    plain = "".join(
        each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each)
    )
    for written, spoken in _SPELLINGS:
        plain = plain.replace(written, spoken)
    return "".join(_LATIN.get(letter, _as_it_is(letter)) for letter in plain)


def _as_it_is(letter: str) -> str:
    return "" if letter in "aeiou" or not letter.isalpha() else letter
