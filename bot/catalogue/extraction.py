"""The keys that the code says, and the catalogues brought up to them."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog

from bot.catalogue.folder import (
    entries,
    key_of,
    language_folders,
    messages_path,
    notes,
    read,
    template_path,
    write,
)
from bot.domain.ids import LanguageCode
from bot.domain.wording import Key, named

_TAG = "# wording:"
_SAYS = frozenset({"Line", "about"})
"""What is called with a key: a line, or one that begins with a case number."""
_NO_KEYS: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A message some files say."""

    key: Key
    files: tuple[str, ...] = ()


def said(package: Path, vocabulary: Iterable[Key] = _NO_KEYS) -> tuple[Said, ...]:
    """All messages there must be.

    Those derived from the flows come first, in their order, then the literals of `Line("…")`
    calls by file and place. A derived key knows better than a literal what it is.
    """
    keys = {key.msgid: key for key in vocabulary}
    files: dict[str, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package.parent).as_posix()
        for key in literals(path.read_text(encoding="utf-8")):
            known = keys.setdefault(key.msgid, key)
            if key.context and not known.context:
                keys[key.msgid] = replace(known, context=key.context)
            files.setdefault(key.msgid, []).append(name)
    return tuple(
        Said(key, tuple(dict.fromkeys(files.get(msgid, ())))) for msgid, key in keys.items()
    )


@cache
def literals(source: str) -> tuple[Key, ...]:
    """The keys of a module's `Line("…")` and `about("…")` calls in their order.

    Both of `"a" if … else "b"` are.
    Comment lines directly above the call that begin with `# wording:` are for the translator.
    """
    lines = source.splitlines()
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and node.args and _called(node.func) in _SAYS
    ]
    return tuple(
        named(msgid, _comment(lines, call.lineno - 1))
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset))
        for msgid in _constants(call.args[0])
    )


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _comment(lines: list[str], call: int) -> str:
    found: list[str] = []
    while call > 0 and (line := lines[call - 1].strip()).startswith(_TAG):
        found.insert(0, line.removeprefix(_TAG).strip())
        call -= 1
    return " ".join(found)


def template(messages: Iterable[Said], language: LanguageCode | None = None) -> Catalog:
    """The list of messages as an empty catalogue: all of them, or those a language needs."""
    catalog = Catalog()
    for each in messages:
        if language is None or each.key.needed_in(language):
            catalog.add(
                each.key.msgid,
                locations=[(file, 0) for file in each.files],
                auto_comments=notes(each.key),
            )
    return catalog


def merge(folder: Path, messages: tuple[Said, ...]) -> Mapping[LanguageCode, int]:
    """Bring the template and every language up to the code; how many messages each got anew.

    Translations and comments stay. A message no longer said is kept, commented out, in case it
    returns or its words serve again.
    """
    write(template_path(folder), template(messages), None)
    added: dict[LanguageCode, int] = {}
    for language in language_folders(folder):
        path = messages_path(folder, language)
        catalog = read(path)
        before = {message.id for message in entries(catalog)}
        catalog.update(template(messages, language), no_fuzzy_matching=True)
        added[language] = sum(message.id not in before for message in entries(catalog))
        write(path, catalog, language)
    return added


def is_current(folder: Path, messages: tuple[Said, ...]) -> bool:
    """Whether the template lists what the code says, in all it tells the translators."""
    listed = [
        (key_of(each), [file for file, _ in each.locations])
        for each in entries(read(template_path(folder)))
    ]
    return listed == [
        (replace(each.key, context=" ".join(each.key.context.split())), list(each.files))
        for each in messages
    ]
