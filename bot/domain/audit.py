"""What is written down of every view and change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

LAST_SIGNED: Final = "audit.checkpoint"
"""The mark that says which hour and entry the newest checkpoint is of: `<hour>:<entry>`."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which case, when and from where; `who` and `where` are ids, never names.

    `where` is the unit as which, or the way by which it was done, `chat` the platform and, of a
    group, its id: in private a person is known by `who`.
    """

    at: datetime
    who: str
    action: str
    subject: str
    where: str = ""
    detail: str = ""
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log as it stood: its last entry's number and hash, signed (Ed25519), all in hex.

    Kept outside the database it shows what the database alone cannot: that the whole log was put
    back to an earlier day, or written anew by somebody who has the key.
    """

    entry: int
    at: datetime
    hash: str
    signature: str
    public_key: str

    @property
    def mark(self) -> str:
        """What a person can write down and compare: the entry and the first half of its hash."""
        digits = self.hash[:16]
        return f"{self.entry}:{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{digits[12:]}"


class Disagreement(StrEnum):
    """Why the log is not the one that a checkpoint was made of."""

    FORGED = "forged"  # it was not signed with this installation's key
    CUT_OFF = "cut_off"  # the log ends before the entry
    CHANGED = "changed"  # the entry is another one
