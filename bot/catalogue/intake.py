"""A returned file taken in: what it would change, refused where a message would be wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.catalogue.exchange import REVIEWED, RefusedRow, Row, state
from bot.catalogue.folder import UNREVIEWED, messages_path, read, read_keys, words_of, write
from bot.catalogue.rules import faults, filling
from bot.domain.ids import LanguageCode
from bot.domain.wording import Key

_ENGLISH = LanguageCode("en")
_STATES = {"", REVIEWED, UNREVIEWED}


@dataclass(frozen=True, slots=True)
class Change:
    """A message that a returned file words anew, or whose review state it changes."""

    key: str
    before: str
    after: str
    state: str


def changes(folder: Path, language: LanguageCode, returned: Iterable[Row]) -> tuple[Change, ...]:
    """What the rows would change. An empty translation changes nothing.

    `RefusedRow` names the first row that is wrong: an unknown or repeated key, a lost place, a
    limit passed, an unknown state.
    """
    keys = {key.msgid: key for key in read_keys(folder) if key.needed_in(language)}
    catalog = read(messages_path(folder, language))
    english = read(messages_path(folder, _ENGLISH))
    return tuple(_changes(_fitting(returned, keys, english, language), catalog, english))


def _fitting(
    returned: Iterable[Row], keys: dict[str, Key], english: Catalog, language: LanguageCode
) -> Iterator[Row]:
    seen: set[str] = set()
    for row in returned:
        if row.key not in keys:
            raise RefusedRow(f"{row.at('key')}: no message is called {row.key}")
        if row.key in seen:
            raise RefusedRow(f"{row.at('key')}: {row.key} stands in the file twice")
        if row.state not in _STATES:
            raise RefusedRow(f"{row.at('state')}: {row.key} is {row.state!r}")
        seen.add(row.key)
        if row.translation:
            said = words_of(english.get(row.key))
            for what in _faults(keys[row.key], row.translation, said, language):
                raise RefusedRow(f"{row.at('translation')}: {row.key} {what}")
            yield row


def _faults(key: Key, text: str, english: str, language: LanguageCode) -> Iterator[str]:
    """What is wrong with a translation, or with English said anew: the places stay in both."""
    if language != _ENGLISH:
        yield from faults(key, text, english, language)
        return
    yield from filling(text, english)
    yield from faults(key, text, text, language)


def _changes(returned: Iterable[Row], catalog: Catalog, english: Catalog) -> Iterator[Change]:
    for row in returned:
        message = catalog.get(row.key)
        before = words_of(message)
        stale = row.english and row.english != words_of(english.get(row.key))
        # Whoever translated an older English text has not reviewed today's.
        now = UNREVIEWED if stale else row.state or UNREVIEWED
        if before != row.translation or (message and state(message) != now and row.state):
            yield Change(row.key, before, row.translation, now)


def take_in(folder: Path, language: LanguageCode, wanted: Iterable[Change]) -> None:
    """Write the changes into the language's file."""
    path = messages_path(folder, language)
    catalog = read(path)
    for change in wanted:
        message = catalog.get(change.key)
        if message is None:
            catalog.add(change.key)
            message = catalog[change.key]
        _set(message, change)
    write(path, catalog, language)


def _set(message: Message, change: Change) -> None:
    message.string = change.after
    message.flags.discard("fuzzy")
    others = [each for each in message.user_comments if each.strip() != UNREVIEWED]
    message.user_comments = [*others, *([UNREVIEWED] if change.state == UNREVIEWED else [])]
