"""Bold marks and long texts: pieces of at most 4096 units, with bold where it was asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from bot.channels.telegram.limits import TEXT_UNITS

_BOLD: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BREAKS: Final = ("\n\n", "\n", " ")


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain words; `bold` holds offset and length in UTF-16 units, as Telegram counts."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()


def pieces(text: str, limit: int = TEXT_UNITS) -> tuple[Piece, ...]:
    """The text in pieces of at most `limit` UTF-16 units, none of them empty.

    Cut between paragraphs, else lines, else words, else letters as people see them. A pair of
    `**` in one line makes bold; a single one stays as it is.
    """
    plain, bold = _bold(text)
    return tuple(_piece(plain, start, end, bold) for start, end in _spans(plain, limit))


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bold(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and from where to where it is bold, in code points."""
    plain, ranges, done = "", [], 0
    for mark in _BOLD.finditer(text):
        plain += text[done : mark.start()]
        ranges.append((len(plain), len(plain) + len(mark[1])))
        plain += mark[1]
        done = mark.end()
    return plain + text[done:], ranges


def _piece(plain: str, start: int, end: int, bold: list[tuple[int, int]]) -> Piece:
    inside = ((max(first, start), min(last, end)) for first, last in bold)
    return Piece(
        plain[start:end],
        tuple(
            (units(plain[start:first]), units(plain[first:last]))
            for first, last in inside
            if first < last
        ),
    )


def _spans(plain: str, limit: int) -> Iterator[tuple[int, int]]:
    start = _past_space(plain, 0)
    while start < len(plain):
        reach = _reach(plain, start, limit)
        cut = reach if reach == len(plain) else _cut(plain, start, reach)
        yield start, start + len(plain[start:cut].rstrip())
        start = _past_space(plain, cut)


def _past_space(plain: str, start: int) -> int:
    return len(plain) - len(plain[start:].lstrip())


def _reach(plain: str, start: int, limit: int) -> int:
    """How far `limit` units go."""
    end = min(len(plain), start + limit)
    while units(plain[start:end]) > limit:
        end -= max(1, (units(plain[start:end]) - limit) // 2)
    return end


def _cut(plain: str, start: int, reach: int) -> int:
    """The best place to cut before `reach`."""
    for gap in _BREAKS:
        at = plain.rfind(gap, start + 1, reach + 1)
        if at > start:
            return at
    letters = [start + letter.end() for letter in regex.finditer(r"\X", plain[start:reach])]
    return letters[-2] if letters[1:] else reach  # the last one may go on beyond
