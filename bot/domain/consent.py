"""A worker's consent: how it was heard, and which text was shown when it was given."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import LanguageCode

VERSION = "refer-1"
"""Of the card that asks for it; a new number when what it says changes."""


_SHORT = 8


def text_version(wording: str) -> str:
    """The version of a text that asks for consent: another wording has another one.

    The first digits of its SHA-256, so that it can be worked out anew from the wording that is kept
    with the answer; empty where no wording is.
    """
    return hashlib.sha256(wording.encode()).hexdigest()[:_SHORT] if wording else ""


class Willing(StrEnum):
    """What the worker said to one agency."""

    YES = "yes"
    NOT_NOW = "not_now"
    NEVER = "never"


class HeardBy(StrEnum):
    """How it was heard; anything but `bot` was heard by the officer who wrote it down."""

    BOT = "bot"
    PHONE = "phone"
    IN_PERSON = "in_person"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer: when, how, in which words; `by` is the officer who heard it, else `worker`."""

    value: Willing
    at: datetime
    how: HeardBy
    by: str
    wording: str = ""
    language: LanguageCode = LanguageCode("")
    version: str = VERSION
