"""One-time codes as people type them, and how fast they may be guessed.

The calculation behind the numbers stands in docs/security.md, "Guessing a code".
"""

import re
from datetime import timedelta

from bot.domain.text import digits

CODE_DIGITS = 12
"""More than a PIN (8), a case number (11) or a telephone number in Thailand (10) has."""
MOST_OF_ACCOUNT = 10
ACCOUNT_PERIOD = timedelta(hours=24)
MOST_OF_ALL = 60
ALL_PERIOD = timedelta(hours=1)
"""Wrong codes of one account, and of everybody together, that are looked at within a period."""
_GAP = "[ -]?"
_CODE = _GAP.join(["[0-9]"] * CODE_DIGITS)
_PRIVATE = re.compile(rf"\s*(?:/?(?:start|code|link)\s+)?({_CODE})\s*", re.IGNORECASE)
_GROUP = re.compile(rf"\s*/?link(?:@\w+)?\s+({_CODE})\s*", re.IGNORECASE)


def in_private(text: str) -> str:
    """The code that somebody wrote to the bot alone, as digits; empty where it is none."""
    return _read(_PRIVATE, text)


def in_group(text: str) -> str:
    """The code in `/link CODE`; empty where it is none."""
    return _read(_GROUP, text)


def _read(form: re.Pattern[str], text: str) -> str:
    found = form.fullmatch(digits(text))
    return re.sub("[^0-9]", "", found[1]) if found else ""
