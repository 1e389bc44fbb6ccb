"""Small named facts of the installation, in the clear."""

from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.tables import marks
from storage.transaction import Transaction

_GET: Final = select(marks.c.value).where(marks.c.name == bindparam("which"))
_set = insert(marks).inline().values(name=bindparam("name"), value=bindparam("value"))
_SET: Final = _set.on_conflict_do_update(
    index_elements=[marks.c.name], set_={"value": _set.excluded.value}
)
_ADD: Final = _set.on_conflict_do_nothing(index_elements=[marks.c.name])
_SWAP: Final = (
    update(marks)
    .where(marks.c.name == bindparam("which"), marks.c.value == bindparam("was"))
    .values(value=bindparam("becomes"))
)


class Marks:
    """Implements `bot.ports.Marks`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, name: str) -> str:
        """The value, or an empty string."""
        row = self._transaction.one(_GET, which=name)
        return str(row[0]) if row else ""

    def set(self, name: str, value: str) -> None:
        """Store it."""
        self._transaction.change(_SET, name=name, value=value)

    def swap(self, name: str, was: str, value: str) -> bool:
        """Store it if it still is `was` (empty: not there yet); whether it was."""
        if not was:
            return bool(self._transaction.change(_ADD, name=name, value=value))
        return bool(self._transaction.change(_SWAP, which=name, was=was, becomes=value))
