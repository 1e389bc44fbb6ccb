"""A sketch of where a place lies: drawn here from our own table of places, without any map."""

import math
from html import escape
from typing import Final

from bot.domain.place import Gazetteer
from bot.domain.position import Position

_SIDE: Final = 480
_EDGE: Final = 60
_LEAST: Final = 0.4  # degrees: a sketch of two places in one town still shows what is around


def sketch(
    gazetteer: Gazetteer,
    here: Position,
    here_name: str,
    centre: Position | None,
    centre_name: str,
) -> str:
    """An SVG: the place, the centre, the line between them, and the capitals around as dots."""
    frame = _Frame(here, centre or here)
    dots = [
        _dot(*frame.at(each.capital), 3, "#9aa4ae")
        for each in gazetteer.provinces.values()
        if frame.holds(each.capital)
    ]
    x, y = frame.at(here)
    parts = [*dots]
    if centre is not None:
        at_x, at_y = frame.at(centre)
        ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{at_x:.1f}" y2="{at_y:.1f}"'
        parts += [
            f'<line {ends} stroke="#0f2a43" stroke-dasharray="6 5"/>',
            _dot(at_x, at_y, 7, "#0f2a43"),
            _label(at_x, at_y + 24, centre_name),
        ]
    parts += [_dot(x, y, 8, "#c0392b"), _label(x, y - 14, here_name)]
    parts.append(f'<path d="M {_SIDE - 24} 44 l 0 -28 m -6 9 l 6 -9 l 6 9" {_NORTH}/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}"'
        f' width="{_SIDE}" height="{_SIDE}"><rect width="100%" height="100%" fill="#f3f6f8"/>'
        f"{''.join(parts)}</svg>"
    )


_NORTH: Final = 'stroke="#0f2a43" stroke-width="2" fill="none"'


class _Frame:
    """The piece of the country that is drawn, as a plane: near enough for a few hundred km."""

    def __init__(self, one: Position, other: Position) -> None:
        self._lat = (one.lat + other.lat) / 2
        self._lon = (one.lon + other.lon) / 2
        self._narrow = math.cos(math.radians(self._lat))
        wide = max(abs(one.lat - other.lat), abs(one.lon - other.lon) * self._narrow, _LEAST)
        self._scale = (_SIDE - 2 * _EDGE) / wide

    def at(self, position: Position) -> tuple[float, float]:
        """Where it is drawn."""
        x = _SIDE / 2 + (position.lon - self._lon) * self._narrow * self._scale
        return x, _SIDE / 2 - (position.lat - self._lat) * self._scale

    def holds(self, position: Position) -> bool:
        """Whether it is within the picture."""
        return all(0 <= each <= _SIDE for each in self.at(position))


def _dot(x: float, y: float, size: int, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}"/>'


def _label(x: float, y: float, name: str) -> str:
    shown = min(max(x, _EDGE), _SIDE - _EDGE)
    return (
        f'<text x="{shown:.1f}" y="{y:.1f}" text-anchor="middle" font-size="15"'
        f' font-family="sans-serif" fill="#0f2a43">{escape(name)}</text>'
    )
