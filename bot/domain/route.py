"""What the choice of a centre answers with, and the settings it is made by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import DistrictCode, ProvinceCode, UnitId


class Reason(StrEnum):
    """The rule that decided."""

    DISTRICT_OVERRIDE = "district_override"
    OWN_CENTRE = "own_centre"
    NEAREST_BY_LOCATION = "nearest_by_location"
    NEAREST_BY_DISTRICT = "nearest_by_district"
    PROVINCE_TABLE = "province_table"
    AT_SEA_HOME_PORT = "at_sea_home_port"
    AT_SEA_LANDING = "at_sea_landing"
    AT_SEA_LOCATION = "at_sea_location"
    OUTSIDE_THAILAND = "outside_thailand"
    NOTHING_KNOWN = "nothing_known"
    NO_CENTRE_LEFT = "no_centre_left"


@dataclass(frozen=True, slots=True)
class RoutingPolicy:
    """The Department's settings of the rule."""

    overrides: Mapping[DistrictCode, UnitId]
    close_within: float
    """A runner-up at most this share further than the centre is shown beside it."""
    outside_beyond_km: float
    """Further than this from every district seat a location alone is not taken for Thailand."""


@dataclass(frozen=True, slots=True)
class AtSea:
    """The person is on a boat: the provinces of its home port and of the next landing."""

    home_port: ProvinceCode | None = None
    landing: ProvinceCode | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a complaint goes, who stands in, how far both are, and why."""

    centre: UnitId
    """A centre, or `national`."""
    second: UnitId | None
    distance_km: float | None
    """Straight line from the most exact place known; None for `national`."""
    second_km: float | None
    province: ProvinceCode | None
    reason: Reason
    close: bool = False
    """The second centre is about as near: show both."""

    def as_json(self) -> dict[str, str | float | None]:
        """The form that other programs read; km to one decimal."""
        return {
            "centre": self.centre,
            "second": self.second,
            "distance_km": None if self.distance_km is None else round(self.distance_km, 1),
            "second_km": None if self.second_km is None else round(self.second_km, 1),
            "province": self.province,
            "reason": self.reason.value,
        }
