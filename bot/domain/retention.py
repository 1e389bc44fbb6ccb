"""How long a case is kept, what keeps it longer, and the little that is counted afterwards."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.case import Case
from bot.domain.ids import CaseState, Level

GRAVE = frozenset({Level.A, Level.B})
ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN)
YEAR = timedelta(days=365)


class Parting(StrEnum):
    """How a worker ends it: the case taken back, or everything erased."""

    WITHDRAW = "withdraw"
    ERASE = "erase"


class Heard(StrEnum):
    """How an officer made sure that the wish is the worker's own."""

    CODE_WORD = "code_word"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many years after its end a case of a level is kept.

    `wish_waits` is how long a wish that an officer confirmed waits before it is carried out.
    """

    years: dict[Level, int] = field(
        default_factory=lambda: {
            Level.A: 5,
            Level.B: 5,
            Level.U: 5,
            Level.C: 1,
            Level.D: 1,
        }
    )
    wish_waits: timedelta = timedelta(hours=24)

    def ends_at(self, case: Case) -> datetime | None:
        """When a case is to be erased; None while it is open or held."""
        if case.hold is not None or case.state not in ENDED or case.closed_at is None:
            return None
        years = self.years[Level.A] if needs_officer(case) else self.years[case.standing_level]
        return case.closed_at + years * YEAR

    @property
    def shortest(self) -> timedelta:
        """After less than this nothing is ever erased by time."""
        return min(self.years.values()) * YEAR


def needs_officer(case: Case) -> bool:
    """Whether the worker's wish is an officer's task: somebody else could hold the phone.

    Urgent, A, B or a child's, now or whenever it was alerted (safety rule 5).
    """
    levels = {case.level, case.alerted_level, case.finding.level if case.finding else None}
    urgent = case.urgent or case.alerted_urgent
    return urgent or case.facts.child or case.facts.danger or bool(levels & GRAVE)


@dataclass(frozen=True, slots=True)
class Sort:
    """What is counted of an erased case; a protected one by that word instead of its matter."""

    month: str
    level: str
    categories: tuple[str, ...]
    province: str
    outcome: str

    @classmethod
    def of(cls, case: Case) -> "Sort":
        """The sort of a case."""
        facts = case.facts
        return cls(
            f"{case.opened_at:%Y-%m}",
            case.standing_level.value,
            ("protected",) if facts.protected else tuple(sorted(facts.categories)),
            facts.province or "",
            case.outcome,
        )
