"""How much is answered of what one person sends, and of everything when turns queue up.

Everything is taken and stored; this only decides what is said to it. Counted in this process and
forgotten with it: several processes are that much more patient.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import Lock

from bot.domain.incoming import Incoming

WINDOW = timedelta(minutes=1)
CHATTER = 30
"""Messages a minute of one person that bring the intake no further and are answered one by one."""
CHATTER_WHEN_BUSY = 6
ALL = 120
"""Messages a minute of one person, those that do bring it further among them: a button in several
choices can be pressed for ever."""
BUSY = timedelta(seconds=0.75)
"""Turns that take so long on average queue up: LINE waits for two seconds."""
TOLD = 5
"""Notices a minute that an officer gets of one person's further words."""
REFUSALS = 10
REFUSALS_OF_ALL = 100
"""Refusals a minute of one stranger, and of all, that are written down: by then it is plain that
somebody tries, and what is in the log stays there for ever. An officer's are all written down."""
EVERYBODY = 600
"""Messages a minute of all people together that are chatter; beyond that it is a flood of many.
Telegram lets a bot send 30 messages a second to all: a third of it is left to chatter."""
REMEMBERED = 10_000
_WEIGHT = 0.1
SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What is counted apart."""

    CHATTER = "chatter"
    FILES = "files"
    ALL = "all"
    LOOKS = "looks"  # an officer's lists
    REFUSED = "refused"  # what strangers press that is not theirs
    NOTED = "noted"  # what of that is written down
    TOLD = "told"  # notices to officers of further words for them


@dataclass(slots=True)
class _Heard:
    since: datetime
    counts: dict[Kind, int] = field(default_factory=dict)
    answered: bool = False


_Who = tuple[str, str]


class Floods:
    """The counts of this process; safe between threads."""

    def __init__(self) -> None:
        """Nobody has been heard."""
        self._heard: OrderedDict[_Who, _Heard] = OrderedDict()
        self._shown: OrderedDict[tuple[str, _Who], datetime] = OrderedDict()
        self._everybody = _Heard(datetime.min.replace(tzinfo=UTC))
        self._lag = 0.0
        self._lock = Lock()

    def took(self, time: timedelta) -> None:
        """A turn was committed so long after it came."""
        self._lag += _WEIGHT * (time.total_seconds() - self._lag)

    @property
    def busy(self) -> bool:
        """Whether turns queue up, or answers to chatter would crowd out all others."""
        many = self._everybody.counts.get(Kind.CHATTER, 0) > EVERYBODY
        return many or self._lag > BUSY.total_seconds()

    @property
    def remembered(self) -> int:
        """How many people and notices are kept in mind."""
        return len(self._heard) + len(self._shown)

    def counted(self, incoming: Incoming, kind: Kind, now: datetime) -> int:
        """How many of this kind the sender has sent within the minute, this one included."""
        with self._lock:
            heard = self._of(incoming, now)
            if not self._everybody.since <= now < self._everybody.since + WINDOW:
                self._everybody = _Heard(now)
            for each in (self._everybody, heard):
                each.counts[kind] = each.counts.get(kind, 0) + 1
            return heard.counts[kind]

    def is_noted(self, incoming: Incoming, now: datetime) -> bool:
        """Whether one more refusal of a stranger is written down."""
        if self.counted(incoming, Kind.REFUSED, now) > REFUSALS:
            return False
        self.counted(incoming, Kind.NOTED, now)
        return self._everybody.counts[Kind.NOTED] <= REFUSALS_OF_ALL

    def first_answer(self, incoming: Incoming, now: datetime) -> bool:
        """Whether somebody beyond the limit has not been answered yet in this minute."""
        with self._lock:
            heard = self._of(incoming, now)
            first, heard.answered = not heard.answered, True
            return first

    def is_news(
        self, what: str, incoming: Incoming, now: datetime, within: timedelta = SECOND
    ) -> bool:
        """Whether the sender was not shown this within the last second, or another time."""
        key = (what, _who(incoming))
        with self._lock:
            last = self._shown.pop(key, datetime.min.replace(tzinfo=UTC))
            again = last <= now < last + within
            self._shown[key] = last if again else now
            _forget_oldest(self._shown)
            return not again

    def _of(self, incoming: Incoming, now: datetime) -> _Heard:
        who = _who(incoming)
        heard = self._heard.pop(who, None)
        if heard is None or not heard.since <= now < heard.since + WINDOW:
            heard = _Heard(now)
        self._heard[who] = heard
        _forget_oldest(self._heard)
        return heard


def _forget_oldest(
    kept: OrderedDict[_Who, _Heard] | OrderedDict[tuple[str, _Who], datetime],
) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


def _who(incoming: Incoming) -> _Who:
    return incoming.chat.channel, incoming.account or incoming.chat.id
