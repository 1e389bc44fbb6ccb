"""How far each language is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.catalogue.folder import (
    absent,
    language_folders,
    messages_path,
    read,
    read_keys,
    unreviewed,
    words_of,
)
from bot.domain.ids import LanguageCode
from bot.domain.recording import Recorded
from bot.domain.wording import Audience, Key


@dataclass(frozen=True, slots=True)
class Progress:
    """One language's counts: `complete` means that it is offered to workers.

    `voices` is how many messages have a recorded voice, `voiceless` which have none, `outdated`
    those whose voice speaks other words than stand there now; a message with places to fill has
    no voice.
    """

    language: LanguageCode
    messages: int
    translated: int
    missing: tuple[str, ...]
    fuzzy: int
    unreviewed: int
    complete: bool
    voices: int
    voiceless: tuple[str, ...]
    outdated: tuple[str, ...]


Voiced = Callable[[LanguageCode], Mapping[str, Recorded]]
"""How each message that can be recorded in a language stands."""


def _unvoiced(_: LanguageCode) -> Mapping[str, Recorded]:
    return {}


def progress(folder: Path, voiced: Voiced = _unvoiced) -> tuple[Progress, ...]:
    """Every language; `voiced` tells of its recordings."""
    keys = read_keys(folder)
    return tuple(
        _progress(language, keys, read(messages_path(folder, language)), voiced(language))
        for language in language_folders(folder)
    )


def _progress(
    language: LanguageCode,
    keys: tuple[Key, ...],
    catalog: Catalog,
    voiced: Mapping[str, Recorded],
) -> Progress:
    needed = [key for key in keys if key.needed_in(language)]
    missing = absent(needed, language, catalog)
    found = [message for key in needed if (message := catalog.get(key.msgid))]
    return Progress(
        language,
        messages=len(needed),
        translated=len(needed) - len(missing),
        missing=tuple(key.msgid for key in missing),
        fuzzy=sum(message.fuzzy for message in found),
        unreviewed=sum(unreviewed(message) and bool(words_of(message)) for message in found),
        complete=bool(keys) and not any(key.audience is Audience.WORKER for key in missing),
        voices=sum(state is Recorded.CURRENT for state in voiced.values()),
        voiceless=tuple(key for key, state in voiced.items() if state is Recorded.MISSING),
        outdated=tuple(key for key, state in voiced.items() if state is Recorded.OUTDATED),
    )
