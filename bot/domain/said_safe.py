"""That somebody said "I am safe now" from a worker's chat."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SaidSafe:
    """That "I am safe now" was said from the worker's chat: by whoever held the phone.

    No clock stops for it. `heard` is how an officer made sure that it was the worker (code_word or
    voice), empty while nobody has; even then it counts for true from `due_at` on only.
    """

    at: datetime
    heard: str = ""
    by: str = ""
    due_at: datetime | None = None

    def is_sure(self, now: datetime) -> bool:
        """Whether an officer made sure of it, and the waiting time is over."""
        return self.due_at is not None and self.due_at <= now
