"""Points on the earth, how far apart they are, and which of many is nearest."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Generic, Self, TypeVar

from geographiclib.geodesic import Geodesic

T = TypeVar("T")
Vector = tuple[float, float, float]

_EQUATOR_KM = 6378.137
_ECCENTRICITY_2 = 0.00669437999014
_MARGIN = 1.001
"""Chords that differ by more than this are ordered as their geodesics are; on this ellipsoid the
two orders disagree by 0.0004 at most (60 degrees north against 60 degrees east)."""
_FAR_KM = 3000.0
_STRETCH = 1.01
"""Up to `_FAR_KM` no geodesic is longer than this many times its chord."""
_ROUNDING_KM = 0.001


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the WGS84 ellipsoid, in degrees; a value off the globe is a `ValueError`."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse what is no place (NaN fails both comparisons)."""
        if not abs(self.lat) <= 90:  # noqa: PLR2004
            message = f"latitude {self.lat} is not between -90 and 90"
            raise ValueError(message)
        if not abs(self.lon) <= 180:  # noqa: PLR2004
            message = f"longitude {self.lon} is not between -180 and 180"
            raise ValueError(message)

    @property
    def vector(self) -> Vector:
        """Earth-centred coordinates in km."""
        lat, lon = math.radians(self.lat), math.radians(self.lon)
        normal = _EQUATOR_KM / math.sqrt(1 - _ECCENTRICITY_2 * math.sin(lat) ** 2)
        ring = normal * math.cos(lat)
        height = normal * (1 - _ECCENTRICITY_2) * math.sin(lat)
        return ring * math.cos(lon), ring * math.sin(lon), height

    def km_to(self, other: Self) -> float:
        """Length in km of the WGS84 geodesic, the straight line over the ground."""
        line = Geodesic.WGS84.Inverse(self.lat, self.lon, other.lat, other.lon, Geodesic.DISTANCE)
        return float(line["s12"]) / 1000

    def is_within(self, km: float, other: Self) -> bool:
        """Whether `other` is at most `km` away."""
        chord = math.dist(self.vector, other.vector)
        if chord > km:
            return False
        return (chord < _FAR_KM and chord * _STRETCH < km) or self.km_to(other) <= km


@dataclass(frozen=True, slots=True, eq=False)
class Sites(Generic[T]):
    """Things that stand somewhere, ready to be asked which are nearest.

    The answer is the geodesic's; chords through the earth, which cost a hundredth of a geodesic,
    only rule out what cannot be among the nearest.
    """

    items: tuple[T, ...]
    positions: tuple[Position, ...]
    vectors: tuple[Vector, ...]

    @classmethod
    def of(cls, placed: Iterable[tuple[T, Position]]) -> Self:
        """Things with the position of each."""
        pairs = tuple(placed)
        positions = tuple(position for _, position in pairs)
        return cls(
            items=tuple(item for item, _ in pairs),
            positions=positions,
            vectors=tuple(position.vector for position in positions),
        )

    def nearest(self, position: Position, count: int = 1) -> tuple[T, ...]:
        """The `count` nearest, nearest first."""
        if not self.items or not count:
            return ()
        chords = list(map(math.dist, repeat(position.vector), self.vectors))
        furthest = min(chords) if count == 1 else sorted(chords)[:count][-1]
        limit = furthest * _MARGIN + _ROUNDING_KM
        chosen = [number for number, chord in enumerate(chords) if chord <= limit]
        chosen.sort(key=chords.__getitem__)
        if _any_tie([chords[number] for number in chosen]):
            chosen.sort(key=lambda number: position.km_to(self.positions[number]))
        return tuple(self.items[number] for number in chosen[:count])


def _any_tie(chords: list[float]) -> bool:
    """Whether two neighbours in a rising list may be the other way round by geodesic."""
    return any(b <= a * _MARGIN + _ROUNDING_KM for a, b in pairwise(chords))
