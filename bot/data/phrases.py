"""The officers' ready sentences, from the shipped table."""

import tomllib
from functools import cache
from pathlib import Path

from bot.domain.phrase import Expects, Phrase, Phrases


@cache
def load_phrases() -> Phrases:
    """All ready sentences, group by group, in the order in which an officer finds them."""
    path = Path(__file__).with_name("phrases.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["phrase"]
    return Phrases(
        tuple(
            Phrase(
                row["id"],
                row["group"],
                Expects(row["expects"]),
                tuple(row.get("answers", ())),
                row.get("sensitive", False),
                row.get("warning", ""),
            )
            for row in rows
        )
    )
