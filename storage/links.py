"""Which names stand in which cases: keyed hashes of their forms, and nothing of the names."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import CaseState, Reference, UnitId
from bot.ports import LinkedCase
from storage.tables import cases, links
from storage.transaction import Transaction

_OF: Final = select(links.c.hash).where(links.c.reference == bindparam("case"))
_ADD: Final = (
    insert(links)
    .inline()
    .values(hash=bindparam("new_hash"), kind=bindparam("of_kind"), reference=bindparam("case"))
    .on_conflict_do_nothing()
)
_DROP: Final = delete(links).where(
    links.c.hash == bindparam("old_hash"), links.c.reference == bindparam("case")
)
_mine = links.alias("mine")
_SHARED: Final = (
    select(links.c.kind, cases.c.reference, cases.c.unit, cases.c.state)
    .distinct()
    .join(_mine, _mine.c.hash == links.c.hash)
    .join(cases, cases.c.reference == links.c.reference)
    .where(_mine.c.reference == bindparam("case"), links.c.reference != bindparam("case"))
    .where(cases.c.state != CaseState.ERASED.value)
    .order_by(cases.c.reference)
)


class Links:
    """Implements `bot.ports.Links`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def keep(self, reference: Reference, names: Iterable[tuple[str, str]]) -> None:
        """Bring what is kept of a case in step with its names: pairs of kind and form."""
        wanted = {self._transaction.digest("link", kind, form): kind for kind, form in names}
        known = {bytes(row[0]) for row in self._transaction.all(_OF, case=reference)}
        for old in known - wanted.keys():
            self._transaction.change(_DROP, old_hash=old, case=reference)
        for new in sorted(wanted.keys() - known):
            self._transaction.change(_ADD, new_hash=new, of_kind=wanted[new], case=reference)

    def others(self, reference: Reference) -> Sequence[LinkedCase]:
        """Cases in which one of a case's names stands as well, by number; erased ones are not."""
        return [
            LinkedCase(kind, Reference(other), UnitId(unit), CaseState(state))
            for kind, other, unit, state in self._transaction.all(_SHARED, case=reference)
        ]
