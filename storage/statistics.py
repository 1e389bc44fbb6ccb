"""How many cases of which sort were erased: numbers, and nothing that leads back to a case."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.retention import Sort
from storage.tables import statistics
from storage.transaction import Transaction

_SORT: Final = ("month", "level", "categories", "province", "outcome")
_add = insert(statistics).inline().values(cases=1, **{name: bindparam(name) for name in _SORT})
_ADD: Final = _add.on_conflict_do_update(
    index_elements=list(_SORT), set_={"cases": statistics.c.cases + 1}
)
_ALL: Final = select(*(statistics.c[name] for name in _SORT), statistics.c.cases).order_by(
    *(statistics.c[name] for name in _SORT)
)


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
