"""The part of `rongthuk policy preview` about a referral to an agency that nobody answers."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cli.errand import Refusal
from bot.data.policy import calendar_of
from bot.domain.agency_clock import AgencyClock, AgencyStage, Towards
from bot.domain.calendar import NeverOpen
from bot.domain.ids import UnitId
from bot.domain.policy import Policy, RowKey

SHOWN = 8
NAMES = {
    Towards.AGENCY: "group of the agency",
    Towards.SENDER: "the officer who referred it",
    Towards.NATIONAL: "group of national",
}


def agency_clock(
    policy: Policy, key: RowKey, unit: UnitId, at: datetime, *, by_phone: bool
) -> AgencyClock:
    """The clock of a case of this row that a unit refers at this moment."""
    return AgencyClock(policy.agency[key], calendar_of(policy, unit), at, by_group=not by_phone)


def plain(clock: AgencyClock, zone: ZoneInfo) -> dict[str, object]:
    """The timeline for other tools; `also` are the stages that the same message settles."""
    return {
        "at": clock.sent_at.astimezone(zone).isoformat(),
        "answer_by": clock.answer_by.astimezone(zone).isoformat(),
        "stages": [_plain(each, zone) for each in _timeline(clock)],
    }


def lines(clock: AgencyClock, zone: ZoneInfo) -> Iterator[str]:
    """The timeline to read."""
    yield (
        f"if referred to an agency {_local(clock.sent_at, zone)} and nobody there answers by"
        f" {_local(clock.answer_by, zone)}:"
    )
    for stages in _timeline(clock):
        keys = " + ".join(each.key for each in reversed(stages))
        yield f"{_local(stages[-1].at, zone)}  {keys:<16}  {NAMES[stages[-1].towards]}"


def _timeline(clock: AgencyClock) -> tuple[tuple[AgencyStage, ...], ...]:
    try:
        return clock.timeline(SHOWN)
    except (NeverOpen, OverflowError) as error:
        raise Refusal(f"--unit: {error}") from None


def _plain(stages: tuple[AgencyStage, ...], zone: ZoneInfo) -> dict[str, object]:
    """The last stage names the message."""
    last, before = stages[-1], [each.key for each in stages[:-1]]
    said: dict[str, object] = {
        "stage": last.key,
        "at": last.at.astimezone(zone).isoformat(),
        "target": last.towards.value,
    }
    return {**said, "also": before} if before else said


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M:%S}".removesuffix(":00")
