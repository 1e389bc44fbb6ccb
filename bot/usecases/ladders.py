"""The clock of a referral, thawed from what was frozen with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.data.policy import frozen, thawed
from bot.domain.case import CaseFacts
from bot.domain.clocks import risen
from bot.domain.ids import UnitId
from bot.domain.ladder import Ladder, Reachable, built
from bot.domain.policy import ClockRow, Policy
from bot.domain.referral import Referral
from bot.domain.stage import StageKind, TargetKind


def row_of(policy: Policy, facts: CaseFacts) -> ClockRow:
    """The row of the policy that holds for a case."""
    return policy.row(facts.level, urgent=facts.urgent, child=facts.child)


def first_clock(
    policy: Policy, row: ClockRow, people: Reachable, *, without_place: bool
) -> Mapping[str, Any]:
    """What is frozen with a new referral: the row, the unit's hours, whom it has."""
    return {
        "policy": frozen(policy, row, people.unit),
        "second": people.second_centre,
        "head": people.head,
        "without_place": without_place,
        "rises": [],
    }


def raised(
    clock: Mapping[str, Any], policy: Policy, row: ClockRow, unit: UnitId, at: datetime
) -> Mapping[str, Any]:
    """The frozen clock with a rise of the level added."""
    rise = {"policy": frozen(policy, row, unit), "at": at.isoformat()}
    return {**clock, "rises": [*clock["rises"], rise]}


def ladder_of(
    referral: Referral,
    *,
    on_call: bool = False,
    head: bool | None = None,
    called: frozenset[str] = frozenset(),
) -> Ladder:
    """The ladder as it was frozen, with the unit that holds the referral now.

    Without people it is good for its times alone: who is there, is known at the stage
    (`usecases/duty.py: ladder_now`).
    """
    clock = referral.policy
    row, hours = thawed(clock["policy"])
    second = UnitId(clock["second"]) if clock["second"] else None
    ladder = Ladder(
        row,
        hours,
        referral.started_at,
        referral.first_alert_at,
        Reachable(
            referral.unit,
            second_centre=second,
            on_call=on_call,
            head=bool(clock["head"]) if head is None else head,
            called=called,
        ),
        without_place=bool(clock["without_place"]),
    )
    for rise in clock["rises"]:
        rose, _ = thawed(rise["policy"])
        ladder = risen(ladder, rose, datetime.fromisoformat(rise["at"]))
    return ladder


def begun(referral: Referral, at: datetime) -> Referral:
    """The referral with its clock starting at `at`, as long as nothing has left yet."""
    first = min(referral.first_alert_at, at) if referral.steps else at
    fresh = replace(referral, started_at=at, first_alert_at=first, next_due_at=at)
    return replace(fresh, late_at=answer_by(fresh))


def answer_by(referral: Referral) -> datetime:
    """When the worker was promised an answer by, on the clock that counts now."""
    ladder = ladder_of(referral)
    fixed, _ = built(ladder)
    truths = [stage.at for stage in fixed if stage.kind is StageKind.TRUTH]
    own = [s.at for s in fixed if s.key == f"{ladder.prefix}answer_by"]
    return own[0] if own else truths[-1]


def next_unit(referral: Referral, ladder: Ladder, now: datetime) -> tuple[datetime, UnitId] | None:
    """When the case next goes to a unit that does not have it yet, and to which."""
    fixed, _ = built(ladder)
    coming = [
        (stage.at, stage.target.unit)
        for stage in fixed
        if stage.at > now and stage.key not in referral.done
        if stage.target.kind is TargetKind.GROUP and stage.target.unit is not None
        if stage.target.unit not in referral.units
    ]
    return min(coming, default=None)
