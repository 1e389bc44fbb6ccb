"""What is written down of every view and change."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which case, when and from where; `who` and `where` are ids, never names."""

    at: datetime
    who: str
    action: str
    subject: str
    where: str = ""
    detail: str = ""
