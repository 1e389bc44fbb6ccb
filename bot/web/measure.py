"""How often something may be asked for: so many times a minute for each who asks."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Final

_MINUTE: Final = timedelta(minutes=1)
_KNOWN: Final = 4096


class Measure:
    """Counts by name within the last minute; of many names the oldest are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def allows(self, name: str, now: datetime) -> bool:
        """Whether it may be asked once more; if so, that is counted."""
        times = self._times.setdefault(name, deque())
        self._times.move_to_end(name)
        while times and now - times[0] >= _MINUTE:
            times.popleft()
        if len(self._times) > _KNOWN:
            self._times.popitem(last=False)
        if len(times) >= self._most:
            return False
        times.append(now)
        return True
