"""Triage: the level, the urgency and the reasons that a record of screening answers comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.ids import Level, QuestionId
from bot.domain.levels import Findings, Grounds, Rule, ruled, weigh
from bot.domain.questionnaire import (
    IN_DANGER_NOW,
    NO,
    NOT_SURE,
    QUIET_HELP,
    SAFE_TO_TALK,
    SHOULD_SOMEBODY_COME,
    YES,
    NotInScreeningError,
    Screening,
    Weight,
)
from bot.domain.screening import asked, asked_and_settled

ENOUGH_CORE_ANSWERS = 4
"""Below this, C or D is not believed: silence is not "labour rights only"."""
SAID_SOMETHING = frozenset({YES, NO, NOT_SURE})
URGENT_AT_ONCE = (
    (IN_DANGER_NOW, YES),
    (SHOULD_SOMEBODY_COME, YES),
    (SAFE_TO_TALK, QUIET_HELP),
)

Answers = Mapping[QuestionId, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, so that an officer can be told in words: a rule, and what it rests on.

    `indicator`, `dimension` and `weight` (the highest found) are `None` where the rule rests on
    an unweighed question or on a category; `answers` are the questions and what was said.
    """

    rule: Rule
    indicator: str | None = None
    dimension: str | None = None
    weight: Weight | None = None
    answers: tuple[tuple[QuestionId, str], ...] = ()
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """The outcome; a person confirms every A and B, and the worker is never told the level.

    The first of `reasons` names the rule that gave the level; the rules of the answers' own level
    follow, then what was found besides. `asked` is the set of questions that count.
    """

    level: Level
    urgent: bool
    urgent_reasons: tuple[Reason, ...]
    positive: tuple[str, ...]
    reasons: tuple[Reason, ...]
    asked: tuple[QuestionId, ...]
    child: bool


def assess(screening: Screening, categories: Sequence[str], answers: Answers) -> Triage:
    """The triage of a conversation's record: answers to questions that do not count are ignored.

    Raises `NotInScreeningError` for a category, question or value the questionnaire lacks.
    """
    refuse_unknown(screening, categories, answers)
    counting, settled = asked_and_settled(screening, categories, answers)
    return _judge(screening, categories, settled, counting)


def assess_as_given(screening: Screening, categories: Sequence[str], answers: Answers) -> Triage:
    """The triage of answers somebody vouches for: every one is weighed, asked by the bot or not.

    For worked examples and for what an officer took down: there `asked` still is the set that the
    bot would ask. On a settled record it is the same as `assess`. Raises the same errors.
    """
    refuse_unknown(screening, categories, answers)
    return _judge(screening, categories, answers, asked(screening, categories, answers))


def refuse_unknown(screening: Screening, categories: Sequence[str], answers: Answers) -> None:
    """Raise `NotInScreeningError` for the first category, question or value that is not known."""
    for number, category in enumerate(categories):
        if category not in screening.category_ids:
            raise NotInScreeningError(f"categories[{number}]", f'"{category}" is not a category')
    for question, answer in answers.items():
        values = screening.values.get(question)
        if values is None:
            raise NotInScreeningError(f"answers.{question}", "is not a question of the screening")
        if answer not in values:
            problem = f'"{answer}" is not one of {", ".join(values)}'
            raise NotInScreeningError(f"answers.{question}", problem)


def _judge(
    screening: Screening, categories: Sequence[str], answers: Answers, counting: Grounds
) -> Triage:
    found = weigh(screening, answers)
    level, reasons = _level(screening, categories, found)
    urgent_reasons = _urgent(screening, answers)
    return Triage(
        level=level,
        urgent=bool(urgent_reasons),
        urgent_reasons=urgent_reasons,
        positive=tuple(sorted(found.positive)),
        reasons=reasons,
        asked=counting,
        child=found.child,
    )


def _level(
    screening: Screening, categories: Sequence[str], found: Findings
) -> tuple[Level, tuple[Reason, ...]]:
    level, held = ruled(found)
    reasons = [each for rule, grounds in held for each in _reasons(rule, grounds, found)]
    floor, raised = _raised(screening, categories, level)
    reasons[:0] = raised
    if floor in (Level.C, Level.D) and not _enough(screening, found.answers):
        floor = Level.U
        reasons.insert(0, Reason(Rule.NOT_SCREENED))
    told = {question for reason in reasons for question, _ in reason.answers}
    rest = tuple(sign.id for sign in found.signs if sign.id not in told)
    also = _reasons(Rule.ALSO_FOUND, rest, found) if rest else ()
    return floor, (*reasons, *also)


def _raised(
    screening: Screening, categories: Sequence[str], level: Level
) -> tuple[Level, tuple[Reason, ...]]:
    """The level with the category floor under it, and the categories that raised it."""
    floors = {each: screening.category_floor.get(each, level) for each in categories}
    floor = max((level, *floors.values()), key=lambda each: each.gravity)
    if floor is level:
        return level, ()
    return floor, tuple(
        Reason(Rule.CATEGORY_FLOOR, category=each) for each in floors if floors[each] is floor
    )


def _enough(screening: Screening, answers: Answers) -> bool:
    heard = sum(answers.get(question) in SAID_SOMETHING for question in screening.core_scored)
    return heard >= ENOUGH_CORE_ANSWERS


def _reasons(rule: Rule, grounds: Grounds, found: Findings) -> tuple[Reason, ...]:
    """One reason an indicator, in the order of its first question; one bare one without grounds."""
    by_id = {question.id: question for question in found.signs}
    gathered: dict[tuple[str | None, str | None], list[tuple[QuestionId, str]]] = {}
    for question in grounds:
        sign = by_id.get(question)
        key = (sign.dimension, sign.indicator) if sign else (None, None)
        gathered.setdefault(key, []).append((question, found.answers[question]))
    if not gathered:
        return (Reason(rule),)
    return tuple(
        Reason(rule, indicator, dimension, _weight(found, dimension, indicator), tuple(answers))
        for (dimension, indicator), answers in gathered.items()
    )


def _weight(found: Findings, dimension: str | None, indicator: str | None) -> Weight | None:
    return found.weights[dimension, indicator] if dimension and indicator else None


def _urgent(screening: Screening, answers: Answers) -> tuple[Reason, ...]:
    """What makes it urgent at once, without waiting for the rest; only a plain answer does."""
    at_once = (
        ((question, answer),)
        for question, answer in URGENT_AT_ONCE
        if answers.get(question) == answer
    )
    return tuple(
        Reason(Rule.URGENT, answers=said)
        for said in (*at_once, *_urgent_questions(screening, answers))
    )


def _urgent_questions(
    screening: Screening, answers: Answers
) -> Iterable[tuple[tuple[QuestionId, str], ...]]:
    for question in screening.urgent:
        follow_ups = question.urgent_if or {}
        holds = all(answers.get(each) in wanted for each, wanted in follow_ups.items())
        if holds and answers.get(question.id) == YES:
            yield tuple((each, answers[each]) for each in (question.id, *follow_ups))
