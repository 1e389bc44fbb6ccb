"""The facts of the law, from the shipped table."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.rights import Fact, Rate

KNOWN = frozenset(
    {
        *("id", "category", "source", "as_of", "expires", "check", "says"),
        *("applies_to", "not_for", "condition", "rates"),
    }
)


class BadRightsError(ValueError):
    """A fact that cannot be shown as it stands; the message names it and what is wrong."""


@cache
def load_rights(text: str | None = None) -> tuple[Fact, ...]:
    """All facts in the order in which they are shown, the unconfirmed ones among them.

    `text` stands in place of the shipped table. Raises `BadRightsError` where a fact has no date
    or source, an unknown key, or the id of another.
    """
    shipped = Path(__file__).with_name("rights.toml")
    table = tomllib.loads(text if text is not None else shipped.read_text(encoding="utf-8"))
    facts = tuple(_fact(row, table.get("as_of")) for row in table["fact"])
    ids = [fact.id for fact in facts]
    for name in {each for each in ids if ids.count(each) > 1}:
        raise BadRightsError(f"fact {name}: stands there twice")
    return facts


def _fact(row: Mapping[str, Any], stood: date | None) -> Fact:
    name = row.get("id", "")
    for key in row.keys() - KNOWN:
        raise BadRightsError(f"fact {name}: nothing is called {key}")
    as_of = row.get("as_of", stood)
    for key, value in (("id", name), ("category", row.get("category")), ("as_of", as_of)):
        if not value:
            raise BadRightsError(f"fact {name}: has no {key}")
    if not row.get("source"):
        raise BadRightsError(f"fact {name}: has no source")
    return Fact(
        id=name,
        category=row["category"],
        source=row["source"],
        as_of=as_of,
        expires=row.get("expires"),
        check=row.get("check", False),
        applies_to=frozenset(row.get("applies_to", ())),
        not_for=frozenset(row.get("not_for", ())),
        condition=row.get("condition", ""),
        rates=tuple(Rate(each["baht"], tuple(each["places"])) for each in row.get("rates", ())),
    )
