"""Reads the policy of the clocks, and writes it down again to be frozen with a referral."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.data.policy_file import AgencyClockShape, PolicyShape, RetentionShape
from bot.data.policy_shapes import ClockShape, HoursShape, SecondShape
from bot.data.policy_words import clock
from bot.domain.agency_clock import AgencyRow
from bot.domain.calendar import OfficeCalendar, OfficeHours
from bot.domain.ids import UnitId
from bot.domain.policy import ClockRow, Policy, RowKey, SecondRow

SHIPPED = "policy.toml"
ROWS = "levels"
TAKEN = "taken"
AGENCY_ROWS = "agency"
REPLACED_WHOLE = frozenset({"afterwards"})
"""Tables whose keys hang together: an override stands instead of them, not beside them."""


class BadPolicyError(ValueError):
    """A policy that cannot hold; the message names the file, the table and the key."""

    def __init__(self, source: str, table: str, key: str, why: str) -> None:
        """Keep what to look for, and where."""
        place = f"[{table}] {key}".strip() if table else key
        super().__init__(f"{source}: {place}: {why}" if place else f"{source}: {why}")


def load_policy(overrides: Mapping[str, Any] | None = None, source: str = "policy") -> Policy:
    """The shipped policy, with what an operator's tables say laid over it key by key.

    `source` names the operator's file in errors. Raises `BadPolicyError`.
    """
    if not overrides:
        return from_json(_shipped(), SHIPPED)
    return from_json(_laid_over(_shipped(), overrides), source)


@cache
def _shipped() -> Mapping[str, Any]:
    return tomllib.loads((files("bot.data") / SHIPPED).read_text("utf-8"))


def from_json(tables: Mapping[str, Any], source: str = "policy") -> Policy:
    """A whole policy, as read from TOML or written by `as_json`; raises `BadPolicyError`."""
    try:
        shape = PolicyShape.model_validate(tables)
    except ValidationError as error:
        raise _named(source, error) from None
    everybody = _hours(source, "hours", shape.hours, None)
    units = {
        UnitId(unit): _hours(source, f"units.{unit}", hours, everybody)
        for unit, hours in shape.units.items()
    }
    return Policy(
        shape.timezone,
        everybody,
        units,
        shape.levels.rows(),
        shape.taken.rows(),
        shape.digest.at,
        shape.agency.rows(),
        shape.retention.value(),
    )


def as_json(policy: Policy) -> dict[str, Any]:
    """The policy in the form of its TOML file; `from_json` gives an equal one."""
    return {
        "timezone": policy.timezone,
        "hours": HoursShape.of(policy.hours),
        "units": {unit: HoursShape.of(hours) for unit, hours in policy.units.items()},
        "digest": {"at": clock(policy.digest_at)},
        ROWS: {key.value: ClockShape.of(row) for key, row in policy.rows.items()},
        TAKEN: {key.value: SecondShape.of(row) for key, row in policy.taken.items()},
        AGENCY_ROWS: {key.value: AgencyClockShape.of(row) for key, row in policy.agency.items()},
        "retention": RetentionShape.of(policy.retention),
    }


def frozen(policy: Policy, row: ClockRow | SecondRow, unit: UnitId) -> dict[str, Any]:
    """What one referral is counted by: the row, the unit's hours and the time zone, as JSON."""
    return {
        "clock": row.key.value,
        "row": ClockShape.of(row) if isinstance(row, ClockRow) else SecondShape.of(row),
        "hours": HoursShape.of(policy.hours_of(unit)),
        "timezone": policy.timezone,
    }


def thawed(tables: Mapping[str, Any]) -> tuple[ClockRow, OfficeCalendar]:
    """The row and the calendar that `frozen` wrote down; raises `BadPolicyError`.

    Holidays are not frozen: one that is proclaimed later counts.
    """
    try:
        row = ClockShape.model_validate(tables["row"]).row(RowKey(tables["clock"]))
    except ValidationError as error:
        raise _named("frozen policy", error) from None
    return row, _thawed_hours(tables)


def thawed_second(tables: Mapping[str, Any]) -> tuple[SecondRow, OfficeCalendar]:
    """The same for a row of the second clock."""
    try:
        row = SecondShape.model_validate(tables["row"]).row(RowKey(tables["clock"]))
    except ValidationError as error:
        raise _named("frozen policy", error) from None
    return row, _thawed_hours(tables)


def frozen_agency(policy: Policy, row: AgencyRow, sender: UnitId) -> dict[str, Any]:
    """What one referral to an agency is counted by: the row, the sending unit's hours, as JSON."""
    return {
        "clock": row.key.value,
        "row": AgencyClockShape.of(row),
        "hours": HoursShape.of(policy.hours_of(sender)),
        "timezone": policy.timezone,
    }


def thawed_agency(tables: Mapping[str, Any]) -> tuple[AgencyRow, OfficeCalendar]:
    """The row and the calendar that `frozen_agency` wrote down; raises `BadPolicyError`."""
    try:
        row = AgencyClockShape.model_validate(tables["row"]).row(RowKey(tables["clock"]))
        hours = HoursShape.model_validate(tables["hours"]).hours(None)
    except ValidationError as error:
        raise _named("frozen policy", error) from None
    return row, OfficeCalendar(hours, ZoneInfo(tables["timezone"]), thai_holidays)


def calendar_of(policy: Policy, unit: UnitId) -> OfficeCalendar:
    """The office hours of a unit, without Thai public and substitution holidays."""
    return OfficeCalendar(policy.hours_of(unit), ZoneInfo(policy.timezone), thai_holidays)


@lru_cache(maxsize=64)
def thai_holidays(year: int) -> frozenset[date]:
    """Thai public holidays of a year with their substitution and bridge days.

    As the `holidays` library knows them, which follows the Cabinet's announcements; those of later
    years are computed until they are announced. What it lacks is added as a day off.
    """
    from holidays import country_holidays  # noqa: PLC0415  slow, and only needed in office hours

    return frozenset(country_holidays("TH", years=year, expand=False))


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    laid = dict(below)
    for key, value in above.items():
        old = laid.get(key)
        if isinstance(old, dict) and isinstance(value, Mapping) and key not in REPLACED_WHOLE:
            laid[key] = _laid_over(old, value)
        else:
            laid[key] = value
    return laid


def _thawed_hours(tables: Mapping[str, Any]) -> OfficeCalendar:
    try:
        hours = HoursShape.model_validate(tables["hours"]).hours(None)
    except ValidationError as error:
        raise _named("frozen policy", error) from None
    return OfficeCalendar(hours, ZoneInfo(tables["timezone"]), thai_holidays)


def _hours(
    source: str, table: str, shape: HoursShape, everybody: OfficeHours | None
) -> OfficeHours:
    try:
        return shape.hours(everybody)
    except ValueError as error:
        raise BadPolicyError(source, table, "", str(error)) from None


def _named(source: str, error: ValidationError) -> BadPolicyError:
    """The first thing wrong, by its place in the file."""
    first = error.errors()[0]
    place = [str(step) for step in first["loc"]]
    deep = {ROWS, TAKEN, AGENCY_ROWS, "units"}
    depth = 2 if place[0] in deep else int(place[0] in {"hours", "digest", "retention"})
    table, key = ".".join(place[:depth]), ".".join(place[depth:])
    why = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    return BadPolicyError(source, table, key, why.removeprefix("Value error, "))
