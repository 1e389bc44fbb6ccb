"""A case: what a centre needs to know of a conversation once it is filed."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import (
    CaseState,
    Channel,
    ConversationId,
    DistrictCode,
    LanguageCode,
    Level,
    ProvinceCode,
    Reference,
    UnitId,
)
from bot.domain.said_safe import SaidSafe


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for the level: an indicator and the answers that carry it, in codes."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything an alert may be made of, and what routing and clocks need.

    Empty strings read "not asked". `people` is 1, 2_5 or 6_more; `needs` doctor, get_out, advice;
    The place is where the person is now for anything urgent, A, B or a child, else the workplace.
    `findings` are the answers behind the level, in the order asked.
    """

    level: Level = Level.U
    urgent: bool = False
    child: bool = False
    protected: bool = False
    categories: tuple[str, ...] = ()
    language: LanguageCode = LanguageCode("")
    province: ProvinceCode | None = None
    district: DistrictCode | None = None
    place_in_words: bool = False
    outside_thailand: bool = False
    at_sea: bool = False
    landing: ProvinceCode | None = None
    lat: float | None = None
    lon: float | None = None
    people: str = ""
    needs: tuple[str, ...] = ()
    may_write: str = ""
    police: str = ""
    female_officer: bool = False
    interpreter: bool = False
    reporter: str = ""
    danger: bool = False
    gentle: bool = False
    other_language: bool = False
    danger_words: bool = False
    staff_involved: bool = False
    unfinished: bool = False
    unwanted: frozenset[UnitId] = frozenset()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerNote:
    """Words an officer wrote down; never seen by the worker."""

    text: str
    by: str
    at: datetime


class Deed(StrEnum):
    """A step of the work on a case that was taken.

    `CONTACTED`, `CONTACT_TRIED`, `REFERRED` and `CLOSED` count as progress (the clock of a taken
    case); the others do not. `AFTERCARE` and `UNHELPED` are what the worker said of how it went on.
    """

    CONTACTED = "contacted"
    CONTACT_TRIED = "contact_tried"
    REFERRED = "referred"
    FINDING = "finding"
    NRM = "nrm"
    NEXT_STEP = "next_step"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    CLOSED = "closed"
    REOPENED = "reopened"
    AFTERCARE = "aftercare"
    UNHELPED = "unhelped"

    @property
    def is_progress(self) -> bool:
        """Whether it starts the clock of a taken case anew."""
        return self in {Deed.CONTACTED, Deed.CONTACT_TRIED, Deed.REFERRED, Deed.CLOSED}


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """What was done for a case, by whom and when; `value` is a code, `text` an officer's words."""

    deed: Deed
    by: str
    at: datetime
    value: str = ""
    text: str = ""


class Grounds(StrEnum):
    """Whether an officer finds reasonable grounds to believe in trafficking or forced labour."""

    NOT_ASKED = ""
    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class OfficerFinding:
    """What an officer's own screening found, beside what the bot had found at that moment.

    Kept for measuring how often the two agree (screening.md, "The record shows"). `reason` is the
    officer's words where they differ.
    """

    level: Level
    bot_level: Level
    by: str
    at: datetime
    reason: str = ""
    grounds: Grounds = Grounds.NOT_ASKED

    @property
    def agrees(self) -> bool:
        """Whether the officer found what the bot had found."""
        return self.level is self.bot_level


@dataclass(frozen=True, slots=True)
class MoneyOutcome:
    """What became of a claim for money: whole baht and persons; None where it was not told."""

    claimed: int | None = None
    recovered: int | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Mute:
    """Notices of a worker's further words are held back, because they were only abuse.

    Proposed by one officer, it holds once somebody else has confirmed it, and as long as their
    unit has the case: no officer alone can stop hearing a worker. The words are stored all the
    same, and a call for help always passes.
    """

    by: str
    unit: UnitId
    at: datetime
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """That the worker wants the case taken back or erased, where an officer must make sure.

    `parting` is withdraw or erase; `heard` how an officer made sure (code_word or voice), empty
    while nobody has; it is carried out at `due_at`.
    """

    parting: str
    at: datetime
    heard: str = ""
    by: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a case is kept whatever the worker or the calendar says: a legal hold."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A filed complaint.

    `facts` follow the conversation's answers; `alerted_level` is the highest level ever alerted
    and only an officer lowers it. `worked` are the steps of the work on it, oldest first;
    `next_step_at` is when the officer said something is next to be done. `finding` is an officer's
    own beside the bot's `level`; `money` what became of a claim for money. `mute` holds
    back notices of further words. `basis` is the ground on
    which it is kept: consent, or vital interest (danger to life, Personal Data Protection Act
    s.24(2)). `wish` is what the worker asked for and an officer must confirm; `hold` keeps it.
    `said_safe`: "I am safe now" was said, which an officer must make sure of.
    """

    reference: Reference
    conversation: ConversationId
    channel: Channel
    opened_at: datetime
    state: CaseState
    facts: CaseFacts
    unit: UnitId
    level: Level
    alerted_level: Level | None = None
    urgent: bool = False
    alerted_urgent: bool = False
    basis: str = "consent"
    closed_at: datetime | None = None
    outcome: str = ""
    notes: tuple[OfficerNote, ...] = field(default=())
    worked: tuple[WorkEntry, ...] = ()
    next_step_at: datetime | None = None
    finding: OfficerFinding | None = None
    money: MoneyOutcome | None = None
    wish: Wish | None = None
    hold: Hold | None = None
    mute: Mute | None = None
    said_safe: SaidSafe | None = None

    @property
    def muted(self) -> bool:
        """Whether notices of the worker's further words are held back."""
        return (
            self.mute is not None and bool(self.mute.confirmed_by) and self.mute.unit == self.unit
        )

    @property
    def known_level(self) -> Level | None:
        """The gravest level that somebody was alerted to or has judged: above it is news.

        An officer may have judged a B and found a C: that B is no news any more.
        """
        known = [self.alerted_level] if self.alerted_level else []
        known += [self.finding.bot_level] if self.finding else []
        return max(known, key=lambda level: level.gravity, default=None)

    @property
    def standing_level(self) -> Level:
        """The level that clocks and lists go by: the highest alerted, or what an officer found."""
        return self.level if self.has_news() else self.alerted_level or self.level

    def has_news(self) -> bool:
        """Whether the answers are graver than what anybody was alerted to or has judged."""
        known = self.known_level
        return known is None or self.level.gravity > known.gravity

    def found(self, finding: OfficerFinding) -> Self:
        """The case as an officer judges it; only this lowers `alerted_level`."""
        return replace(self, finding=finding, alerted_level=finding.level)

    def did(self, *deeds: Deed) -> tuple[WorkEntry, ...]:
        """The steps of these kinds, oldest first."""
        return tuple(entry for entry in self.worked if entry.deed in deeds)

    def with_facts(self, facts: CaseFacts) -> Self:
        """The case after new answers; what was alerted stays the highest ever."""
        return replace(self, facts=facts, level=facts.level, urgent=facts.urgent)

    def alerted(self) -> Self:
        """The case once its present level has been alerted: `alerted_level` never falls here."""
        urgent = self.alerted_urgent or self.urgent
        return replace(self, alerted_level=self.standing_level, alerted_urgent=urgent)
