"""The typed words of each language (`words.toml`), read into the lexicon."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.catalogue.folder import home, language_folders
from bot.domain.ids import LanguageCode
from bot.domain.lexicon import Lexicon, Meaning, Words

LISTED = tuple(meaning for meaning in Meaning if meaning is not Meaning.START)
"""Meanings that every language has words for; `start` is a slash command only."""

_OTHER_LISTS = ("danger", "end_life", "particles")
_ORDER = re.compile(r"^order = (\d+)$", re.MULTILINE)
_LAST = 1000


class BadWords(ValueError):  # noqa: N818  named as the other refusals are
    """A file of words that cannot be read; the message names it."""


def read_lexicon(folder: Path | None = None) -> Lexicon:
    """The words of every language that has a folder, offered or not."""
    return _shipped() if folder is None else Lexicon(read_words(folder))


@cache
def _shipped() -> Lexicon:
    """What comes with Rongthuk, read once in the life of a process."""
    return Lexicon(read_words(home()))


def read_words(folder: Path) -> Mapping[LanguageCode, Words]:
    """Each language's words; `BadWords` names the file and the entry that is wrong."""
    return {language: words(folder, language) for language in language_folders(folder)}


def words(folder: Path, language: LanguageCode) -> Words:
    """The words of one language; none where it has no file."""
    path = folder / language / "words.toml"
    table = _table(path)
    numbers = table.pop("numbers", {})
    table.pop("order", None)
    unknown = table.keys() - {*LISTED, *_OTHER_LISTS}
    if unknown:
        raise BadWords(f"{path}: nothing is called {', '.join(sorted(unknown))}")
    for name, listed in (*table.items(), *numbers.items()):
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise BadWords(f"{path}: {name} is not a list of words")
    if not all(figure.isdecimal() for figure in numbers):
        raise BadWords(f"{path}: the names under [numbers] are figures")
    return Words(
        {meaning: tuple(table[meaning]) for meaning in LISTED if meaning in table},
        tuple(table.get("danger", ())),
        tuple(table.get("end_life", ())),
        {int(figure): tuple(listed) for figure, listed in numbers.items()},
        tuple(table.get("particles", ())),
    )


def in_order(folder: Path) -> tuple[LanguageCode, ...]:
    """All languages in the order in which they are offered: by `order`, then by code."""

    def place(language: LanguageCode) -> tuple[int, str]:
        path = folder / language / "words.toml"
        # Reading all words for this one figure would take a third of the time of a start.
        found = _ORDER.search(path.read_text(encoding="utf-8")) if path.exists() else None
        return int(found[1]) if found else _LAST, language

    return tuple(sorted(language_folders(folder), key=place))


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadWords(f"{path}: {error}") from error
