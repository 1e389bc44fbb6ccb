"""The rows of the tables of the policy, and which time they count."""

from enum import StrEnum


class RowKey(StrEnum):
    """The rows of the table; `A` is also a child's B."""

    URGENT = "urgent"
    A = "A"
    B = "B"
    U = "U"
    C = "C"
    D = "D"


class Counts(StrEnum):
    """Which time a row counts."""

    DAY_AND_NIGHT = "day_and_night"
    UNIT_HOURS = "unit_hours"
