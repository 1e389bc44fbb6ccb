"""How much work lies before a unit, in numbers."""

from dataclasses import dataclass

from bot.domain.ids import UnitId


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """How many open cases a unit has, counted from what stands in the clear.

    `waiting` were taken by nobody; `late` are past the answer that was promised, or were taken
    and had no progress in time; `today` are taken cases of which something is due by the moment
    that was asked for; `without` have no next step, which must be zero.
    """

    unit: UnitId
    open: int = 0
    waiting: int = 0
    late: int = 0
    today: int = 0
    without: int = 0
