"""A case file in the words of one language, ready for paper."""

from dataclasses import dataclass
from typing import Final

import regex

from bot.domain.ids import LanguageCode
from bot.domain.prompt import Line, Listing, Literal, Prompt, Value
from bot.domain.text import legible
from bot.flows.case_file import CaseFile, Section, Table
from bot.flows.case_file_opening import full
from bot.ports import Voice

_PICTOGRAMS: Final = regex.compile(r"[\p{Extended_Pictographic}▪▫]\uFE0F?\s*")


@dataclass(frozen=True, slots=True)
class WordedTable:
    """Titles, shares of the width in hundredths, and rows."""

    titles: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WordedSection:
    """One part of the file in words."""

    title: str
    remarks: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]
    passages: tuple[tuple[str, str], ...]
    table: WordedTable | None


@dataclass(frozen=True, slots=True)
class WordedFile:
    """The whole file in words.

    `mark` goes across each page and into its foot; `page` has `{number}` and `{count}` in
    it. `photos` are the captions of the appendix, `unseen` stands for a photo that cannot be shown.
    """

    language: LanguageCode
    title: str
    mark: str
    page: str
    sections: tuple[WordedSection, ...]
    appendix: str
    photos: tuple[str, ...]
    unseen: str


def worded(file: CaseFile, voice: Voice, language: LanguageCode) -> WordedFile:
    """The file in words; what a worker said stays as it was said."""
    words = _Words(voice, language)
    number, count = "{number}", "{count}"
    return WordedFile(
        language,
        words.of(file.title),
        mark_of(voice, language, file.reader.name, words.of(full(file.reader.at))),
        words.of(Line("officer.file.page", {"number": number, "count": count})),
        tuple(words.section(each) for each in file.sections),
        words.of(Line("officer.file.part.photos")),
        tuple(
            words.of(
                Line(
                    "officer.file.photo",
                    {"number": each.number, "sha256": Literal(each.evidence.sha256)},
                )
            )
            for each in file.photos
        ),
        words.of(Line("officer.file.unseen")),
    )


def mark_of(voice: Voice, language: LanguageCode, name: str, at: str) -> str:
    """Who reads, and when: it stands across pages and photos."""
    line = Line("officer.file.mark", {"name": Literal(name), "time": Literal(at)})
    return voice.word(Prompt((line,)), language).text


@dataclass(frozen=True, slots=True)
class _Words:
    voice: Voice
    language: LanguageCode

    def section(self, section: Section) -> WordedSection:
        """One part in words."""
        return WordedSection(
            self.of(section.title),
            tuple(self.of(each) for each in section.remarks),
            tuple((self.of(each.label), self.of(each.value)) for each in section.entries),
            tuple((self.of(each.label), self.of(each.value)) for each in section.passages),
            self.table(section.table) if section.table else None,
        )

    def table(self, table: Table) -> WordedTable:
        """A table in words."""
        return WordedTable(
            tuple(self.of(each.title) for each in table.columns),
            tuple(each.share for each in table.columns),
            tuple(tuple(self.of(cell) for cell in row) for row in table.rows),
        )

    def of(self, value: Value) -> str:
        """A value in words; our own pictograms are for small screens, somebody's words are not."""
        if isinstance(value, Literal):
            return legible(value.text)  # it stays as it was said; what deceives a reader goes
        line = value if isinstance(value, Line) else Line("officer.file.value", {"value": value})
        if not _is_somebodys(value):
            return _PICTOGRAMS.sub("", self._said(line))
        return self._said(Line(line.key, {name: self._part(p) for name, p in line.params.items()}))

    def _part(self, value: Value) -> Value:
        """What stands beside somebody's words, worded for itself."""
        match value:
            case Line():
                return Literal(self.of(value))
            case Listing(items):
                return Listing(tuple(self._part(each) for each in items))
            case _:
                return value

    def _said(self, line: Line) -> str:
        return self.voice.word(Prompt((line,)), self.language).text


def _is_somebodys(value: Value) -> bool:
    """Whether somebody's own words are in it."""
    match value:
        case Literal(text):
            return bool(text)
        case Line():
            return any(_is_somebodys(each) for each in value.params.values())
        case Listing(items):
            return any(_is_somebodys(each) for each in items)
        case _:
            return False
