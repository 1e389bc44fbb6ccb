"""Letters on paper: which font has them, how wide they run once shaped, where a line may break."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Final

import icu
import regex
import uharfbuzz

_PACKAGE: Final = "manimgx_fonts"
FONTS: Final = {
    "Thai": "NotoSansThai[wght].ttf",
    "Latin": "NotoSans[wght].ttf",
    "Myanmar": "NotoSansMyanmar[wght].ttf",
    "Khmer": "NotoSansKhmer[wght].ttf",
    "Lao": "NotoSansLao[wght].ttf",
    "Devanagari": "NotoSansDevanagari[wght].ttf",
    "Bengali": "NotoSansBengali[wght].ttf",
    "Tamil": "NotoSansTamil[wght].ttf",
    "Symbols": "NotoSansSymbols[wght].ttf",
    "Emoji": "NotoEmoji[wght].ttf",
}
"""A name for each font, in the order in which a letter is looked for."""
_BASE: Final = "Latin"
_PICTURES: Final = ("Symbols", "Emoji")
_MISSING: Final = "\N{WHITE SQUARE}"
_CLUSTER: Final = regex.compile(r"\X")
_UNSEEN: Final = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}\uFE0E\uFE0F]")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that one font has."""

    font: str
    text: str


def font_bytes(name: str) -> bytes:
    """The file of a font."""
    return (files(_PACKAGE) / FONTS[name]).read_bytes()


def font_path(name: str) -> str:
    """Where the file of a font lies; it is a file, so the path holds for good."""
    with as_file(files(_PACKAGE) / FONTS[name]) as path:
        return str(path)


def runs(text: str) -> tuple[Run, ...]:
    """The text cut where the font changes; a letter that no font has is a square.

    Marks and spaces stay with the font before them, where it has them: a cluster is never cut.
    """
    found: list[tuple[str, list[str]]] = []
    for cluster in _CLUSTER.findall(_UNSEEN.sub(" ", text)):
        now = found[-1][0] if found else _BASE
        font = _font_of(cluster, now)
        shown = cluster if font else _MISSING
        font = font or _font_of(_MISSING, now) or _BASE
        if found and found[-1][0] == font:
            found[-1][1].append(shown)
        else:
            found.append((font, [shown]))
    return tuple(Run(font, "".join(letters)) for font, letters in found)


def lines(text: str, size: float, width: float) -> Iterator[tuple[Run, ...]]:
    """The text in lines no wider than `width` (points), at `size` points.

    Broken where the language allows it (ICU), inside a word only where it is wider than a line.
    """
    for paragraph in text.splitlines() or [""]:
        yield from _filled(paragraph, size, width)


def width_of(text: str, size: float) -> float:
    """How wide shaped letters run, in points."""
    return _ems(text) * size


def advance(run: Run) -> float:
    """How wide a run is, in parts of the size."""
    return _advance(run.font, run.text)


@lru_cache(8192)
def _ems(text: str) -> float:
    return sum(map(advance, runs(text)))


def _filled(paragraph: str, size: float, width: float) -> Iterator[tuple[Run, ...]]:
    line, used = "", 0.0
    for word in _pieces(paragraph):
        if line and used + width_of(word.rstrip(), size) > width:
            yield runs(line.rstrip())
            line, used = "", 0.0
        *whole, rest = _cut(word, size, width)
        yield from (runs(each) for each in whole)
        line, used = line + rest, used + width_of(rest, size)
    yield runs(line.rstrip())


def _cut(word: str, size: float, width: float) -> list[str]:
    """A word; one that is wider than a line is cut between its clusters."""
    if width_of(word.rstrip(), size) <= width:
        return [word]
    cut, used = [""], 0.0
    for cluster in _CLUSTER.findall(word):
        wide = width_of(cluster, size)
        if cut[-1] and used + wide > width:
            cut.append("")
            used = 0.0
        cut[-1] += cluster
        used += wide
    return cut


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken, with the spaces behind it."""
    breaks = _breaks()
    # ICU counts units of UTF-16.
    units = text.encode("utf-16-le")
    breaks.setText(icu.UnicodeString(text))
    start = 0
    for end in breaks:
        yield units[start * 2 : end * 2].decode("utf-16-le", "replace")
        start = end


def _breaks() -> "icu.BreakIterator":
    return icu.BreakIterator.createLineInstance(icu.Locale("th"))


@lru_cache(4096)
def _font_of(cluster: str, now: str) -> str:
    """The font that has all of it, the one in use first; none: an empty string."""
    # A space of pictograms is as wide as a pictogram.
    stays = cluster.isspace() and now not in _PICTURES
    for font in (now, *FONTS) if stays else FONTS:
        if all(ord(letter) in _letters(font) for letter in cluster if letter != "\u200d"):
            return font
    return ""


@lru_cache(8192)
def _advance(font: str, text: str) -> float:
    """The sum of the advances of shaped letters, in parts of the size."""
    shaper, unit = _shaper(font)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    return float(sum(each.x_advance for each in buffer.glyph_positions or ())) / unit


@cache
def _letters(font: str) -> frozenset[int]:
    return frozenset(uharfbuzz.Face(font_bytes(font)).unicodes)


@cache
def _shaper(font: str) -> tuple[uharfbuzz.Font, int]:
    face = uharfbuzz.Face(font_bytes(font))
    return uharfbuzz.Font(face), face.upem
