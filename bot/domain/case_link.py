"""One-time links into a case, and the PIN that opens them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Self

from bot.domain.ids import OfficerId, ReferralId


class LinkTo(StrEnum):
    """What a link opens: the whole file, photos and recordings alone, the place alone."""

    FILE = "file"
    EVIDENCE = "evidence"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A link of one officer into one case; its token and its page's secret stand beside it.

    Until it is `opened` it `expires_at` as a link; from then on as the page it opened.
    """

    officer: OfficerId
    referral: ReferralId
    what: LinkTo
    expires_at: datetime
    opened: bool = False

    def may_open(self, now: datetime) -> bool:
        """Whether the link can still be opened: once, and not too late."""
        return not self.opened and now < self.expires_at

    def is_open(self, now: datetime) -> bool:
        """Whether the page it opened still shows something."""
        return self.opened and now < self.expires_at


WAITS = (timedelta(), timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
"""How long the next try must wait after the first wrong PIN, the second ...; then it is locked."""


@dataclass(frozen=True, slots=True)
class Pin:
    """An officer's PIN: its hash, one that is to be repeated yet, and the wrong tries so far.

    `wrong` is counted before a PIN is looked at, so that tries at the same moment count each.
    """

    hash: str = ""
    pending: str = ""
    wrong: int = 0
    next_try_at: datetime | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is a PIN to be asked for."""
        return bool(self.hash)

    @property
    def is_locked(self) -> bool:
        """Whether only a reset helps."""
        return self.wrong > len(WAITS)

    def may_try(self, now: datetime) -> bool:
        """Whether a PIN is looked at now."""
        waiting = self.next_try_at is not None and now < self.next_try_at
        return self.is_set and not self.is_locked and not waiting

    def tried(self, now: datetime) -> Self:
        """As it stands while a PIN is looked at, and stays where that is wrong."""
        wrong = self.wrong + 1
        wait = WAITS[wrong - 1] if wrong <= len(WAITS) else timedelta()
        return replace(self, wrong=wrong, next_try_at=now + wait)

    def right(self) -> Self:
        """After the right PIN: all wrong ones are forgiven."""
        return replace(self, wrong=0, next_try_at=None)


def is_guessable(pin: str) -> bool:
    """Whether it is what everybody tries first: one digit, a run, a pair or triple repeated."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return (len(steps) == 1 and steps <= {0, 1, 9}) or pin[:2] * 3 == pin or pin[:3] * 2 == pin
