"""The log and the figures."""

from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class Log(Protocol):
    """Events with ids: never text, answers, names, addresses, places or tokens."""

    def event(self, name: str, **fields: str | float | None) -> None:
        """Write that something happened, e.g. `turn.taken`; fields stand on an allow-list."""

    def failure(self, name: str, error: BaseException, **fields: str | float | None) -> None:
        """Write that something failed: the error's class and where it rose, never its message."""


class EventOutcome(StrEnum):
    """What became of an event of a platform."""

    NEW = "new"
    REPEATED = "repeated"
    UNREADABLE = "unreadable"
    STUCK = "stuck"
    REFUSED = "refused"  # the POST was forged or was no event


class DeliveryOutcome(StrEnum):
    """What became of one try to deliver."""

    SENT = "sent"
    LATER = "later"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    EXPIRED = "expired"


class Meter(Protocol):
    """What is counted; no ids, nothing personal."""

    def event(self, channel: str, kind: str, outcome: EventOutcome) -> None:
        """An event of a platform came; `kind` is what it carried (`text`, `tap` ...)."""

    def turn(self, channel: str, took: timedelta) -> None:
        """A turn was committed."""

    def delivery(self, channel: str, outcome: DeliveryOutcome) -> None:
        """A delivery was tried."""

    def reminder(self, stage: str) -> None:
        """A stage of a clock was carried out, by its key (`remind.1`, `national` ...)."""

    def failed_duty(self, name: str) -> None:
        """A duty of the scheduler failed and will be tried again."""
