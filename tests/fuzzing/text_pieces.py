"""Texts spoilt piece by piece: a cell, a value, a word; and bytes torn anywhere."""

import re
from random import Random
from typing import Final

_LETTERS: Final = (
    "abz09 :-/.,;\"'=[]{}#\n\r\t%_@&?+()|\0\ufeff\u200b\u202e\u2028"
    "กขคะาเแไำ์่๐๙ฯๆ"
    "ကခဂာိုူေျြွှ့်္၀၇၉"
    "កខគាិុេោ្់៉០៩ៗ"
    "ກຂຄະາເແໄຳ່໐໙ໆ"
    "ăâđêôơưằẫệộớựỹ"
    "éßıİøǅﬁ１²Ⅷ𝟙😀🇹🇭👩‍👩\u0301\u0e33\u1a00"
)


class TextSpoiler:
    """Spoils one piece of a text a time; `cut` says where pieces part, `odd` what may stand."""

    def __init__(self, begin: list[bytes], cut: str, odd: tuple[str, ...], dice: Random) -> None:
        """Learn the pieces of what really comes."""
        self._dice = dice
        self._cut = re.compile(f"({cut})")
        pieces = {piece for raw in begin for piece in self._parted(raw) if len(piece) < 200}
        self._pieces = sorted(pieces) + [*odd] * (1 + len(pieces) // (2 * len(odd) or 1))

    def spoilt(self, raw: bytes) -> bytes:
        """The text with one to four pieces wrong."""
        parts = self._parted(raw)
        for _ in range(1 + int(self._dice.random() ** 2 * 4)):
            self._spoil(parts)
        return "".join(parts).encode("utf-8", "surrogatepass")

    def _spoil(self, parts: list[str]) -> None:
        place = int(self._dice.random() * len(parts)) if parts else 0
        chance = self._dice.random()
        if not parts or chance < 0.35:
            parts[place : place + 1] = [self._one(self._pieces)]
        elif chance < 0.5:
            parts.insert(place, self._one(self._pieces))
        elif chance < 0.62:
            del parts[place : place + 1 + int(self._dice.random() * 3)]
        elif chance < 0.72:
            parts[place:place] = parts[place : place + 1 + int(self._dice.random() * 8)]
        elif chance < 0.8:
            other = int(self._dice.random() * len(parts))
            parts[place], parts[other] = parts[other], parts[place]
        else:
            parts[place] = self._retyped(parts[place])

    def _retyped(self, piece: str) -> str:
        """A piece with a letter or two more, less or other."""
        place = int(self._dice.random() * (len(piece) + 1))
        letters = self._one(_LETTERS) * (1 if self._dice.random() < 0.97 else 200)
        return piece[:place] + letters + piece[place + int(self._dice.random() * 3) :]

    def _parted(self, raw: bytes) -> list[str]:
        return [piece for piece in self._cut.split(raw.decode("utf-8", "replace")) if piece]

    def _one(self, of: str | list[str]) -> str:
        return of[int(self._dice.random() * len(of))]


def torn(raw: bytes, dice: Random) -> bytes:
    """The bytes with some changed, whatever they mean."""
    spoiled = bytearray(raw or b"\0")
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(spoiled))
        match dice.randrange(4):
            case 0:
                spoiled[place] = dice.randrange(256)
            case 1:
                spoiled[place:place] = dice.randbytes(dice.randint(1, 9))
            case 2:
                del spoiled[place : place + dice.randint(1, 20)]
            case _:
                spoiled += spoiled[place : place + 50]
        spoiled = spoiled or bytearray(b"\0")
    return bytes(spoiled)
