"""What the operator does to rosters: shifts, a whole file of them, the night partner."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.data.policy import from_json
from bot.domain.audit import AuditEntry
from bot.domain.ids import OPERATOR, UnitId
from bot.domain.policy import Policy
from bot.domain.roster import DAY, Roster, Shift, WeeklyShift, next_end, on_call
from bot.domain.unit import Officer
from bot.ports import Office, Work, WrongArgument
from bot.usecases.administer import Row, known_unit, unit_names
from bot.usecases.duty import uncovered

COLUMNS: Final = ("unit", "officer", "days", "hours", "from", "until")
"""Of a roster's file: either days and hours (every week), or from and until (once)."""
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-4]):([0-5]\d)")
_WHERE: Final = "command"


async def show_duty(office: Office, *, timezone: str, unit: str = "") -> list[Row]:
    """Every shift of one unit or of all, with who is on call now."""
    now, zone = office.clock(), ZoneInfo(timezone)
    units = (await known_unit(office, unit),) if unit else unit_names()
    return await office.store.read(
        lambda work: [row for each in units for row in _rows(work, each, now, zone)]
    )


async def gaps_of_duty(office: Office, *, policy: Mapping[str, Any], days: int) -> list[Row]:
    """How long nobody is on call for each unit in the days to come, and from when.

    `policy` is the installation's in the form of its file (`bot.data.policy.as_json`).
    """
    now, counted = office.clock(), from_json(policy)
    units = [unit for unit in unit_names() if unit != OPERATOR]
    return await office.store.read(
        lambda work: [_gap(counted, work, unit, now, days) for unit in units]
    )


def _gap(policy: Policy, work: Work, unit: UnitId, now: datetime, days: int) -> Row:
    found = uncovered(policy, work, unit, now, days * DAY)
    hours = sum((ends - begins for begins, ends in found), timedelta()) / timedelta(hours=1)
    first = found[0][0].isoformat() if found else ""
    return {"unit": unit, "hours": round(hours, 1), "times": len(found), "first": first}


async def set_duty(
    office: Office, *, who: str, timezone: str, shifts: Sequence[Mapping[str, str]]
) -> list[Row]:
    """Add shifts as a roster's file words them; all or none. Raises `WrongArgument`."""
    return await _keep(office, who, timezone, shifts, anew=False)


async def import_duty(office: Office, *, who: str, timezone: str, text: str) -> list[Row]:
    """Take a roster's file: it stands instead of all shifts of the units it names.

    Absences and night partners stay. Nothing is stored unless every line can be.
    """
    return await _keep(office, who, timezone, read_roster(text), anew=True)


async def partner_duty(office: Office, *, who: str, timezone: str, unit: str, partner: str) -> Row:
    """Name the unit that stands in at night; an empty name takes it away."""
    of = await known_unit(office, unit)
    by = await known_unit(office, partner) if partner else None
    if OPERATOR in (of, by) or of == by:
        raise WrongArgument("partner", "a unit's night partner is another unit that takes cases")
    now, zone = office.clock(), ZoneInfo(timezone)

    def body(work: Work) -> None:
        roster = replace(work.rosters.of(of, locked=True), night_partner=by)
        work.rosters.save(roster, _due(roster, now, zone))
        work.audit.record(AuditEntry(now, who, "duty.partner", of, _WHERE, partner))

    await office.store.write(body)
    return {"unit": of, "partner": by or ""}


def read_roster(text: str) -> list[dict[str, str]]:
    """The lines of a roster's file; raises `WrongArgument`."""
    # Every kind of line end: what old programs write is read as well.
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        if not rows.fieldnames or unknown_of(rows.fieldnames):
            raise WrongArgument("file", f"its first line must name columns of {', '.join(COLUMNS)}")
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in rows]
    except csv.Error as error:
        raise WrongArgument("file", f"line {rows.line_num}: {error}") from None


def unknown_of(names: Sequence[str]) -> set[str]:
    """Columns nobody knows, and those that must be there and are not."""
    return (set(names) - set(COLUMNS)) | ({"unit", "officer"} - set(names))


