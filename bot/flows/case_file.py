"""The case file for the officer: what is known of a case, in the order in which it is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation, Evidence
from bot.domain.ids import Channel, MessageId, OfficerId, UnitId
from bot.domain.prompt import Line, Literal, Named, Value
from bot.domain.referral import Referral, ReferralKind
from bot.domain.relay import RelayMessage

EMPTY = Literal("")
"""What is not known: an empty line, to be filled in by hand. Nothing is ever made up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and what stands beside it."""

    label: Line
    value: Value = EMPTY


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `share` is its part of the width, in hundredths."""

    title: Line
    share: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a row has as many as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the file: remarks first, then entries, passages in full, a table."""

    title: Line
    remarks: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()
    passages: tuple[Entry, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the appendix, by its number in the list of evidence."""

    number: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the file is made and when; it stands across every page."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The whole file, before it is worded."""

    title: Line
    reader: Reader
    sections: tuple[Section, ...]
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """What the file is made of; `names` are those of the officers that appear in it.

    `agencies` are the names of those the case was laid before, by id; `messages` what an officer
    and the worker wrote, oldest first, of which `hidden` are answers to sensitive questions.
    `sensitive`: the edition that holds the answers which otherwise stand behind one more tap.
    """

    case: Case
    conversation: Conversation
    evidence: tuple[Evidence, ...]
    referrals: tuple[Referral, ...]
    names: Mapping[str, str]
    reader: Reader
    sensitive: bool = False
    agencies: Mapping[UnitId, str] = field(default_factory=dict)
    messages: tuple[RelayMessage, ...] = ()
    hidden: frozenset[MessageId] = frozenset()

    def unit(self, which: UnitId) -> Value:
        """A unit by the name it goes by; an agency has its own."""
        name = self.agencies.get(which)
        return Literal(name) if name else Named("unit", which)

    def called(self, who: str) -> Value:
        """The name of whoever did something; an id that is nobody's stays as it is."""
        return Literal(self.names.get(who, who))


CHANNELS: Mapping[Channel, Line] = {
    Channel.TELEGRAM: Line("officer.file.channel.telegram"),
    Channel.LINE: Line("officer.file.channel.line"),
    Channel.SIMULATOR: Line("officer.file.channel.simulator"),
}


def holders(papers: Papers) -> tuple[OfficerId, ...]:
    """Who has taken the case, each once, in the order of taking."""
    found = [
        each.holder
        for each in papers.referrals
        if each.holder is not None and each.kind is ReferralKind.CENTRE
    ]
    return tuple(dict.fromkeys(found))


def stacked(items: tuple[Value, ...]) -> Value:
    """One below the other; nothing where there is none."""
    if not items:
        return EMPTY
    *before, stack = items
    for item in reversed(before):
        stack = Line("officer.file.stacked", {"first": item, "rest": stack})
    return stack
