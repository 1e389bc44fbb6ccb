"""Questions and the conditions under which they count."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.conversation import Answers
from bot.domain.ids import QuestionId
from bot.domain.questionnaire import Screening
from bot.domain.triage import Triage, assess


class Kind(StrEnum):
    """How a question is answered."""

    CHOOSE = "choose"
    TELL = "tell"  # words, voice, photos
    PLACE = "place"  # a location, a province, words
    DISTRICT = "district"


class Part(StrEnum):
    """The stretch of the intake a question belongs to; progress and notices go by it."""

    SAFETY = "safety"
    URGENT = "urgent"
    CONSENT = "consent"
    COMPLAINT = "complaint"
    SCREENING = "screening"
    DETAILS = "details"
    CONTACT = "contact"
    REVIEW = "review"


class Sight:
    """What a condition may look at: the answers that count so far, and what they amount to."""

    def __init__(self, answers: Answers, screening: Screening) -> None:
        """Look at `answers`; triage is worked out only when a condition asks for it."""
        self.answers = answers
        self._screening = screening

    def told_by(self, answers: Answers) -> "Sight":
        """The same values, told by somebody else: their own words, places and times."""
        theirs = Sight(Answers(tuple(answers[name] for name in self.answers)), self._screening)
        theirs.triage = self.triage
        return theirs

    @cached_property
    def triage(self) -> Triage:
        """Level and urgency of the answers in sight."""
        return assess(self._screening, self.categories, self.screened)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories chosen; none where the question was skipped."""
        answer = self.answers.get(QuestionId("category"))
        return answer.values if answer and answer.complete and answer.value != "skip" else ()

    @cached_property
    def screened(self) -> dict[QuestionId, str]:
        """Answers to the questionnaire, gates included; values of another version are left out."""
        values = self._screening.values
        return {
            question: answer.value
            for question, answer in self.answers.items()
            if answer.complete and answer.value in values.get(question, ())
        }


Condition = Callable[[Sight], bool]


def always(_: Sight) -> bool:
    """Asked of everybody."""
    return True


def said(question: str, *values: str) -> Condition:
    """Counts once `question` was answered with one of `values`."""
    return lambda sight: sight.answers.has(question, *values)


def answered(question: str) -> Condition:
    """Counts once `question` has any complete answer."""
    return lambda sight: sight.answers.complete(question)


def every(*conditions: Condition) -> Condition:
    """All of them."""
    return lambda sight: all(condition(sight) for condition in conditions)


def either(*conditions: Condition) -> Condition:
    """At least one of them."""
    return lambda sight: any(condition(sight) for condition in conditions)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the intake.

    `own_labels`: its buttons are worded for it alone (`choice.<question>.<value>`), otherwise
    they share `choice.<value>`. `reworded`: it says "you", so there is a second wording for
    somebody who reports for another. `columns` is how many buttons stand in a row.
    """

    id: QuestionId
    kind: Kind
    part: Part
    values: tuple[str, ...] = ()
    when: Condition = always
    several: bool = False
    skip: bool = True
    later: bool = True
    back: bool = True
    own_labels: bool = True
    reworded: bool = False
    sensitive: bool = False
    columns: int = 1


def choose(  # noqa: PLR0913  a question has this many sides
    name: str,
    part: Part,
    *values: str,
    when: Condition = always,
    several: bool = False,
    skip: bool = True,
    later: bool = True,
    own_labels: bool = True,
    reworded: bool = False,
    columns: int = 1,
) -> Question:
    """A question answered by pressing a button."""
    return Question(
        QuestionId(name),
        Kind.CHOOSE,
        part,
        values,
        when,
        several=several,
        skip=skip,
        later=later,
        own_labels=own_labels,
        reworded=reworded,
        columns=columns,
    )


def tell(
    name: str,
    part: Part,
    *,
    when: Condition = always,
    reworded: bool = False,
    sensitive: bool = False,
) -> Question:
    """A question answered in one's own words, written or spoken."""
    return Question(
        QuestionId(name), Kind.TELL, part, when=when, reworded=reworded, sensitive=sensitive
    )


def place(
    name: str,
    part: Part,
    *values: str,
    when: Condition = always,
    skip: bool = True,
    reworded: bool = True,
) -> Question:
    """A question answered with a location, a province or words; `values` are ways out."""
    return Question(
        QuestionId(name),
        Kind.PLACE,
        part,
        values,
        when,
        skip=skip,
        later=False,
        reworded=reworded,
    )
