"""Whether somebody who read only the translation has said, of each message, what it means."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.catalogue.folder import words_of
from bot.catalogue.rules import Problem
from bot.domain.ids import LanguageCode
from bot.domain.wording import Audience, Key

COLUMNS = ("key", "translation", "back_translation", "remark")
_ENGLISH = LanguageCode("en")


def unproven(
    docs: Path, catalogs: Mapping[LanguageCode, Catalog], keys: Mapping[str, Key]
) -> Iterator[Problem]:
    """Each message for workers whose row in `docs/translations` is missing, old or empty.

    A row is evidence about the very words that workers read now: of other words it proves
    nothing. Nothing where there is no such folder; English needs no rows.
    """
    folder = docs / "translations"
    if not folder.is_dir():
        return
    for language, catalog in catalogs.items():
        if language != _ENGLISH:
            path = folder / f"{language}.csv"
            yield from _of_language(path, language, catalog, keys.values())


def _of_language(
    path: Path, language: LanguageCode, catalog: Catalog, keys: Iterable[Key]
) -> Iterator[Problem]:
    rows = _rows(path)
    name = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    for key in keys:
        said = key.audience is Audience.WORKER and words_of(catalog.get(key.msgid))
        if said and key.msgid not in rows:
            yield Problem(language, key.msgid, f"has no row in {name}")
    for msgid, row in rows.items():
        for what in _of_row(row, words_of(catalog.get(msgid))):
            yield Problem(language, msgid, f"{what} in {name}")


def _of_row(row: Mapping[str, str], said: str) -> Iterator[str]:
    if not said:
        yield "is said no more and still has a row"
        return
    if row["translation"] != said:
        yield "has a row about other words than are said now"
    if not row["back_translation"].strip():
        yield "has a row without a back-translation"


def _rows(path: Path) -> Mapping[str, Mapping[str, str]]:
    """The rows by key, none where there is no file; a column that lacks is empty."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row.get("key") or "": {column: row.get(column) or "" for column in COLUMNS}
            for row in csv.DictReader(file)
        }
