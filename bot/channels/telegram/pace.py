"""How fast one chat may be written to: 20 messages a minute a group, and never during a halt.

Refusing here costs nothing; asking Telegram again during a halt makes the halt longer.
"""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from bot.channels.telegram.limits import GROUP_MESSAGES, GROUP_PERIOD
from bot.domain.errors import TryLater
from bot.domain.incoming import Chat


class Pace:
    """What was sent lately, in this process; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._left: dict[str, deque[float]] = {}
        self._halts: dict[str, float] = {}

    def claim(self, chat: Chat) -> None:
        """Count one message to a chat; `TryLater` where it would be one too many now."""
        now = self._clock()
        if (until := self._halts.get(chat.id, 0.0)) > now:
            raise TryLater(timedelta(seconds=until - now))
        self._halts.pop(chat.id, None)
        if not chat.private:
            self._claim_in_group(chat.id, now)

    def halt(self, chat: Chat, after: timedelta) -> None:
        """Send nothing to a chat for a while."""
        self._halts[chat.id] = self._clock() + after.total_seconds()

    def _claim_in_group(self, group: str, now: float) -> None:
        left = self._left.setdefault(group, deque())
        period = GROUP_PERIOD.total_seconds()
        while left and left[0] <= now - period:
            left.popleft()
        if len(left) >= GROUP_MESSAGES:
            raise TryLater(timedelta(seconds=left[0] + period - now))
        left.append(now)
