"""What answers weigh together: indicators, positive dimensions and the rule behind a level.

Sources: ILO/EC operational indicators of trafficking in human beings (Delphi, 2009) for
indicators, dimensions and when a dimension is positive; Anti-Human Trafficking Act B.E. 2551
s.6 (for children no means are needed, s.6(2)) and s.6/1 for what makes A and B. The bar of B is
lower than Delphi's on purpose: this is a pre-screen, and a person confirms every A and B.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import Level, QuestionId
from bot.domain.questionnaire import (
    NOT_SURE,
    THREATENED_WITH_HARM,
    THREATENED_WITH_POLICE,
    UNDER_15,
    YES,
    Screening,
    ScreeningQuestion,
    Weight,
    is_child,
)

DECEPTION, FORCED_RECRUITMENT = "D1", "D2"
EXPLOITATION, COERCION, VULNERABILITY = "D4", "D5", "D6"


class Rule(StrEnum):
    """The rule a reason rests on; its words for the officer are the catalogue's."""

    ADULT_A = "adult_a_means_exploitation_coercion"
    ADULT_B_POSITIVE = "adult_b_coercion_positive"
    ADULT_B_STRONG = "adult_b_coercion_strong"
    ADULT_B_HARM = "adult_b_threatened_with_harm"
    ADULT_B_POLICE = "adult_b_police_threat_and_involuntary"
    ADULT_B_PENALTY = "adult_b_involuntary_under_penalty"
    ADULT_C_EXPLOITATION = "adult_c_exploitation_positive"
    ADULT_C_ANY = "adult_c_any_deception_or_coercion"
    ADULT_D = "adult_d_labour_rights_only"
    CHILD_A_EXPLOITATION = "child_a_exploitation_positive"
    CHILD_A_STRONG = "child_a_strong_coercion_or_recruitment"
    CHILD_B_UNDER_15 = "child_b_under_15"
    CHILD_B_ANY = "child_b_any_indicator"
    CHILD_C = "child_c_nothing_found"
    CATEGORY_FLOOR = "category_floor"
    NOT_SCREENED = "not_screened_yet"
    URGENT = "urgent"
    ALSO_FOUND = "also_found"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a set of answers comes to.

    `signs` are the questions, in the file's order, whose answer weighs something; `weights` the
    highest weight of each indicator, named by dimension and indicator; `positive` the dimensions
    with enough of them.
    """

    child: bool
    answers: Mapping[QuestionId, str]
    signs: tuple[ScreeningQuestion, ...]
    yes: tuple[ScreeningQuestion, ...]
    weights: Mapping[tuple[str, str], Weight]
    positive: frozenset[str]

    def within(self, *dimensions: str) -> tuple[QuestionId, ...]:
        """The questions that found something in these dimensions."""
        return tuple(sign.id for sign in self.signs if sign.dimension in dimensions)

    def strong(self, *dimensions: str) -> tuple[QuestionId, ...]:
        """The questions that found a strong indicator in these dimensions."""
        return tuple(
            q.id
            for q in self.yes
            if q.dimension in dimensions and q.weight(child=self.child) is Weight.STRONG
        )


def weigh(
    screening: Screening, answers: Mapping[QuestionId, str], *, sensitive: bool = True
) -> Findings:
    """What these answers come to; `sensitive=False` leaves the sensitive questions out.

    A yes has its question's weight (adult's or child's), "not sure" is weak and never a no, a no
    or a skip is nothing; a question without a weight for this person counts for nothing. Several
    questions of one indicator count once, by the highest.
    """
    child = is_child(answers)
    told = [
        question
        for question in screening.questions
        if answers.get(question.id) in (YES, NOT_SURE) and (sensitive or not question.sensitive)
    ]
    signs: list[ScreeningQuestion] = []
    weights: dict[tuple[str, str], Weight] = {}
    for question in told:
        weight = question.weight(child=child)
        if weight is None or question.dimension is None or question.indicator is None:
            continue
        signs.append(question)
        key = (question.dimension, question.indicator)
        found = weight if answers[question.id] == YES else Weight.WEAK
        weights[key] = max(found, weights.get(key, found))
    yes = tuple(question for question in told if answers[question.id] == YES)
    return Findings(child, answers, tuple(signs), yes, weights, _positive(weights))


def _positive(weights: Mapping[tuple[str, str], Weight]) -> frozenset[str]:
    by_dimension: dict[str, list[Weight]] = {}
    for (dimension, _), weight in weights.items():
        by_dimension.setdefault(dimension, []).append(weight)
    return frozenset(name for name, found in by_dimension.items() if is_positive(found))


def is_positive(found: list[Weight]) -> bool:
    """2 strong; or 1 strong and 1 other; or 3 medium; or 2 medium and 1 weak (Delphi, 2009)."""
    strong, medium = found.count(Weight.STRONG), found.count(Weight.MEDIUM)
    if strong:
        return len(found) > 1
    return medium > 1 and len(found) > 2  # noqa: PLR2004  (the third is medium or weak)


Grounds = tuple[QuestionId, ...]


def _means_exploitation_coercion(found: Findings) -> Grounds:
    recruited = bool(found.within(DECEPTION, FORCED_RECRUITMENT))
    means = (
        DECEPTION in found.positive
        or FORCED_RECRUITMENT in found.positive
        or (recruited and bool(found.within(VULNERABILITY)))
    )
    if not (means and EXPLOITATION in found.positive and COERCION in found.positive):
        return ()
    return found.within(DECEPTION, FORCED_RECRUITMENT, EXPLOITATION, COERCION, VULNERABILITY)


def _coercion_positive(found: Findings) -> Grounds:
    return found.within(COERCION) if COERCION in found.positive else ()


def _coercion_strong(found: Findings) -> Grounds:
    return found.strong(COERCION)


def _threatened_with_harm(found: Findings) -> Grounds:
    return tuple(q.id for q in found.yes if q.id == THREATENED_WITH_HARM)


def _police_threat_and_involuntary(found: Findings) -> Grounds:
    involuntary = tuple(q.id for q in found.yes if q.involuntariness)
    threatened = found.answers.get(THREATENED_WITH_POLICE) == YES
    return (THREATENED_WITH_POLICE, *involuntary) if threatened and involuntary else ()


def _involuntary_under_penalty(found: Findings) -> Grounds:
    marked = tuple(q for q in found.yes if q.involuntariness or q.penalty)
    holds = (
        any(q.involuntariness for q in marked)
        and any(q.penalty for q in marked)
        and any(q.weight(child=found.child) is Weight.STRONG for q in marked)
    )
    return tuple(q.id for q in marked) if holds else ()


def _exploitation_positive(found: Findings) -> Grounds:
    return found.within(EXPLOITATION) if EXPLOITATION in found.positive else ()


def _any_deception_or_coercion(found: Findings) -> Grounds:
    return found.within(DECEPTION, FORCED_RECRUITMENT, COERCION)


def _strong_coercion_or_recruitment(found: Findings) -> Grounds:
    return found.strong(COERCION, FORCED_RECRUITMENT)


def _under_15(found: Findings) -> Grounds:
    return (UNDER_15,) if found.answers.get(UNDER_15) == YES else ()


def _any_indicator(found: Findings) -> Grounds:
    return tuple(sign.id for sign in found.signs)


RuleTable = tuple[tuple[Level, Rule, Callable[[Findings], Grounds]], ...]

ADULTS: RuleTable = (
    (Level.A, Rule.ADULT_A, _means_exploitation_coercion),
    (Level.B, Rule.ADULT_B_POSITIVE, _coercion_positive),
    (Level.B, Rule.ADULT_B_STRONG, _coercion_strong),
    (Level.B, Rule.ADULT_B_HARM, _threatened_with_harm),
    (Level.B, Rule.ADULT_B_POLICE, _police_threat_and_involuntary),
    (Level.B, Rule.ADULT_B_PENALTY, _involuntary_under_penalty),
    (Level.C, Rule.ADULT_C_EXPLOITATION, _exploitation_positive),
    (Level.C, Rule.ADULT_C_ANY, _any_deception_or_coercion),
)
CHILDREN: RuleTable = (
    (Level.A, Rule.CHILD_A_EXPLOITATION, _exploitation_positive),
    (Level.A, Rule.CHILD_A_STRONG, _strong_coercion_or_recruitment),
    (Level.B, Rule.CHILD_B_UNDER_15, _under_15),
    (Level.B, Rule.CHILD_B_ANY, _any_indicator),
)


def ruled(found: Findings) -> tuple[Level, tuple[tuple[Rule, Grounds], ...]]:
    """The level by the answers alone, and every rule of that level that holds, with its grounds.

    Grounds are the questions a rule rests on. No category raises anything here.
    """
    reached: Level | None = None
    held: list[tuple[Rule, Grounds]] = []
    for level, rule, grounds_of in CHILDREN if found.child else ADULTS:
        if reached not in (None, level):
            break
        if grounds := grounds_of(found):
            reached = level
            held.append((rule, grounds))
    if reached is not None:
        return reached, tuple(held)
    return (Level.C, ((Rule.CHILD_C, ()),)) if found.child else (Level.D, ((Rule.ADULT_D, ()),))
