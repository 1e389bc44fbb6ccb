"""Whether each language says the same word for the same thing, as the glossary chose it."""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex
from babel.messages.catalog import Catalog

from bot.catalogue.folder import settled
from bot.catalogue.rules import Problem
from bot.catalogue.templates import without_places
from bot.domain.ids import LanguageCode

_ENGLISH = LanguageCode("en")
_ABOUT = frozenset({"term", "definition", "why"})
"""The columns that are for people; each of the others is a language."""

Messages = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A thing that is spoken of, and its words: by language, each of which will do."""

    name: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Exempt:
    """A message that says a term in other words, for a reason."""

    key: str
    language: str
    term: str


def docs_of(folder: Path) -> Path:
    """Where the glossary of a folder of languages is: in the source tree, not in a package."""
    return folder.parent.parent / "docs"


def read_terms(path: Path) -> tuple[Term, ...]:
    """The glossary; a word and its alternatives stand in one cell, with ` | ` between."""
    return tuple(
        Term(row["term"], {code: _words(row[code]) for code in row if code not in _ABOUT})
        for row in _rows(path)
    )


def read_exempt(path: Path) -> frozenset[Exempt]:
    """The messages that need not keep to the glossary; none where there is no such file."""
    rows = _rows(path) if path.exists() else []
    return frozenset(Exempt(row["key"], row["language"], row["term"]) for row in rows)


def drift(
    docs: Path, catalogs: Mapping[LanguageCode, Catalog], keys: Collection[str]
) -> Iterator[Problem]:
    """Each message of `keys` that lacks the chosen word for what its English speaks of.

    Exceptions and words that nothing needs are named too. Nothing where there is no glossary
    or no English; a language that has no column, or a term no word in it, is not held to it.
    """
    if _ENGLISH not in catalogs or not (docs / "glossary.csv").exists():
        return
    terms = read_terms(docs / "glossary.csv")
    said = {language: _messages(catalog, keys) for language, catalog in catalogs.items()}
    spoken = _spoken(terms, said[_ENGLISH])
    lacking = dict(_lacking(spoken, said))
    exempt = read_exempt(docs / "glossary_exceptions.csv")
    for each in sorted(lacking.keys() - exempt, key=_place):
        yield Problem(each.language, each.key, f"says “{each.term}” without {lacking[each]}")
    for each in sorted(exempt - lacking.keys(), key=_place):
        what = f"is listed as an exception for “{each.term}” and needs none"
        yield Problem(each.language, each.key, what)
    yield from _shared(terms)
    yield from _unused(terms, spoken, said)


def _spoken(terms: tuple[Term, ...], english: Messages) -> Mapping[str, tuple[Term, ...]]:
    """Which terms each English message speaks of.

    Where two could be meant the longer words win: “pay back” is not about “pay”.
    """
    owners = {_plain(word): term for term in terms for word in term.words[_ENGLISH]}
    pattern = _standing(tuple(sorted(owners, key=len, reverse=True)))
    return {
        key: tuple({owners[word].name: owners[word] for word in found}.values())
        for key, found in ((key, pattern.findall(_plain(said))) for key, said in english.items())
    }


def _lacking(
    spoken: Mapping[str, tuple[Term, ...]], said: Mapping[LanguageCode, Messages]
) -> Iterator[tuple[Exempt, str]]:
    """What is said in other words, and the words that were chosen."""
    for language, messages in said.items():
        for key, text in messages.items():
            for term in spoken.get(key, ()):
                words = term.words.get(language)
                if words and not _standing(words).search(_plain(text)):
                    chosen = " or ".join(f"“{word}”" for word in words)
                    yield Exempt(key, language, term.name), chosen


def _shared(terms: tuple[Term, ...]) -> Iterator[Problem]:
    """An English word of two terms: a message that has it could be about either."""
    owners: dict[str, str] = {}
    for term in terms:
        for word in term.words[_ENGLISH]:
            other = owners.setdefault(_plain(word), term.name)
            if other != term.name:
                what = f"the glossary has “{word}” for “{other}” and for “{term.name}”"
                yield Problem(_ENGLISH, "", what)


def _unused(
    terms: tuple[Term, ...],
    spoken: Mapping[str, tuple[Term, ...]],
    said: Mapping[LanguageCode, Messages],
) -> Iterator[Problem]:
    """A word that no message says for its term is a wish, not the language's word.

    English may list ahead what a message might say some day.
    """
    translations = {code: messages for code, messages in said.items() if code != _ENGLISH}
    for language, messages in translations.items():
        for term in terms:
            about = [_plain(text) for key, text in messages.items() if term in spoken.get(key, ())]
            for word in term.words.get(language, ()):
                if not any(_standing((word,)).search(text) for text in about):
                    what = f"the glossary has “{word}” for “{term.name}”, which no message says"
                    yield Problem(language, "", what)


@cache
def _standing(words: tuple[str, ...]) -> regex.Pattern[str]:
    """Any of the words: whole ones in Latin letters, stems in scripts that have no spaces."""
    any_of = "|".join(regex.escape(_plain(word)) for word in words)
    return regex.compile(rf"(?<!\p{{Latin}})(?:{any_of})(?!\p{{Latin}})")


def _plain(text: str) -> str:
    return " ".join(without_places(text).split()).casefold()


def _messages(catalog: Catalog, keys: Collection[str]) -> Messages:
    texts = {key: settled(catalog.get(key)) for key in keys}
    return {key: text for key, text in texts.items() if text}


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split("|") if word.strip())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _place(each: Exempt) -> tuple[str, str, str]:
    return each.language, each.key, each.term
