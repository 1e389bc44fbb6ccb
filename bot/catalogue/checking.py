"""Whether the catalogues are whole: nothing missing, nothing left over, every message right."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError

from bot.catalogue.back_translations import unproven
from bot.catalogue.extraction import Said, is_current
from bot.catalogue.folder import (
    entries,
    language_folders,
    messages_path,
    read,
    settled,
    template_path,
    words_of,
)
from bot.catalogue.glossary import docs_of, drift
from bot.catalogue.rules import Problem, faults
from bot.catalogue.words import LISTED, BadWords, read_words
from bot.domain.ids import LanguageCode
from bot.domain.lexicon import Lexicon
from bot.domain.wording import Key

ENGLISH = LanguageCode("en")


def problems(folder: Path, messages: tuple[Said, ...]) -> Iterator[Problem]:
    """All that is wrong, language by language; `messages` is what the code says."""
    if not is_current(folder, messages):
        name = template_path(folder).name
        yield Problem("", "", f"{name} is not what the code says; run: rongthuk locales extract")
    keys = {each.key.msgid: each.key for each in messages}
    english = _readable(folder, ENGLISH) or Catalog()
    readable: dict[LanguageCode, Catalog] = {}
    for language in language_folders(folder):
        catalog = _readable(folder, language)
        if catalog is None:
            yield Problem(language, "", f"{messages_path(folder, language)} cannot be read")
        else:
            readable[language] = catalog
            yield from _of_language(language, catalog, english, keys)
    yield from _typed(folder)
    yield from drift(docs_of(folder), readable, keys)
    yield from unproven(docs_of(folder), readable, keys)


def _readable(folder: Path, language: LanguageCode) -> Catalog | None:
    try:
        return read(messages_path(folder, language))
    except (PoFileError, UnicodeDecodeError, ValueError):
        return None


def _of_language(
    language: LanguageCode, catalog: Catalog, english: Catalog, keys: Mapping[str, Key]
) -> Iterator[Problem]:
    for msgid, key in keys.items():
        if key.needed_in(language):
            for what in _of_message(key, catalog, english, language):
                yield Problem(language, msgid, what)
    for message in entries(catalog):
        if message.id not in keys:
            yield Problem(language, str(message.id), "no code says it")
        elif not keys[str(message.id)].needed_in(language):
            yield Problem(language, str(message.id), "nobody reads it in this language")


def _of_message(
    key: Key, catalog: Catalog, english: Catalog, language: LanguageCode
) -> Iterator[str]:
    message = catalog.get(key.msgid)
    if message is None:
        yield "is not in the catalogue"
    elif not words_of(message):
        yield "is not translated"
    elif message.fuzzy:
        yield "is marked fuzzy"
    else:
        yield from faults(key, settled(message), words_of(english.get(key.msgid)), language)


def _typed(folder: Path) -> Iterator[Problem]:
    """What is wrong with the words that people type."""
    try:
        words = read_words(folder)
    except BadWords as wrong:
        yield Problem("", "", str(wrong))
        return
    for language, each in words.items():
        lacking = [meaning.value for meaning in LISTED if not each.meanings.get(meaning)]
        lacking += [name for name in ("danger", "end_life") if not getattr(each, name)]
        lacking += [str(number) for number in range(11) if not each.numbers.get(number)]
        for name in lacking:
            yield Problem(language, f"words.toml {name}", "lists no words")
    for language, spelling, meanings in Lexicon(words).conflicts():
        yield Problem(language, f"words.toml “{spelling}”", f"means {' and '.join(meanings)}")
