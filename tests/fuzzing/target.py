"""What a target is: a function of bytes, where the search begins, and how it spoils what it has."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzzing.text_pieces import torn

TESTS: Final = Path(__file__).parents[1]
ROOT: Final = TESTS.parent
Spoil = Callable[[bytes], bytes]
"""Makes other bytes of some; `ValueError` or `RecursionError` where it cannot."""


@dataclass(frozen=True, slots=True)
class Target:
    """`run` takes any bytes and raises nothing: it catches the errors that are declared.

    It asserts what must hold of whatever was understood. `begin` is what really comes, `spoiler`
    makes of that and of dice what spoils one input. `anew` is how often it begins anew from what
    really comes: often where most of the code is a library's, whose reaching nobody counts.
    """

    run: Callable[[bytes], object]
    begin: Callable[[], list[bytes]]
    spoiler: Callable[[list[bytes], Random], Spoil]
    anew: float = 0.1


class Search:
    """Makes inputs of inputs: spoilt where it matters, now and then torn or begun anew."""

    def __init__(self, target: Target, dice: Random) -> None:
        """Begin with what really comes."""
        self.begin = target.begin()
        self._dice = dice
        self._anew = target.anew
        self._spoil = target.spoiler(self.begin, dice)

    def next(self, data: bytes = b"") -> bytes:
        """Another input."""
        if not data or self._dice.random() < self._anew:
            data = self.begin[int(self._dice.random() * len(self.begin))]
        if self._dice.random() < 0.05:
            return torn(data, self._dice)
        try:
            return self._spoil(data)
        except (ValueError, RecursionError):  # by now it is not what the spoiler knows
            return torn(data, self._dice)
