"""What a worker reads in the copy of what is kept of them: every part, still without words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.agency import Agency
from bot.domain.case import Case
from bot.domain.conversation import Answer, Conversation, Evidence, EvidenceState
from bot.domain.ids import LanguageCode, MessageId, QuestionId, ReferralState, UnitId
from bot.domain.incoming import MediaKind
from bot.domain.phrase import Phrases
from bot.domain.prompt import Line, Listing, Literal, Moment, MomentForm, Named, Value
from bot.domain.relay import Direction, RelayMessage
from bot.flows.endings import spoken
from bot.flows.intake import DESPAIR
from bot.flows.officer import is_sensitive
from bot.flows.questions import Kind, Question
from bot.flows.refer_consent import for_worker
from bot.flows.relay_screens import SKIP, said
from bot.flows.turn import Surroundings

CONSENTS = ("consent_keep", "consent_statistics", "may_write", "tell_police")
MARKS: Mapping[MediaKind, str] = {
    MediaKind.PHOTO: "📷",
    MediaKind.VOICE: "🎤",
    MediaKind.AUDIO: "🎤",
    MediaKind.VIDEO: "🎞",
    MediaKind.DOCUMENT: "📄",
}
HIDDEN = frozenset({"code_word", DESPAIR})
"""The code-word is no more than known to be set: whoever reads the copy must not learn it."""


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody of a unit looked at a case or changed it, and when; never who."""

    at: datetime
    unit: UnitId
    action: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of a worker in one conversation, and in the case filed from it.

    `agencies` are those that its referrals name.
    """

    conversation: Conversation
    case: Case | None = None
    evidence: tuple[Evidence, ...] = ()
    referrals: tuple["Laid", ...] = ()
    agencies: Mapping[UnitId, Agency] = field(default_factory=dict)
    messages: tuple[RelayMessage, ...] = ()
    looks: tuple[Look, ...] = ()

    @property
    def files(self) -> tuple[Evidence, ...]:
        """What was not taken back."""
        return tuple(each for each in self.evidence if each.state is not EvidenceState.ERASED)

    @property
    def talk(self) -> tuple[RelayMessage, ...]:
        """What was written to the worker and arrived, and what the worker answered."""
        from_worker = Direction.FROM_WORKER
        return tuple(m for m in self.messages if m.direction is from_worker or m.was_seen)


@dataclass(frozen=True, slots=True)
class Laid:
    """That the case was told to a unit; to an agency with what was asked of it."""

    unit: UnitId
    at: datetime
    state: ReferralState
    wants: tuple[str, ...] = ()
    consents: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyPart:
    """One part of the copy: a title, and its lines."""

    title: Line
    lines: tuple[Line, ...]


def parts(holding: Holding, around: Surroundings, language: LanguageCode) -> tuple[CopyPart, ...]:
    """Everything that is not sensitive, in the order in which it is understood."""
    case = holding.case
    # wording: In the worker's own copy, as "filed.number" but without bold letters.
    number = [Line("copy.number", {"reference": Literal(case.reference)})] if case else []
    return _filled(
        # wording: Title in the worker's own copy: what they said and sent.
        (Line("copy.part.told"), [*number, *_told(holding, around, sensitive=False)]),
        # wording: Title in the worker's own copy: what they agreed to.
        (Line("copy.part.agreed"), _agreed(holding, around)),
        # wording: Title in the worker's own copy: which offices were told of it.
        (Line("copy.part.passed"), _passed(holding, language)),
        # wording: Title in the worker's own copy: messages between the worker and officers.
        (Line("copy.part.talk"), _talk(holding, around.phrases)),
        # wording: Title in the worker's own copy: which offices looked at it, and when.
        (Line("copy.part.looked"), _looked(holding)),
    )


def private_parts(holding: Holding, around: Surroundings) -> tuple[CopyPart, ...]:
    """The sensitive answers, which stand behind one more tap."""
    told = _told(holding, around, sensitive=True)
    # wording: Title in the worker's own copy: answers about the body, health and papers.
    return _filled((Line("copy.part.private"), told))


def _filled(*parts: tuple[Line, Iterable[Line]]) -> tuple[CopyPart, ...]:
    found = (CopyPart(title, tuple(lines)) for title, lines in parts)
    return tuple(part for part in found if part.lines)


def _told(holding: Holding, around: Surroundings, *, sensitive: bool) -> Iterable[Line]:
    for answer in holding.conversation.answers:
        question = around.intake.questions.get(answer.question)
        if question is None or question.id == DESPAIR or not (answer.values or answer.words):
            continue
        if _is_private(question.id, around) is sensitive:
            value = _said(answer, question, around)
            yield Line("review.line", {"name": Line(f"name.{question.id}"), "value": value})
    for note in holding.conversation.notes:
        if _is_private(note.question, around) is sensitive:
            yield _item(note.at, Literal(note.text))
    for each in holding.files:
        if _is_private(each.question, around) is sensitive:
            yield _item(each.at, Literal(MARKS[each.kind]))


def _is_private(question: QuestionId | None, around: Surroundings) -> bool:
    if question is None:
        return False
    known = around.intake.questions.get(question)
    return is_sensitive(question) or (known is not None and known.sensitive)


def _said(answer: Answer, question: Question, around: Surroundings) -> Value:
    """What was chosen, or the words in full; and the exact position, where one was shared."""
    if question.id == "language" and answer.value in around.languages:
        return Named("language", answer.value)
    in_words = question.kind is Kind.TELL or answer.value == "words"
    own = in_words and bool(answer.words) and question.id not in HIDDEN
    value = Literal(answer.words) if own else spoken(answer, question, around)
    if answer.lat is None or answer.lon is None:
        return value
    return Listing((value, Literal(f"📍 {answer.lat:.5f}, {answer.lon:.5f}")))


def _agreed(holding: Holding, around: Surroundings) -> Iterable[Line]:
    for answer in holding.conversation.answers:
        question = around.intake.questions.get(answer.question)
        if question is None or answer.question not in CONSENTS:
            continue
        value = _said(answer, question, around)
        line = Line("review.line", {"name": Line(f"name.{question.id}"), "value": value})
        yield _item(answer.at, line)
        if answer.wording:
            # wording: In the worker's own copy: the words in which they were asked for consent.
            yield Line("copy.asked", {"words": Literal(answer.wording)})


def _passed(holding: Holding, language: LanguageCode) -> Iterable[Line]:
    for each in holding.referrals:
        agency = holding.agencies.get(each.unit)
        if agency is None:
            yield _item(each.at, Named("unit", each.unit))
        elif each.state is not ReferralState.ASKED:
            yield _item(each.at, for_worker(agency, language))
            yield Line("refer.tells")
        for consent in each.consents:
            yield _item(datetime.fromisoformat(consent["at"]), Line(_choice(consent["value"])))


def _choice(value: str) -> str:
    return f"choice.refer.{value}"


def _talk(holding: Holding, phrases: Phrases) -> Iterable[Line]:
    questions = {each.id: each for each in holding.messages}
    for each in holding.talk:
        to_worker = each.direction is Direction.TO_WORKER
        words: Value = said(each) if to_worker else _answer(each, questions, phrases)
        who = Named("unit", each.unit) if to_worker else Literal("➡")
        yield Line("review.line", {"name": who, "value": words})


def _answer(
    reply: RelayMessage, questions: Mapping[MessageId, RelayMessage], phrases: Phrases
) -> Value:
    asked = questions.get(reply.answers)
    phrase = phrases.named.get(asked.phrase) if asked else None
    if reply.value == SKIP:
        return Line("value.skipped")
    if reply.value and phrase is not None:
        return Line(phrase.answer_key(reply.value))
    if reply.words:
        return Literal(reply.words)
    return Literal("📎" if reply.evidence else "📍")


def _looked(holding: Holding) -> Iterable[Line]:
    for look in holding.looks:
        yield _item(look.at, Named("unit", look.unit))


def _item(at: datetime, what: Value) -> Line:
    """One thing with its day and time."""
    params: dict[str, Value] = {
        "day": Moment(at, MomentForm.DATE),
        "time": Moment(at),
        "what": what,
    }
    # wording: A line of the worker's own copy: day, time, and what it was.
    return Line("copy.item", params)
