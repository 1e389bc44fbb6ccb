"""Who is on call: one sealed roster a unit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.ids import UnitId
from bot.domain.roster import Roster
from storage.tables import micros, micros_or_none, rosters
from storage.transaction import Transaction, opened, sealed

_OF: Final = select(rosters.c.sealed).where(rosters.c.unit == bindparam("which"))
_LOCKED: Final = _OF.with_for_update(of=rosters)
_save = (
    insert(rosters)
    .inline()
    .values(unit=bindparam("unit"), due_at=bindparam("due"), sealed=bindparam("sealed"))
)
_SAVE: Final = _save.on_conflict_do_update(
    index_elements=[rosters.c.unit],
    set_={name: _save.excluded[name] for name in ("due_at", "sealed")},
)
_DUE: Final = (
    select(rosters.c.unit).where(rosters.c.due_at <= bindparam("now")).order_by(rosters.c.due_at)
)


class Rosters:
    """Implements `bot.ports.Rosters`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("rosters")

    def of(self, unit: UnitId, *, locked: bool = False) -> Roster:
        """A unit's roster, empty where none was stored; `locked` by whoever will change it.

        A climb only reads it: it holds its case's lock and must wait for nobody's roster.
        """
        row = self._transaction.one(_LOCKED if locked else _OF, which=unit)
        return opened(self._sealer, Roster, row[0], "rosters", unit) if row else Roster(unit)

    def save(self, roster: Roster, due_at: datetime | None) -> None:
        """Store it; `due_at` is when the next shift ends."""
        self._transaction.change(
            _SAVE,
            unit=roster.unit,
            due=micros_or_none(due_at),
            sealed=sealed(self._sealer, roster, "rosters", roster.unit),
        )

    def due(self, now: datetime) -> Sequence[UnitId]:
        """Units of which a shift has ended."""
        return [UnitId(row[0]) for row in self._transaction.all(_DUE, now=micros(now))]
