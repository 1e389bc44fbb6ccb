"""A conversation: the answers given so far, and what was last asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.domain.ids import ConversationId, EvidenceId, LanguageCode, QuestionId, Reference
from bot.domain.incoming import Chat, MediaKind
from bot.domain.recording import Spoken
from bot.domain.sniffing import FileType


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the values chosen, or the words told, and how the question was put.

    `wording` is the exact text shown, `language` its language; `complete` is False while a
    question with several choices is still being answered. `raw` is what was typed, where the words
    had to be converted from Zawgyi.
    """

    question: QuestionId
    values: tuple[str, ...]
    at: datetime
    words: str = ""
    evidence: tuple[EvidenceId, ...] = ()
    language: LanguageCode = LanguageCode("")
    wording: str = ""
    complete: bool = True
    lat: float | None = None
    lon: float | None = None
    message: str = ""
    raw: str = ""

    @property
    def value(self) -> str:
        """The first value, or an empty string."""
        return self.values[0] if self.values else ""


class Answers(Mapping[QuestionId, Answer]):
    """The answers of a conversation, in the order in which they were given."""

    __slots__ = ("_by_question",)

    def __init__(self, answers: tuple[Answer, ...] = ()) -> None:
        """Keep the last answer to each question."""
        self._by_question = {answer.question: answer for answer in answers}

    def __getitem__(self, question: QuestionId) -> Answer:
        """The answer to a question."""
        return self._by_question[question]

    def __iter__(self) -> Iterator[QuestionId]:
        """The questions answered."""
        return iter(self._by_question)

    def __len__(self) -> int:
        """How many questions have an answer."""
        return len(self._by_question)

    def value(self, question: str) -> str:
        """The value given, or an empty string."""
        answer = self._by_question.get(QuestionId(question))
        return answer.value if answer else ""

    def has(self, question: str, *values: str) -> bool:
        """Whether one of these values was given."""
        answer = self._by_question.get(QuestionId(question))
        return answer is not None and any(value in answer.values for value in values)

    def complete(self, question: str) -> bool:
        """Whether the question is done with."""
        answer = self._by_question.get(QuestionId(question))
        return answer is not None and answer.complete


@dataclass(frozen=True, slots=True)
class Asked:
    """The question on the screen: what was shown, when and in which words.

    `page` is the place in a longer choice (a region's provinces), `labels` the buttons as worded,
    so that typed words can be read against them. `covered`: something else was said after it, so
    typed words are no longer taken for its answer; its buttons still are. `aloud` is what of it
    can be listened to, one sound each.
    """

    question: QuestionId
    at: datetime
    page: str = ""
    wording: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    covered: bool = False
    aloud: tuple[tuple[Spoken, ...], ...] = ()


class Gate(StrEnum):
    """The safety gate: nothing with content is shown unless it is open."""

    OPEN = "open"
    ASKED = "asked"  # "Can you talk safely now?" stands on the screen again
    CODE_WORD = "code_word"  # safe, but the code-word has not been given
    SHUT = "shut"  # "No": silent until the worker writes


@dataclass(frozen=True, slots=True)
class Note:
    """Words that matched no answer, kept for the officer."""

    text: str
    at: datetime
    question: QuestionId | None = None
    message: str = ""
    raw: str = ""


class EvidenceState(StrEnum):
    """How far a file has come."""

    RECEIVED = "received"  # the message is on disk
    KEPT = "kept"  # its bytes are
    FAILED = "failed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo, recording, film or document; `file` is the platform's reference to it.

    Files of one album carry the same `album`. `size` in bytes, `sha256` of the kept original;
    `key` opens the file. `sniffed` is what its bytes are; `name` is harmless and ends like them,
    `mime` is only what its sender calls it.
    """

    id: EvidenceId
    conversation: ConversationId
    chat: Chat
    kind: MediaKind
    file: str
    at: datetime
    state: EvidenceState = EvidenceState.RECEIVED
    mime: str = ""
    name: str = ""
    size: int | None = None
    sha256: str = ""
    album: str = ""
    message: str = ""
    question: QuestionId | None = None
    attempts: int = 0
    key: str = field(default="", repr=False)
    sniffed: FileType = FileType.UNKNOWN

    def taken_back(self) -> Self:
        """Nothing that finds, opens or describes it: its bytes go next, copies of them are dead."""
        bare = replace(self, file="", name="", mime="", size=None, sha256="", key="")
        return replace(bare, state=EvidenceState.ERASED)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One intake with one person, from the first message until it is filed, kept or forgotten.

    `answers` stand in the order given. `deferred` are the questions put off once ("later").
    `editing` marks a question whose answer holds until it is replaced. `interjection` is a
    question that stands outside the flow (stop, start over, delete). `heard_at` is the worker's
    last message. `reference` is the case filed from it, `filed_after` how many answers it had
    then. `marks` are modes the worker chose: `just_talk`, `send`. `album` is the last album
    a photo came in. `before` is the case of the conversation before this one, where the person
    started over, as far as it may be shown; `earlier` is the same, for danger told anew alone.
    `aftercare_at` is when they are next asked how they are, once the case is closed; `parting_at`
    when a wish of theirs that an officer confirmed is carried out. `withdrawn`: they took their
    case back, so nothing about it is said to them any more. `zawgyi` is whether the person's
    Burmese was last found to be typed so. `number` is what it is opened by from another phone, and
    its case's number once it is filed; `moved_at` is when that was last done, `began_with` the
    account it was begun with, if another. `number_asked` and `pin_pending` (a hash) live only while
    a number or a PIN is asked for.
    """

    id: ConversationId
    chat: Chat
    account: str
    language: LanguageCode
    started_at: datetime
    heard_at: datetime
    answers: tuple[Answer, ...] = ()
    deferred: tuple[QuestionId, ...] = ()
    editing: QuestionId | None = None
    interjection: QuestionId | None = None
    asked: Asked | None = None
    gate: Gate = Gate.OPEN
    safe_at: datetime | None = None
    notes: tuple[Note, ...] = ()
    evidence: tuple[EvidenceId, ...] = ()
    reference: Reference | None = None
    before: Reference | None = None
    earlier: Reference | None = None
    aftercare_at: datetime | None = None
    parting_at: datetime | None = None
    withdrawn: bool = False
    stopped: bool = False
    blocked: bool = False
    nudged: bool = False
    ended: bool = False
    danger_words: bool = False
    filed_after: int = 0
    unread_voices: int = 0
    album: str = ""
    zawgyi: bool | None = None
    number: Reference | None = None
    moved_at: datetime | None = None
    began_with: str = ""
    number_asked: Reference | None = None
    pin_pending: str = field(default="", repr=False)
    marks: frozenset[str] = field(default=frozenset())

    @property
    def record(self) -> Answers:
        """The answers as a mapping."""
        return Answers(self.answers)

    @property
    def filed_due_at(self) -> datetime | None:
        """When something next happens by itself to one whose case is filed."""
        return min((at for at in (self.aftercare_at, self.parting_at) if at), default=None)