async def _keep(
    office: Office, who: str, timezone: str, lines: Sequence[Mapping[str, str]], *, anew: bool
) -> list[Row]:
    now, zone = office.clock(), ZoneInfo(timezone)
    named = dict.fromkeys(line["unit"] for line in lines)
    units = [await known_unit(office, name) for name in named]

    def body(work: Work) -> list[Row]:
        rosters = {unit: work.rosters.of(unit, locked=True) for unit in units}
        if anew:
            rosters = {u: replace(r, shifts=(), weekly=()) for u, r in rosters.items()}
        for number, line in enumerate(lines, 2):
            unit = UnitId(line["unit"])
            rosters[unit] = _with(work, rosters[unit], line, zone, number)
        for unit, roster in rosters.items():
            work.rosters.save(replace(roster, tended_at=now), _due(roster, now, zone))
            work.audit.record(AuditEntry(now, who, "duty.set", unit, _WHERE))
        return [row for unit in units for row in _rows(work, unit, now, zone)]

    return await office.store.write(body)


def _due(roster: Roster, now: datetime, zone: ZoneInfo) -> datetime | None:
    return next_end(roster, now, zone)


def _with(
    work: Work, roster: Roster, line: Mapping[str, str], zone: ZoneInfo, number: int
) -> Roster:
    officer = _officer(work, roster.unit, line["officer"], number)
    try:
        if line.get("days"):
            return replace(roster, weekly=(*roster.weekly, *_weekly(officer, line)))
        begins, ends = (_moment(line[key], zone) for key in ("from", "until"))
    except (ValueError, KeyError):
        hint = "days like mon-fri with hours like 08:30-16:30, or from and until"
        raise WrongArgument("shift", f"line {number}: {hint}, e.g. 2026-11-23T16:30") from None
    if ends <= begins:
        raise WrongArgument("shift", f"line {number}: until is not after from")
    return replace(roster, shifts=(*roster.shifts, Shift(officer.id, begins, ends)))


def _officer(work: Work, unit: UnitId, named: str, number: int) -> Officer:
    """By id, or by a name that only one person of the unit has."""
    officers = work.directory.officers_of(unit)
    found = [each for each in officers if named in (each.id, each.name)]
    if len(found) != 1:
        problem = "two people have this name: use the id" if found else "nobody of this name or id"
        raise WrongArgument("officer", f"line {number}: {problem} is enrolled for {unit}")
    return found[0]


def weekly_hours(days: str, hours: str) -> list[tuple[int, timedelta, timedelta]]:
    """`mon-fri`, `sat,sun` or `daily` with `16:30-08:30`; a `ValueError`.

    What ends before it begins ends on the next day.
    """
    matched = _HOURS.fullmatch(hours.strip())
    if matched is None:
        raise ValueError(hours)
    first, second, third, fourth = (int(part) for part in matched.groups())
    opens = timedelta(hours=first, minutes=second)
    closes = timedelta(hours=third, minutes=fourth)
    closes += DAY if closes <= opens else timedelta()
    return [(day, opens, closes) for day in _days(days)]


def _weekly(officer: Officer, line: Mapping[str, str]) -> list[WeeklyShift]:
    found = weekly_hours(line["days"], line["hours"])
    return [WeeklyShift(officer.id, day, opens, closes) for day, opens, closes in found]


def _days(words: str) -> list[int]:
    found: list[int] = []
    for part in words.lower().replace(" ", "").split(","):
        first, _, last = ("mon-sun" if part == "daily" else part).partition("-")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        found += [(begin + n) % 7 for n in range((end - begin) % 7 + 1)]
    return list(dict.fromkeys(found))


def _moment(text: str, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _rows(work: Work, unit: UnitId, now: datetime, zone: ZoneInfo) -> list[Row]:
    roster = work.rosters.of(unit)
    names = {each.id: each.name for each in work.directory.officers_of(unit)}
    there = on_call(roster, now, zone)
    partner = roster.night_partner or ""
    rows: list[Row] = []
    for weekly in roster.weekly:
        hours = f"{_clock(weekly.opens)}-{_clock(weekly.closes % DAY)}"
        rows.append({"officer": weekly.officer, "days": _DAYS[weekly.day], "hours": hours})
    for kind, shifts in (("on call", roster.shifts), ("absent", roster.absences)):
        for each in shifts:
            if each.ends > now:
                times = (each.begins.astimezone(zone), each.ends.astimezone(zone))
                span = " – ".join(f"{at:%Y-%m-%d %H:%M}" for at in times)
                rows.append({"officer": each.officer, "days": kind, "hours": span})
    return [
        {
            "unit": unit,
            **row,
            "name": names.get(row["officer"], "?"),
            "now": row["officer"] in there and row["days"] != "absent",
            "night_partner": partner,
        }
        for row in rows or ([{"officer": "", "days": "", "hours": ""}] if partner else [])
    ]


def _clock(at: timedelta) -> str:
    return f"{at // timedelta(hours=1):02}:{at % timedelta(hours=1) // timedelta(minutes=1):02}"
