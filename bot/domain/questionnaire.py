"""The screening questionnaire as values: its gates, questions and follow-ups, and their marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from bot.domain.ids import Level, QuestionId

YES = "yes"
NO = "no"
NOT_SURE = "not_sure"
SKIP = "skip"
QUIET_HELP = "quiet_help"

SAFE_TO_TALK = QuestionId("safe_to_talk")
IN_DANGER_NOW = QuestionId("in_danger_now")
UNDER_18 = QuestionId("under_18")
UNDER_15 = QuestionId("under_15")
SHOULD_SOMEBODY_COME = QuestionId("should_somebody_come")
THREATENED_WITH_HARM = QuestionId("threatened_with_harm")
THREATENED_WITH_POLICE = QuestionId("threatened_with_police")

GATES = (SAFE_TO_TALK, IN_DANGER_NOW, UNDER_18, UNDER_15)
RULED_QUESTIONS = (THREATENED_WITH_HARM, THREATENED_WITH_POLICE)
"""Questions that the triage rule names; a questionnaire without them cannot be triaged."""
CHILD_ANSWERS = frozenset({YES, NOT_SURE})
"""Answers to "under 18?" by which a person is treated as a child: a doubt protects."""


class Weight(IntEnum):
    """How heavily one indicator weighs (ILO/EC operational indicators, Delphi, 2009)."""

    WEAK = 1
    MEDIUM = 2
    STRONG = 3


class NotInScreeningError(ValueError):
    """A category, question or answer that the questionnaire does not have; `place` says where."""

    def __init__(self, place: str, problem: str) -> None:
        """Keep the place (`answers.papers_kept`) apart from what is wrong there."""
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Category:
    """A complaint's category: how it is drawn, and the kinds of unit that answer for it.

    `lead` answers first: every one of them, or the one that fits where `either` is set. `also`
    are told besides. `law` is the provision that gives the lead its power, where one is named.
    """

    id: str
    emoji: str
    lead: tuple[str, ...]
    either: bool
    also: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A question that is asked before or beside the screening and is not weighed itself."""

    id: QuestionId
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that directly follows its `parent`, when that was answered with one of `on`."""

    id: QuestionId
    values: tuple[str, ...]
    parent: QuestionId
    on: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """One weighed question. "Yes" is always the bad answer.

    `only_if` is necessary; besides it one of `core`, `categories`, `after` or `deepen` has to
    bring the question in (`None` in a condition means "not answered"). `urgent_if` is `None` where
    a yes is never urgent, `{}` where a yes alone is, otherwise what the follow-ups must say.
    `ilo` are the eleven ILO indicators of forced labour. `ror_bor_1_item` is for the Department
    of Employment to fill.
    """

    id: QuestionId
    values: tuple[str, ...]
    indicator: str | None
    dimension: str | None
    weight_adult: Weight | None
    weight_child: Weight | None
    ilo: tuple[int, ...]
    involuntariness: bool
    penalty: bool
    legal: str
    core: bool
    categories: frozenset[str]
    after: tuple[QuestionId, ...]
    deepen: bool
    only_if: Mapping[QuestionId, frozenset[str | None]]
    urgent_if: Mapping[QuestionId, frozenset[str]] | None
    sensitive: bool
    first_for: frozenset[str]
    ror_bor_1_item: str | None

    def weight(self, *, child: bool) -> Weight | None:
        """The weight of a yes; `None` counts for nothing."""
        return self.weight_child if child else self.weight_adult


@dataclass(frozen=True, slots=True)
class Screening:
    """A whole questionnaire of one version, with look-up tables made once.

    `category_floor` holds the lowest level a chosen category allows. Whoever builds one vouches
    for its coherence; `bot.data.screening.load_screening` checks it.
    """

    version: str
    gates: tuple[Gate, ...]
    questions: tuple[ScreeningQuestion, ...]
    follow_ups: tuple[FollowUp, ...]
    categories: tuple[Category, ...]
    core_scored: frozenset[QuestionId]
    full_screening: frozenset[str]
    category_floor: Mapping[str, Level]
    values: Mapping[QuestionId, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    category_ids: frozenset[str] = field(init=False, repr=False, compare=False)
    urgent: tuple[ScreeningQuestion, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the tables: a record is judged against them thousands of times a second."""
        every: tuple[Gate | ScreeningQuestion | FollowUp, ...] = (
            *self.gates,
            *self.questions,
            *self.follow_ups,
        )
        tables = {
            "values": {each.id: each.values for each in every},
            "category_ids": frozenset(category.id for category in self.categories),
            "urgent": tuple(q for q in self.questions if q.urgent_if is not None),
        }
        for name, table in tables.items():
            object.__setattr__(self, name, table)


def is_child(answers: Mapping[QuestionId, str]) -> bool:
    """Whether the child's weights and protection hold: under 18, or not sure of it."""
    return answers.get(UNDER_18) in CHILD_ANSWERS
