"""The daily digest in words: numbers only."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import UnitId
from bot.domain.load import UnitLoad
from bot.domain.prompt import Line, Listing, Moment, MomentForm, Named, Prompt, Value


def of_unit(load: UnitLoad, now: datetime) -> Prompt:
    """A unit's own figures."""
    # wording: heads the daily message to a group, with date and unit
    head = Line("group.digest.head", {"date": _date(now), "unit": Named("unit", load.unit)})
    return Prompt((head, Line("group.digest.counts", _counts(load)), *_without(load.without)))


def national(
    loads: Sequence[UnitLoad],
    now: datetime,
    *,
    heartbeat: float | None,
    hours: float,
    unreachable: Sequence[UnitId],
    undeliverable: int,
) -> Prompt:
    """All units that have open cases, and whether the service itself is well."""
    lines = [Line("group.digest.national", {"date": _date(now)})]
    lines += [
        Line("group.digest.unit", {**_counts(load), "unit": Named("unit", load.unit)})
        for load in loads
    ]
    if not loads:
        lines.append(Line("group.digest.none"))
    lines += _without(sum(load.without for load in loads))
    if heartbeat is None:
        lines.append(Line("group.digest.no_chaser"))
    else:
        # wording: the part that reminds; how long ago it last looked
        lines.append(Line("group.digest.chaser", {"seconds": round(heartbeat)}))
    if unreachable:
        units = Listing(tuple(Named("unit", unit) for unit in unreachable))
        # wording: office hours of today at units with no group or no officer to write to
        lines.append(Line("group.digest.unreachable", {"hours": round(hours), "units": units}))
    # wording: messages of the last day that could not be delivered
    lines.append(Line("group.digest.undeliverable", {"count": undeliverable}))
    return Prompt(tuple(lines))


def _counts(load: UnitLoad) -> dict[str, Value]:
    return {
        "open": load.open,
        "waiting": load.waiting,
        "late": load.late,
        "today": load.today,
    }


def _without(count: int) -> tuple[Line, ...]:
    # wording: must be zero; says that something is wrong with the service
    bad = Line("group.digest.without", {"count": count})
    return (bad,) if count else (Line("group.digest.none_without"),)


def _date(now: datetime) -> Moment:
    return Moment(now, MomentForm.DATE)
