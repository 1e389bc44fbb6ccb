"""How fast a chat may be written to, kept in the process that sends."""

from collections import deque
from datetime import datetime, timedelta

from bot.domain.incoming import Chat

GROUP_MINUTE = 18
"""Messages a minute to one group; Telegram halts a bot at 20."""
MINUTE = timedelta(minutes=1)


class Pace:
    """Counts what left for each group within the last minute."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self._left: dict[tuple[str, str], deque[datetime]] = {}

    def wait(self, chat: Chat, now: datetime) -> timedelta:
        """How long a group must still be left in peace; zero for a private chat."""
        if chat.private:
            return timedelta()
        left = self._left.get((chat.channel, chat.id))
        while left and now - left[0] >= MINUTE:
            left.popleft()
        if not left or len(left) < GROUP_MINUTE:
            return timedelta()
        return max(MINUTE - (now - left[0]), timedelta(milliseconds=100))

    def sent(self, chat: Chat, now: datetime) -> None:
        """Remember a message to a group."""
        if not chat.private:
            self._left.setdefault((chat.channel, chat.id), deque()).append(now)
