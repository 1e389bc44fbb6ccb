"""What must hold between the parts of a questionnaire, so that a change cannot break triage."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.questionnaire import (
    CHILD_ANSWERS,
    GATES,
    IN_DANGER_NOW,
    NO,
    NOT_SURE,
    QUIET_HELP,
    RULED_QUESTIONS,
    SAFE_TO_TALK,
    SHOULD_SOMEBODY_COME,
    SKIP,
    UNDER_15,
    UNDER_18,
    YES,
    FollowUp,
    Gate,
    Screening,
    ScreeningQuestion,
)

LONGEST_ID = 24
"""Bytes: with action, conversation and value it has to fit a button's 64."""
FEWEST_CORE = 4
"""With fewer scored core questions nobody could ever count as screened."""
ID = re.compile(r"[a-z0-9_]+")
QUESTION_VALUES = frozenset({YES, NO, NOT_SURE, SKIP})
KNOWN_VALUES = QUESTION_VALUES | {QUIET_HELP}
NEEDED = {
    SAFE_TO_TALK: {YES, NO, QUIET_HELP},
    IN_DANGER_NOW: {YES, NO, NOT_SURE},
    UNDER_18: {YES, NO, NOT_SURE},
    UNDER_15: {YES, NO, NOT_SURE},
    SHOULD_SOMEBODY_COME: {YES, NO},
}
"""Answers that the rules look for."""


class BadScreeningError(ValueError):
    """A questionnaire that cannot be used: says the file, the place in it, and what is wrong."""

    def __init__(self, name: str, place: str, problem: str) -> None:
        """`place` is e.g. `questions.papers_kept.after`; empty for the whole file."""
        super().__init__(": ".join(part for part in (name, place, problem) if part))


def check(name: str, screening: Screening, floor: Mapping[str, Sequence[str]]) -> None:
    """Raise `BadScreeningError` for the first thing that does not hold together."""
    for place, problem in _problems(screening, floor):
        raise BadScreeningError(name, place, problem)


def check_ids(name: str, place: str, ids: Sequence[str]) -> None:
    """Raise `BadScreeningError` for an id that is malformed, too long, or used twice."""
    for where, problem in _id_problems([(place, each) for each in ids]):
        raise BadScreeningError(name, where, problem)


Problems = Iterable[tuple[str, str]]
Section = Gate | ScreeningQuestion | FollowUp


def _problems(screening: Screening, floor: Mapping[str, Sequence[str]]) -> Problems:
    sections: tuple[tuple[str, Sequence[Section]], ...] = (
        ("gates", screening.gates),
        ("questions", screening.questions),
        ("follow_ups", screening.follow_ups),
    )
    yield from _id_problems([(place, each.id) for place, section in sections for each in section])
    yield from _needed_problems(screening)
    for place, section in sections:
        for each in section:
            yield from _unknown(f"{place}.{each.id}.values", each.values, KNOWN_VALUES, "an answer")
    yield from _follow_up_problems(screening)
    for question in screening.questions:
        yield from _question_problems(screening, question)
    yield from _list_problems(screening, floor)
    yield from _cycle_problems(screening)
    yield from _reach_problems(screening)


def _id_problems(ids: Sequence[tuple[str, str]]) -> Problems:
    seen: set[str] = set()
    for place, each in ids:
        if not ID.fullmatch(each):
            yield f"{place}.{each}.id", "only a-z, 0-9 and _ may stand in an id"
        if len(each.encode()) > LONGEST_ID:
            yield f"{place}.{each}.id", f"is longer than {LONGEST_ID} bytes"
        if each in seen:
            yield f"{place}.{each}.id", "is used twice"
        seen.add(each)


def _needed_problems(screening: Screening) -> Problems:
    gates = {gate.id for gate in screening.gates}
    questions = {question.id for question in screening.questions}
    follow_ups = {follow_up.id for follow_up in screening.follow_ups}
    for kind, needed, found in (
        ("gates", GATES, gates),
        ("questions", RULED_QUESTIONS, questions),
        ("follow_ups", (SHOULD_SOMEBODY_COME,), follow_ups),
    ):
        for each in needed:
            if each not in found:
                yield kind, f'"{each}" is missing, a triage rule needs it'
    for each, wanted in NEEDED.items():
        if missing := sorted(wanted - set(screening.values.get(each, ()))):
            yield f"{each}.values", f'"{missing[0]}" is missing, a rule needs it'


def _unknown(place: str, found: Iterable[str], known: Iterable[str], what: str) -> Problems:
    for each in sorted(set(found) - set(known)):
        yield place, f'"{each}" is not {what}'


