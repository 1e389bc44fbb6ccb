"""The words in which a policy is written: durations, windows, days, and back again."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.calendar import Delay, Window, WorkingDays

NEVER = "never"
WORKING_DAY = "working_day"
UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
}
DURATION = re.compile(r"([0-9]{1,5}) ?(s|min|h|working_days?)")
TIME = re.compile(r"([0-9]{2}):([0-5][0-9])")
WINDOW = re.compile(r"([0-9]{2}):([0-5][0-9]) ?[-–] ?([0-9]{2}):([0-5][0-9])")  # either dash


def heard(value: object) -> Delay:
    """A delay from its words: "10 s", "15 min", "4 h", "1 working_day"; a `ValueError`."""
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'{value!r} is no duration like "15 min" or "1 working_day"')
    count, unit = int(match[1]), match[2].removesuffix("s") or "s"
    return WorkingDays(count) if unit == WORKING_DAY else count * UNITS[unit]


def said(delay: Delay) -> str:
    """The words of a delay, in the greatest unit that leaves no rest."""
    if isinstance(delay, WorkingDays):
        return f"{delay.count} {WORKING_DAY}" + ("s" if delay.count > 1 else "")
    name, unit = next(
        (name, unit) for name, unit in reversed(UNITS.items()) if delay % unit == timedelta(0)
    )
    return f"{delay // unit} {name}" if delay else "0 min"


def timed(delay: Delay) -> timedelta:
    """A delay that must be counted in time; a `ValueError`."""
    if isinstance(delay, timedelta):
        return delay
    raise ValueError("this one is counted in hours, not in working days")


def some(delay: Delay) -> Delay:
    """A delay that is longer than nothing; a `ValueError`."""
    if delay in (timedelta(0), WorkingDays(0)):
        raise ValueError("a repeat without a pause would never end")
    return delay


def stage(value: object) -> object:
    """A delay, or "never"."""
    return None if value == NEVER else heard(value)


def length(delay: Delay) -> float:
    """How long it is, among those of its kind."""
    return delay.count if isinstance(delay, WorkingDays) else delay.total_seconds()


def time_of_day(value: object) -> timedelta:
    """A time of day, counted from midnight; a `ValueError`."""
    match = TIME.fullmatch(value) if isinstance(value, str) else None
    at = timedelta(hours=int(match[1]), minutes=int(match[2])) if match else None
    if at is None or at >= timedelta(days=1):
        raise ValueError(f'{value!r} is no time of day like "08:30"')
    return at


def zone(name: str) -> str:
    """The name of a time zone; a `ValueError`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a part of the world is a folder
        raise ValueError(f"{name!r} is no time zone") from None
    return name


def window(value: object) -> Window:
    """A stretch of a day from its words: "08:30-16:30"; a `ValueError`."""
    match = WINDOW.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'{value!r} is no window like "08:30-16:30"')
    hours, minutes, to_hours, to_minutes = (int(part) for part in match.groups())
    opens = timedelta(hours=hours, minutes=minutes)
    return Window(opens, timedelta(hours=to_hours, minutes=to_minutes))


def clock(moment: timedelta) -> str:
    """A time of day in words: "08:30"."""
    minutes = moment // UNITS["min"]
    return f"{minutes // 60:02}:{minutes % 60:02}"


def day(value: object) -> date:
    """A date from its words, or as TOML reads it; a `ValueError`."""
    try:
        # A day with an hour is a day too, and is none of those in the calendar.
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f'{value!r} is no date like "2026-04-16"') from None
