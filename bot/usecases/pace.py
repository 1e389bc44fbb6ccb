"""How fast a chat may be written to, kept in the process that sends."""

from collections import deque
from datetime import datetime, timedelta

from bot.domain.delivery import Owed
from bot.domain.incoming import Chat

GROUP_MINUTE = 18
"""Messages a minute to one group, alerts apart."""
ALERT_MINUTE = 20
"""An alert may use what Telegram allows; beyond it a bot is halted."""
LISTED_MINUTE = 10
"""What may go into lists leaves the other half of each minute to what is urgent."""
GROWTH = (2, 5, 10, 30, 60, 120, 300)
"""Seconds between tries, the last one for ever."""
MINUTE = timedelta(minutes=1)


def growing(owed: Owed) -> timedelta:
    """How long until it is tried again."""
    return timedelta(seconds=GROWTH[min(owed.attempts, len(GROWTH) - 1)])


class Pace:
    """Counts what left for each group within the last minute."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self._left: dict[tuple[str, str], deque[datetime]] = {}

    def wait(self, chat: Chat, now: datetime, *, most: int = GROUP_MINUTE) -> timedelta:
        """How long until a group has got less than `most` in a minute; zero for a private chat."""
        if chat.private:
            return timedelta()
        left = self._left.get((chat.channel, chat.id))
        while left and now - left[0] >= MINUTE:
            left.popleft()
        if not left or len(left) < most:
            return timedelta()
        return max(MINUTE - (now - left[-most]), timedelta(milliseconds=100))

    def count(self, chat: Chat, now: datetime) -> int:
        """How many messages a group got within the last minute."""
        left = self._left.get((chat.channel, chat.id), ())
        return sum(now - each < MINUTE for each in left)

    def sent(self, chat: Chat, now: datetime) -> None:
        """Remember a message to a group."""
        if not chat.private:
            self._left.setdefault((chat.channel, chat.id), deque()).append(now)
