"""A clock that goes on like any other and can be put forward."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Final
from zoneinfo import ZoneInfo

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
FIRST: Final = time(10)
"""When the demonstration begins: offices are open, and the day is long."""
MORNING: Final = time(8, 30)
"""When the centres open."""
_DAY: Final = timedelta(days=1)


class MovableClock:
    """The present moment of the demonstration, aware UTC; it never goes back."""

    def __init__(self, start: datetime, *, running: Callable[[], float] = monotonic) -> None:
        """Show `start` now, and go on with `running`, which counts seconds."""
        self._running = running
        self._shown = start
        self._since = running()

    def __call__(self) -> datetime:
        """The present moment."""
        return self._shown + timedelta(seconds=self._running() - self._since)

    def move_to(self, moment: datetime) -> None:
        """Put it forward; a moment that has passed changes nothing."""
        if moment > self():
            self._shown, self._since = moment, self._running()


def first_day(now: datetime, holidays: Callable[[int], frozenset[date]]) -> datetime:
    """Ten in the morning in Bangkok of today, or of the next working day."""
    day = now.astimezone(BANGKOK).date()
    while day.isoweekday() > 5 or day in holidays(day.year):  # noqa: PLR2004  Friday
        day += _DAY
    return datetime.combine(day, FIRST, BANGKOK).astimezone(UTC)


def next_morning(now: datetime) -> datetime:
    """The next time that it is half past eight in Bangkok."""
    local = now.astimezone(BANGKOK)
    opening = datetime.combine(local.date(), MORNING, BANGKOK)
    return (opening if opening > local else opening + _DAY).astimezone(UTC)


GO: Final = {
    "quarter": lambda now: now + timedelta(minutes=15),
    "hour": lambda now: now + timedelta(hours=1),
    "morning": next_morning,
}
"""How far the clock can be put forward, by the names of the page's buttons."""