def _askable(screening: Screening) -> set[str]:
    return {gate.id for gate in screening.gates} | {q.id for q in screening.questions}


def _question_problems(screening: Screening, question: ScreeningQuestion) -> Problems:
    place = f"questions.{question.id}"
    askable = _askable(screening)
    for key in ("categories", "first_for"):
        found = getattr(question, key)
        yield from _unknown(f"{place}.{key}", found, screening.category_ids, "a category")
    yield from _unknown(f"{place}.after", question.after, askable, "a question or gate")
    yield from _unknown(f"{place}.only_if", question.only_if, askable, "a question or gate")
    if set(question.values) != QUESTION_VALUES:
        yield "answers", f"must be {YES}, {NO}, {NOT_SURE} and {SKIP}"
    yield from _weight_problems(place, question)
    yield from _guard_problems(screening, place, question)
    yield from _urgent_problems(screening, place, question)


def _weight_problems(place: str, question: ScreeningQuestion) -> Problems:
    if (question.indicator is None) != (question.dimension is None):
        yield f"{place}.indicator", "indicator and dimension go together"
    weighed = (question.weight_adult, question.weight_child) != (None, None)
    if weighed != (question.indicator is not None):
        yield f"{place}.weight_adult", "a weight needs an indicator, an indicator a weight"


def _guard_problems(screening: Screening, place: str, question: ScreeningQuestion) -> Problems:
    heard_first = {gate.id for gate in screening.gates} | {
        q.id for q in screening.questions if q.core and not q.only_if
    }
    for guard, allowed in question.only_if.items():
        here = f"{place}.only_if.{guard}"
        values = screening.values.get(guard, ())
        yield from _unknown(here, {each for each in allowed if each}, values, "one of its answers")
        if not allowed:
            yield here, "is empty, so the question could never be asked"
        if None in allowed and guard not in heard_first:
            yield here, "null is possible only for a gate or a core question without only_if"
    if question.sensitive and question.only_if.get(UNDER_18, CHILD_ANSWERS) & CHILD_ANSWERS:
        yield f"{place}.only_if", "a sensitive question is not for under_18 yes or not_sure"


def _urgent_problems(screening: Screening, place: str, question: ScreeningQuestion) -> Problems:
    follow_ups = {each.id: each for each in screening.follow_ups}
    for each, wanted in (question.urgent_if or {}).items():
        here = f"{place}.urgent_if.{each}"
        follow_up = follow_ups.get(each)
        if follow_up is None or follow_up.parent != question.id or YES not in follow_up.on:
            yield here, "is not a follow-up asked after a yes to this question"
        else:
            yield from _unknown(here, wanted, follow_up.values, "one of its answers")


def _follow_up_problems(screening: Screening) -> Problems:
    askable = _askable(screening)
    for follow_up in screening.follow_ups:
        place = f"follow_ups.{follow_up.id}.only_if"
        yield from _unknown(place, [follow_up.parent], askable, "a question or gate")
        values = screening.values.get(follow_up.parent, ())
        yield from _unknown(place, follow_up.on, values, "one of its answers")


def _list_problems(screening: Screening, floor: Mapping[str, Sequence[str]]) -> Problems:
    core = {q.id for q in screening.questions if q.core and q.indicator is not None}
    yield from _unknown("core_scored", screening.core_scored, core, "a core question with a weight")
    if len(screening.core_scored) < FEWEST_CORE:
        yield "core_scored", f"needs at least {FEWEST_CORE} questions"
    known = screening.category_ids
    yield from _unknown("full_screening", screening.full_screening, known, "a category")
    for level, categories in floor.items():
        yield from _unknown(f"category_floor.{level}", categories, known, "a category")


def _cycle_problems(screening: Screening) -> Problems:
    """A question whose condition waits, through others, for its own answer."""
    guards: dict[str, set[str]] = {q.id: set(q.only_if) for q in screening.questions}
    for start, nearest in guards.items():
        seen: set[str] = set()
        ahead = nearest
        while ahead:
            seen |= ahead
            ahead = {far for near in ahead for far in guards.get(near, ())} - seen
        if start in seen:
            yield f"questions.{start}.only_if", "waits for its own answer"


def _reach_problems(screening: Screening) -> Problems:
    """A question that nothing can ever bring in."""
    reached = {gate.id for gate in screening.gates}
    while True:
        more = {
            q.id
            for q in screening.questions
            if (q.core or q.deepen or q.categories or reached & set(q.after))
            and reached >= set(q.only_if)
        } - reached
        if not more:
            break
        reached |= more
    for question in screening.questions:
        if question.id not in reached:
            yield f"questions.{question.id}.after", "nothing ever asks this question"
