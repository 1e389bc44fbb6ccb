"""Which questions count, in which order, and which one is next: the rule behind every turn."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.conversation import Answer, Answers, Conversation
from bot.domain.ids import QuestionId
from bot.domain.questionnaire import Screening
from bot.domain.screening import order_asked
from bot.flows import intake
from bot.flows.questions import Part, Question, Sight

JUST_TALK = frozenset(
    {
        "language",
        "safe_to_talk",
        "in_danger_now",
        "should_somebody_come",
        "place_now",
        "for_whom",
        "consent_keep",
        "what_happened",
        "province",
        "may_write",
    }
)
"""All that is asked of somebody who would rather speak."""
SPOKE_SAFELY = "spoke_safely"
"""Marks somebody who asked for help quietly and said later that they can talk."""
TO_SEND = frozenset(
    {
        "safe_to_talk",
        "in_danger_now",
        "should_somebody_come",
        "place_now",
        "for_whom",
        "consent_keep",
        "may_write",
    }
)
"""What is still needed when the worker stops with "send what I said"."""
REMEMBERED = 512


class Intake:
    """All questions, with the screening taken from the questionnaire."""

    def __init__(self, screening: Screening) -> None:
        """Build the tables once."""
        self.screening = screening
        names = tuple(category.id for category in screening.categories)
        self._fixed = (
            *intake.SAFETY,
            *intake.CONSENT,
            intake.category(names),
            *intake.COMPLAINT,
            *intake.URGENT,
            *intake.DETAILS,
            *intake.CONTACT,
            *intake.REVIEW,
        )
        sensitive = {question.id for question in screening.questions if question.sensitive}
        fixed = {question.id for question in self._fixed}
        self._screening = {
            name: intake.screening_question(name, values, sensitive=name in sensitive)
            for name, values in screening.values.items()
            if name not in fixed
        }
        self.questions = {q.id: q for q in (*self._fixed, *self._screening.values())}
        self._remembered: dict[tuple[object, ...], tuple[list[Question], Sight]] = {}

    def sight(self, answers: Answers) -> Sight:
        """What the answers that count amount to.

        Only what follows from the values is remembered, never whose words and places they were.
        """
        return self._least(answers)[1].told_by(answers)

    def urgent(self, conversation: Conversation) -> bool:
        """Whether the answers that count tell of danger."""
        return intake.urgent(self.sight(conversation.record))

    def counted(self, conversation: Conversation) -> tuple[Question, ...]:
        """The questions that count, in the order in which they are asked."""
        questions, sight = self._least(conversation.record)
        return tuple(self._ordered(questions, sight, conversation.deferred))

    def settle(self, conversation: Conversation) -> Conversation:
        """The conversation without the answers that no longer count.

        The set is the least fixed point, so it depends on the answers alone and not on the way
        they were reached; settling twice changes nothing.
        """
        counting = {question.id for question in self._least(conversation.record)[0]}
        kept = tuple(answer for answer in conversation.answers if answer.question in counting)
        return (
            conversation
            if len(kept) == len(conversation.answers)
            else replace(conversation, answers=kept)
        )

    def next(self, conversation: Conversation) -> Question | None:
        """The question that stands next, or None when nothing more is asked."""
        if conversation.editing in self.questions:
            return self.questions[conversation.editing]
        record = conversation.record
        for question in self.counted(conversation):
            if not record.complete(question.id) and _wanted(question, conversation):
                return question
        return None

    def _least(self, answers: Answers) -> tuple[list[Question], Sight]:
        """The least fixed point, remembered: a turn asks for it several times."""
        key = tuple((a.question, a.values, a.complete) for a in answers.values())
        found = self._remembered.pop(key, None) or self._worked_out(answers)
        self._remembered[key] = found
        if len(self._remembered) > REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)), None)
        return found

    def _worked_out(self, answers: Answers) -> tuple[list[Question], Sight]:
        seen: dict[QuestionId, Answer] = {}
        while True:
            sight = Sight(Answers(tuple(seen.values())), self.screening)
            questions = self._counting(sight)
            heard = {q.id: answers[q.id] for q in questions if q.id in answers}
            if heard.keys() <= seen.keys():
                return questions, sight
            seen |= heard

    def _counting(self, sight: Sight) -> list[Question]:
        questions = [question for question in self._fixed if question.when(sight)]
        if intake.consented(sight) and sight.answers.complete("category"):
            screened = order_asked(self.screening, sight.categories, sight.screened)
            questions += [self._screening[name] for name in screened]
        return questions

    def _ordered(
        self, questions: list[Question], sight: Sight, deferred: tuple[QuestionId, ...]
    ) -> Iterable[Question]:
        urgent = intake.urgent(sight)
        asked_in = {q.id: number for number, q in enumerate(questions)}
        return sorted(
            questions,
            key=lambda q: (_rank(q, urgent=urgent, deferred=q.id in deferred), asked_in[q.id]),
        )


def _wanted(question: Question, conversation: Conversation) -> bool:
    """Whether it is put to this worker now: some are left out when they stop or just talk."""
    if "send" in conversation.marks and conversation.stopped:
        return question.id in TO_SEND
    if "just_talk" in conversation.marks:
        return question.id in JUST_TALK
    record = conversation.record
    if question.id == "in_danger_now" and record.has("safe_to_talk", "quiet_help"):
        return False
    if record.has("safe_to_talk", "quiet_help") and SPOKE_SAFELY not in conversation.marks:
        return question.id == "place_now"
    despair = record.has(intake.DESPAIR, "yes")
    return question.id != intake.DESPAIR and not (despair and question.part in NOT_IN_DESPAIR)


NOT_IN_DESPAIR = (Part.SCREENING, Part.DETAILS, Part.CONTACT, Part.REVIEW)
"""Nobody who writes of ending their life is questioned further."""
RANKS = (
    Part.SAFETY,
    Part.URGENT,
    Part.CONSENT,
    Part.COMPLAINT,
    Part.SCREENING,
    Part.DETAILS,
    Part.CONTACT,
    Part.REVIEW,
)


FIRST_IN_DANGER = {
    "ending_life": (-1, 0),
    "place_now": (RANKS.index(Part.URGENT), -2),
    "may_write": (RANKS.index(Part.URGENT), -1),
    "language": (RANKS.index(Part.URGENT), 1),
    "safe_to_talk": (RANKS.index(Part.URGENT), 2),
    "in_danger_now": (RANKS.index(Part.URGENT), 3),
}
"""In danger the place and "may we write?" come first; what was not yet asked before, after."""


def _rank(question: Question, *, urgent: bool, deferred: bool) -> tuple[int, int]:
    """Where it stands: in danger, the place and "may we write?" come straight after safety."""
    if question.id in FIRST_IN_DANGER and urgent:
        return FIRST_IN_DANGER[question.id]
    if question.id == "place_now":
        return RANKS.index(Part.DETAILS), -1
    if deferred and question.part is not Part.REVIEW:
        return RANKS.index(Part.REVIEW), -1
    return RANKS.index(question.part), 0
