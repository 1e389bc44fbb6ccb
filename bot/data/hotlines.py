"""The help lines, from the shipped table."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from bot.domain.ids import LanguageCode


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A phone number and what is known of it; `verified_on` is None until somebody has called."""

    number: str
    key: str
    serves: str
    languages: frozenset[LanguageCode]
    spoken: tuple[LanguageCode, ...]
    hours: str
    verified_on: date | None
    danger: bool
    despair: bool


@cache
def load_hotlines() -> tuple[HelpLine, ...]:
    """All help lines in the order in which they are shown."""
    path = Path(__file__).with_name("hotlines.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["hotline"]
    return tuple(
        HelpLine(
            row["number"],
            row["key"],
            row["for"],
            frozenset(LanguageCode(each) for each in row.get("languages", ())),
            tuple(LanguageCode(each) for each in row.get("spoken", ())),
            row.get("hours", ""),
            date.fromisoformat(row["verified_on"]) if row["verified_on"] else None,
            row.get("danger", False),
            row.get("despair", False),
        )
        for row in rows
    )
