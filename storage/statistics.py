"""What is counted: which cases can still be, and numbers of those that were erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import Reference
from bot.domain.retention import Sort
from storage.tables import cases, micros, statistics
from storage.transaction import Transaction

_SORT: Final = ("month", "level", "categories", "province", "outcome")
_add = insert(statistics).inline().values(cases=1, **{name: bindparam(name) for name in _SORT})
_ADD: Final = _add.on_conflict_do_update(
    index_elements=list(_SORT), set_={"cases": statistics.c.cases + 1}
)
_ALL: Final = select(*(statistics.c[name] for name in _SORT), statistics.c.cases).order_by(
    *(statistics.c[name] for name in _SORT)
)
_between = (
    cases.c.opened_at >= bindparam("since"),
    cases.c.opened_at < bindparam("until"),
    cases.c.sealed.is_not(None),
)
_FILED: Final = (
    select(cases.c.seq, cases.c.reference)
    .where(*_between, cases.c.seq > bindparam("after"))
    .order_by(cases.c.seq)
    .limit(bindparam("most"))
)
_HOW_MANY: Final = select(func.count()).select_from(cases).where(*_between)


class Statistics:
    """Implements `bot.ports.Statistics`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def count(self, sort: Sort) -> None:
        """One more case of this sort."""
        self._transaction.change(
            _ADD,
            month=sort.month,
            level=sort.level,
            categories=" ".join(sort.categories),
            province=sort.province,
            outcome=sort.outcome,
        )

    def all(self) -> Sequence[tuple[Sort, int]]:
        """Every sort with its number."""
        return [
            (Sort(month, level, tuple(categories.split()), province, outcome), number)
            for month, level, categories, province, outcome, number in self._transaction.all(_ALL)
        ]

    def filed(
        self, since: datetime, until: datetime, after: int, limit: int
    ) -> Sequence[tuple[int, Reference]]:
        """Cases filed between two moments that were not erased, behind a place in their order."""
        rows = self._transaction.all(
            _FILED, since=micros(since), until=micros(until), after=after, most=limit
        )
        return [(place, Reference(reference)) for place, reference in rows]

    def how_many(self, since: datetime, until: datetime) -> int:
        """How many those are."""
        row = self._transaction.one(_HOW_MANY, since=micros(since), until=micros(until))
        return int(row[0]) if row else 0
