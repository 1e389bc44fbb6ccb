"""Names of things: identifiers and the small enums that every other module speaks."""

from enum import StrEnum
from typing import NewType

ConversationId = NewType("ConversationId", str)
"""`[0-9a-z]{8,16}`; stands in every worker payload."""
ReferralId = NewType("ReferralId", str)
"""`[0-9a-z]{8,16}`; stands in every officer payload."""
Reference = NewType("Reference", str)
"""A case number: digits grouped as `48-2093-7716-5`, the last one a check digit."""
QuestionId = NewType("QuestionId", str)
"""At most 24 bytes."""
UnitId = NewType("UnitId", str)
"""A centre, an agency, `national` or `operator`."""
OfficerId = NewType("OfficerId", str)
InterpreterId = NewType("InterpreterId", str)
AssignmentId = NewType("AssignmentId", str)
EvidenceId = NewType("EvidenceId", str)
TakeId = NewType("TakeId", str)
"""A recording of an officer's, `[0-9a-z]{8,16}`; stands in payloads as a referral's id does."""
MessageId = NewType("MessageId", str)
"""`[0-9a-z]{8,16}`; a message between an officer and a worker."""
EnclosureId = NewType("EnclosureId", str)
"""A photo or a voice that the bot brings to somebody; also the name of its sealed file."""
ProvinceCode = NewType("ProvinceCode", str)
"""ISO 3166-2, e.g. `TH-74`."""
DistrictCode = NewType("DistrictCode", str)
"""DOPA's four digits, e.g. `7108`."""
LanguageCode = NewType("LanguageCode", str)
"""ISO 639-1, the name of a folder in `bot/locales/`."""

NATIONAL = UnitId("national")
OPERATOR = UnitId("operator")


class Channel(StrEnum):
    """A platform that carries messages."""

    TELEGRAM = "telegram"
    LINE = "line"
    SIMULATOR = "simulator"


class Level(StrEnum):
    """What triage found, gravest first: A > B > U > C > D (the screening rule)."""

    A = "A"
    B = "B"
    U = "U"
    C = "C"
    D = "D"

    @property
    def gravity(self) -> int:
        """4 for A down to 0 for D."""
        return "DCUBA".index(self.value)


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    FILED = "filed"
    TAKEN = "taken"
    REFERRED = "referred"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class ReferralState(StrEnum):
    """Where a referral stands; `asked` until the worker has agreed to it."""

    ASKED = "asked"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COMPLETED = "completed"
    REVOKED = "revoked"
    RETURNED = "returned"  # taken, and then nothing was done: it went back to the chase

    @property
    def is_open(self) -> bool:
        """True until a person has answered."""
        return self is ReferralState.SENT
