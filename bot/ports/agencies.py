"""Where the agencies are kept to which a case can be referred."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.agency import Agency
from bot.domain.ids import UnitId


class Agencies(Protocol):
    """The agencies of this installation."""

    def get(self, agency: UnitId) -> Agency | None:
        """An agency by id, one that was removed too."""

    def all(self) -> Sequence[Agency]:
        """Those that were not removed, by id."""

    def save(self, agency: Agency) -> None:
        """Store one, new or changed."""
