"""The agencies a case can be referred to."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.agency import Agency
from bot.domain.ids import UnitId
from storage.tables import units
from storage.transaction import Row, Transaction, opened, sealed

_UNIT: Final = select(units.c.id, units.c.sealed)
_ONE: Final = _UNIT.where(units.c.id == bindparam("which"))
_ALL: Final = _UNIT.where(units.c.active).order_by(units.c.id)
_save = (
    insert(units)
    .inline()
    .values(
        id=bindparam("id"),
        kind=bindparam("kind"),
        active=bindparam("active"),
        sealed=bindparam("sealed"),
    )
)
_SAVE: Final = _save.on_conflict_do_update(
    index_elements=[units.c.id],
    set_={name: _save.excluded[name] for name in ("kind", "active", "sealed")},
)


class Agencies:
    """Implements `bot.ports.Agencies`; a phone number may be somebody's own, so all is sealed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._sealer = transaction.keyring.service("directory")

    def get(self, agency: UnitId) -> Agency | None:
        """An agency by id, one that was removed too."""
        row = self._transaction.one(_ONE, which=agency)
        return None if row is None else self._agency(row)

    def all(self) -> Sequence[Agency]:
        """Those that were not removed, by id."""
        return [self._agency(row) for row in self._transaction.all(_ALL)]

    def save(self, agency: Agency) -> None:
        """Store one, new or changed."""
        self._transaction.change(
            _SAVE,
            id=agency.id,
            kind=agency.kind.value,
            active=agency.active,
            sealed=sealed(self._sealer, agency, "units", agency.id),
        )

    def _agency(self, row: Row) -> Agency:
        name, blob = row
        return opened(self._sealer, Agency, blob, "units", name)
