"""How far each language is."""

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
from bot.domain.wording import Audience, Key, Kind

VOICE_SUFFIX = ".m4a"


@dataclass(frozen=True, slots=True)
class Progress:
    """One language's counts: `complete` means that it is offered to workers.

    `voiceless` is how many texts for the worker nobody has recorded yet, None where the folder of
    recordings is not known.
    """

    language: LanguageCode
    messages: int
    translated: int
    missing: tuple[str, ...]
    fuzzy: int
    unreviewed: int
    complete: bool
    voiceless: int | None


def progress(folder: Path, voices: Path | None = None) -> tuple[Progress, ...]:
    """Every language; recordings are `<voices>/<language>/<key>.m4a`."""
    keys = read_keys(folder)
    return tuple(
        _progress(language, keys, read(messages_path(folder, language)), voices)
        for language in language_folders(folder)
    )


def _progress(
    language: LanguageCode, keys: tuple[Key, ...], catalog: Catalog, voices: Path | None
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
        voiceless=_voiceless(needed, voices / language) if voices else None,
    )


def _voiceless(keys: list[Key], recordings: Path) -> int:
    spoken = (key for key in keys if key.audience is Audience.WORKER and key.kind is Kind.TEXT)
    return sum(not (recordings / f"{key.msgid}{VOICE_SUFFIX}").exists() for key in spoken)
