"""What the core wants said: keys and values, never words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ConversationId, EnclosureId, LanguageCode, QuestionId, ReferralId
from bot.domain.recording import Spoken


class MomentForm(StrEnum):
    """How a moment is spoken, always in the service's time zone."""

    TIME = "time"  # 22:05
    DAY_TIME = "day_time"  # today 22:05, tomorrow 12:30, Mon 13 April 12:30
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time to be worded; `now` lets the catalogue say "today" and "tomorrow"."""

    at: datetime
    form: MomentForm = MomentForm.TIME
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a name in each language: `kind` is province, district or unit."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Literal:
    """Somebody's own words, or a number or case reference: shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the catalogue with what fills its places."""

    key: str
    params: Mapping[str, "Value"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in one place, joined the way the language does."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message in a language of its own, for somebody else than the reader."""

    line: Line
    spoken: LanguageCode


Value = str | int | Moment | Named | Literal | Line | Listing | Quoted


@dataclass(frozen=True, slots=True)
class Button:
    """A choice on the screen; `payload` is at most 64 bytes (Telegram's callback_data)."""

    label: Line | Named | Literal
    payload: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message: lines, one a paragraph, and rows of buttons.

    `question` names the question it asks, if it asks one. `location` asks the platform for a
    button that shares the position. `sounds` are played, one after the other, before the words.
    `encloses` is a photo or a voice that stands before them.
    """

    lines: tuple[Line, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    question: QuestionId | None = None
    location: bool = False
    sounds: tuple[Spoken, ...] = ()
    encloses: EnclosureId = EnclosureId("")


@dataclass(frozen=True, slots=True)
class WordedButton:
    """A button in words."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Message:
    """A prompt in words, as a channel shows it; `location` is the sharing button's label."""

    text: str
    rows: tuple[tuple[WordedButton, ...], ...] = ()
    location: str = ""


LONGEST_PAYLOAD = 64
"""Bytes; https://core.telegram.org/bots/api#inlinekeyboardbutton"""


def worker_payload(conversation: ConversationId, question: str, value: str) -> str:
    """`a:<conversation>:<question>:<value>`."""
    return f"a:{conversation}:{question}:{value}"


def officer_payload(action: str, referral: ReferralId, value: str = "") -> str:
    """`r:<action>:<referral>[:<value>]`."""
    return f"r:{action}:{referral}:{value}" if value else f"r:{action}:{referral}"


@dataclass(frozen=True, slots=True)
class WorkerTap:
    """A worker payload, taken apart."""

    conversation: ConversationId
    question: QuestionId
    value: str


@dataclass(frozen=True, slots=True)
class OfficerTap:
    """An officer payload, taken apart."""

    action: str
    referral: ReferralId
    value: str


def read_payload(payload: str) -> WorkerTap | OfficerTap | None:
    """The tap a payload stands for, or None where it is not one of ours: too long, or garbage."""
    if not payload.isprintable() or len(payload.encode()) > LONGEST_PAYLOAD:
        return None
    parts = payload.split(":", 3)
    if len(parts) == 4 and parts[0] == "a":  # noqa: PLR2004  the table of payload forms
        return WorkerTap(ConversationId(parts[1]), QuestionId(parts[2]), parts[3])
    if len(parts) >= 3 and parts[0] == "r":  # noqa: PLR2004
        return OfficerTap(parts[1], ReferralId(parts[2]), parts[3] if parts[3:] else "")
    return None
