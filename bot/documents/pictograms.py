"""The pictograms of the menu, drawn from simple shapes: emoji fonts differ from place to place."""

from collections.abc import Callable, Mapping
from math import cos, pi, sin
from typing import Final

from PIL import Image, ImageDraw

from bot.domain.lexicon import Meaning

_GRID: Final = 100
"""Shapes are measured in hundredths of the pictogram."""
_FINER: Final = 8
"""They are drawn larger and then made smaller, for smooth edges."""
_ON, _OFF = 255, 0

Pen = ImageDraw.ImageDraw


def pictogram(meaning: Meaning, size: int) -> Image.Image:
    """A mask, `size` pixels square, that is opaque where there is ink."""
    scale = _GRID * _FINER
    mask = Image.new("L", (scale, scale), _OFF)
    _SHAPES[meaning](ImageDraw.Draw(mask))
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def _bars(pen: Pen) -> None:
    """Three bars: a menu."""
    for top in (18, 43, 68):
        pen.rounded_rectangle(_box(12, top, 88, top + 14), 7 * _FINER, fill=_ON)


def _globe(pen: Pen) -> None:
    """A globe: languages."""
    width = 6 * _FINER
    pen.ellipse(_box(10, 10, 90, 90), outline=_ON, width=width)
    pen.ellipse(_box(32, 10, 68, 90), outline=_ON, width=width)
    for middle, edge in ((50, 12), (30, 18), (70, 18)):
        pen.line(_box(edge, middle, _GRID - edge, middle), fill=_ON, width=width)


def _lifebuoy(pen: Pen) -> None:
    """A lifebuoy: help."""
    pen.ellipse(_box(8, 8, 92, 92), fill=_ON)
    pen.ellipse(_box(34, 34, 66, 66), fill=_OFF)
    for turn in range(4):
        angle = pi / 4 + turn * pi / 2
        away, across = _turned(1, 0, angle), _turned(0, 7, angle)
        corners = ((24, 1), (37, 1), (37, -1), (24, -1))
        pen.polygon(
            [
                _point(50 + away[0] * out + across[0] * side, 50 + away[1] * out + across[1] * side)
                for out, side in corners
            ],
            fill=_OFF,
        )


def _octagon(pen: Pen) -> None:
    """A stop sign, with a bar."""
    corners = [_turned(44, 0, pi / 8 + turn * pi / 4) for turn in range(8)]
    pen.polygon([_point(50 + x, 50 + y) for x, y in corners], fill=_ON)
    pen.rounded_rectangle(_box(30, 43, 70, 57), 3 * _FINER, fill=_OFF)


_SHAPES: Final[Mapping[Meaning, Callable[[Pen], None]]] = {
    Meaning.MENU: _bars,
    Meaning.LANGUAGE: _globe,
    Meaning.HELP: _lifebuoy,
    Meaning.STOP: _octagon,
}


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * _FINER, top * _FINER, right * _FINER, bottom * _FINER


def _point(x: float, y: float) -> tuple[float, float]:
    return x * _FINER, y * _FINER


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
