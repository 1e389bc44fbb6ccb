"""Days, lists and names of languages as a language has them (CLDR), by one time zone's clock."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import regex
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from bot.domain.ids import LanguageCode

# The day stands before the month on every calendar in Thailand.
_LOCALES = {"en": "en_GB"}
_BUDDHIST = {"th": 543}
_FULL_MONTH = {"my"}
"""CLDR shortens these months to a letter or two, which nobody can read."""
_PICTOGRAM = regex.compile(r"\p{Extended_Pictographic}")
_SPACES = regex.compile(r"[\s\u200b]+(?=\p{Extended_Pictographic})")


class Calendar:
    """One language's way to write days; a language unknown to CLDR gets figures."""

    __slots__ = ("_era", "_language", "_locale", "_zone")

    def __init__(self, language: LanguageCode, zone: ZoneInfo) -> None:
        """Look the language up once."""
        self._zone = zone
        self._language = language
        self._era = _BUDDHIST.get(language, 0)
        try:
            self._locale: Locale | None = Locale.parse(_LOCALES.get(language, language))
        except (UnknownLocaleError, ValueError):
            self._locale = None

    def time(self, at: datetime) -> str:
        """The time of day on a clock of 24 hours."""
        return at.astimezone(self._zone).strftime("%H:%M")

    def days_from(self, now: datetime, at: datetime) -> int:
        """How many midnights lie between: 0 is today, 1 tomorrow."""
        return (at.astimezone(self._zone).date() - now.astimezone(self._zone).date()).days

    def day(self, at: datetime) -> str:
        """Weekday and day, without the year."""
        local = at.astimezone(self._zone)
        if self._locale is None:
            return local.strftime("%d/%m")
        skeleton = "MMMMEEEEd" if self._language in _FULL_MONTH else "MMMEd"
        return format_skeleton(skeleton, local, locale=self._locale)

    def date(self, at: datetime) -> str:
        """The day with its year: the Buddhist one in Thai, which Babel does not know."""
        local = at.astimezone(self._zone)
        if self._locale is None:
            return local.strftime("%d/%m/%Y")
        pattern = f"d MMMM '{local.year + self._era}'" if self._era else "long"
        return format_date(local, pattern, locale=self._locale)

    def tongue(self, code: str) -> str:
        """What this language calls another one; its code where it has no word for it."""
        return str(self._locale.languages.get(code, code)) if self._locale else code

    def joined(self, items: Sequence[str]) -> str:
        """Several things in one sentence; a pictogram does not stick to the word before it."""
        if self._locale is None:
            return ", ".join(items)
        spaced = [f" {item}" if _PICTOGRAM.match(item) else item for item in items]
        return _SPACES.sub(" ", format_list(spaced, locale=self._locale)).removeprefix(" ")
