"""What every message must keep to, in every language."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from bot.catalogue.forbidden import forbidden
from bot.catalogue.templates import places, stray_braces, without_places
from bot.catalogue.zawgyi import is_zawgyi
from bot.domain.ids import LanguageCode
from bot.domain.text import digits, graphemes, legible
from bot.domain.wording import Audience, Key, Kind

LONGEST_LABEL = 20
"""Grapheme clusters on a button: LINE's quick replies, the narrowest of our platforms."""
LONGEST_TEXT = 1000
"""Characters of a message: a small screen, and room for what is filled in."""
LONGEST_SENTENCE = 16
"""Words (safety rule 13)."""
_SYLLABLES_SPACED = {"vi": 24}
"""Vietnamese puts a space between syllables: 16 words are about 24 of them."""

_UNSPACED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SENTENCE_END = re.compile(r"[.!?…:;](?=\s|$)|\n|\s[–—]\s")
_WORD = regex.compile(r"\w[\w'’{}-]*")
_FIGURES = re.compile(r"\d[\d-]{1,}\d")
_PICTOGRAM = regex.compile(r"\s*(\p{Extended_Pictographic})")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a language or with one message of it; one sentence."""

    language: str
    key: str
    what: str

    def __str__(self) -> str:
        """The line that is shown."""
        return " ".join(part for part in (self.language, self.key) if part) + f": {self.what}"


def faults(key: Key, text: str, english: str, language: LanguageCode) -> Iterator[str]:
    """What is wrong with a translation; `english` is the message it says again."""
    yield from filling(text, english)
    for rule in (_letters, _length, _figures, _wording):
        yield from rule(key, text, english, language)


Rule = Callable[[Key, str, str, LanguageCode], Iterator[str]]


def filling(text: str, english: str) -> Iterator[str]:
    """What is wrong with the places to be filled."""
    here, there = places(text), places(english)
    if english and there - here:
        yield f"lost {_listed(there - here)}"
    if english and here - there:
        yield f"unknown {_listed(here - there)}"
    if stray_braces(text):
        yield "has a brace that belongs to no {place}"


def _letters(_key: Key, text: str, _english: str, language: LanguageCode) -> Iterator[str]:
    if legible(text) != text:
        yield "has characters that cannot be seen or that are not in NFC"
    if language == "my" and is_zawgyi(text):
        yield "is written in Zawgyi, not in Unicode"


def _length(key: Key, text: str, _english: str, language: LanguageCode) -> Iterator[str]:
    length = graphemes(without_places(text))
    if key.kind is Kind.BUTTON and length > LONGEST_LABEL:
        yield f"is a button of {length} letters; {LONGEST_LABEL} fit"
    if len(text) > LONGEST_TEXT:
        yield f"has {len(text)} characters; {LONGEST_TEXT} fit"
    longest = _SYLLABLES_SPACED.get(language, LONGEST_SENTENCE)
    for sentence in sentences(text) if key.audience is Audience.WORKER else ():
        if (words := len(_WORD.findall(sentence))) > longest:
            yield f"has a sentence of {words} words; {longest} are allowed: “{sentence}”"


def _figures(_key: Key, text: str, english: str, _language: LanguageCode) -> Iterator[str]:
    """A telephone number that a translation lost is a door that does not open."""
    here, there = (set(_FIGURES.findall(digits(each))) for each in (text, english))
    if english and here != there:
        yield f"has other numbers than the English: {_listed(here ^ there, braces=False)}"
    meant = _PICTOGRAM.match(english)
    found = _PICTOGRAM.match(text)
    if meant and (not found or found[1] != meant[1]):
        yield f"does not begin with {meant[1]} as the English does"


def _wording(key: Key, text: str, _english: str, language: LanguageCode) -> Iterator[str]:
    if key.audience is Audience.WORKER:
        for found in forbidden(text, language):
            yield f"says “{found}”, which no worker shall read"


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text whose words have spaces between; nothing of the others."""
    if not _UNSPACED.search(text):
        yield from (part.strip() for part in _SENTENCE_END.split(text) if part.strip())


def _listed(names: frozenset[str] | set[str], *, braces: bool = True) -> str:
    return ", ".join(f"{{{name}}}" if braces else name for name in sorted(names))
