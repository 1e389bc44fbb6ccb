"""What the law says, as dated facts, and which of them may be shown to a worker today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

EVERY_CATEGORY = "all"


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount in baht a day and the provinces and districts, by code, where it holds."""

    baht: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the law: where it stands, the day on which it stood there, whom it covers.

    `category` is a category of the complaint or `EVERY_CATEGORY`. After `expires` it is no longer
    shown. `check` marks a fact that somebody has yet to confirm: never shown to workers.
    `applies_to` are the only sectors it covers, empty meaning all; `not_for` those it leaves out.
    `condition` names what must hold for it to protect anybody; it is shown with that condition
    or not at all.
    """

    id: str
    category: str
    source: str
    as_of: date
    expires: date | None = None
    check: bool = False
    applies_to: frozenset[str] = frozenset()
    not_for: frozenset[str] = frozenset()
    condition: str = ""
    rates: tuple[Rate, ...] = ()

    def covers(self, sector: str) -> bool:
        """Whether it covers work of this sector; an unknown one ("") is not ruled out."""
        if not sector:
            return True
        return sector not in self.not_for and (not self.applies_to or sector in self.applies_to)

    def stands(self, today: date) -> bool:
        """Whether it is confirmed, and may still be shown today."""
        return not self.check and (self.expires is None or today <= self.expires)


def facts_for(facts: Iterable[Fact], category: str, sector: str, today: date) -> tuple[Fact, ...]:
    """The facts to show on a category, in their order.

    `sector` is the kind of work where it is known, else "". Expired and unconfirmed facts are left
    out, whatever they say.
    """
    return tuple(
        fact
        for fact in facts
        if fact.category in (category, EVERY_CATEGORY)
        and fact.covers(sector)
        and fact.stands(today)
    )
