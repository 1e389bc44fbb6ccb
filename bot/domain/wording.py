"""What a message of the catalogue is: its key, what it is for, and who reads it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import LanguageCode

OFFICER_LANGUAGES = frozenset({LanguageCode("th"), LanguageCode("en")})
"""The only languages in which officers and operators are spoken to."""


class Kind(StrEnum):
    """Where a message stands: it decides how long it may be."""

    TEXT = "text"
    BUTTON = "button"


class Audience(StrEnum):
    """Who reads a message: it decides in which languages it must exist."""

    WORKER = "worker"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Key:
    """One message to be translated; `context` tells the translator who says it, when, to whom."""

    msgid: str
    context: str = ""
    kind: Kind = Kind.TEXT
    audience: Audience = Audience.WORKER

    def needed_in(self, language: LanguageCode) -> bool:
        """Whether a catalogue of this language must have it."""
        return self.audience is Audience.WORKER or language in OFFICER_LANGUAGES


def named(msgid: str, context: str = "") -> Key:
    """The key that a literal in the code stands for: its name says what it is.

    `officer.`, `group.` and `operator.` in front speak to officers; `button.` and `choice.`, in
    front or behind one of these, are buttons.
    """
    first, *rest = msgid.split(".")
    officer = first in {"officer", "group", "operator"}
    what = rest[0] if officer and rest else first
    return Key(
        msgid,
        context,
        Kind.BUTTON if what in {"button", "choice"} else Kind.TEXT,
        Audience.OFFICER if officer else Audience.WORKER,
    )
