"""Which cells of a table are hidden, so that no small number can be worked out from the others.

Every number under `SMALL` except zero is hidden (primary suppression), and then as many others as
it takes until each hidden cell could be at least `POSSIBLE` different numbers, for somebody who
knows all that is shown and that sums are sums (complementary suppression; docs/decisions.md).

A table with its totals is a circulation: a cell flows from its row to its column, a column's total
from the column to the grand total, and from there back to the rows. What is shown is fixed, what is
hidden may be any number from nought up. So how far a cell may move is a maximum flow, exactly and
in whole numbers, and the cheapest way to let it move further is a shortest path (Castro, "Recent
advances in optimization techniques for statistical tabular data protection", EJOR 216, 2012).
"""

import heapq
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

SMALL: Final = 5
"""A number of people or cases under this is not published (safety rule 28)."""
POSSIBLE: Final = 5
"""So many different numbers a hidden cell could be, at least."""
TOTAL: Final = ""
"""The name of the row and of the column of totals."""

Place = tuple[str, str]
Node = tuple[str, str]
Price = Callable[[Place], int | None]
NO_CAP: Final = 1 << 60


def is_small(number: int) -> bool:
    """Whether a number is hidden for itself; zero tells of nobody and is shown."""
    return 0 < number < SMALL


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its totals, and what is known and done about its cells.

    `hidden` are hidden already, for ever, and `known` of these are to be treated as if they were
    not: they are kept safe elsewhere. `unseen` is never shown and nothing is known of it. `free`
    may be hidden now; all else is shown. `caps` are numbers that a cell cannot exceed.
    """

    values: Mapping[Place, int]
    free: frozenset[Place]
    hidden: frozenset[Place] = frozenset()
    known: frozenset[Place] = frozenset()
    unseen: frozenset[Place] = frozenset()
    caps: Mapping[Place, int] = field(default_factory=dict)

    def cap(self, place: Place) -> int:
        """The most that a cell can be."""
        return self.caps.get(place, NO_CAP)

    def wanted(self, place: Place) -> int:
        """How far a cell must be able to move.

        Within a total that is hidden itself, between nought and that total is enough: whoever does
        not know the total does not know the cell.
        """
        row, column = place
        sums = {(row, TOTAL), (TOTAL, column)} & self.known - {place}
        return min([POSSIBLE - 1, self.cap(place), *(self.values[each] for each in sums)])


def with_totals(cells: Mapping[Place, int]) -> dict[Place, int]:
    """A table's cells with the sums of its rows and columns and the grand total."""
    values = dict(cells)
    for (row, column), number in cells.items():
        for place in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            values[place] = values.get(place, 0) + number
    return values


@dataclass(frozen=True, slots=True)
class Suppressed:
    """All that is hidden, and of it what could be worked out all the same.

    Where anything is `exposed` the table must not be shown as it is.
    """

    hidden: frozenset[Place]
    exposed: frozenset[Place] = frozenset()


def suppress(grid: Grid) -> Suppressed:
    """What stays hidden of a table.

    Guarantees that each hidden cell that is neither `known` nor `exposed` could be `POSSIBLE`
    different numbers (or any from nought to its hidden total), that nothing but `hidden` and `free`
    is hidden, and that the same table always gives the same.
    """
    hidden = set(grid.hidden) | {each for each in grid.free if is_small(grid.values[each])}
    waiting = sorted(hidden - grid.known, key=lambda place: (grid.values[place], place))
    exposed = set()
    while waiting:
        place = waiting.pop(0)
        more = _Moves(grid, hidden).freed(place)
        if more is None:
            exposed.add(place)
            continue
        hidden |= more
        waiting += sorted(more)
    return Suppressed(frozenset(hidden), frozenset(exposed))


def room(grid: Grid, hidden: Collection[Place], place: Place) -> int:
    """How far a hidden cell may move, up and down together; not counted further than is wanted."""
    return _Moves(grid, set(hidden)).room(place)


class _Moves:
    """How far hidden cells may move in a table."""

    def __init__(self, grid: Grid, hidden: set[Place]) -> None:
        self._grid = grid
        self._moving = (hidden | grid.unseen) - grid.known
        self._hidden = hidden
        self._around: dict[Node, list[tuple[Place, Node, int]]] = {}
        for place in grid.values:
            start, end = _ends(place)
            self._around.setdefault(start, []).append((place, end, 1))
            self._around.setdefault(end, []).append((place, start, -1))

    def room(self, place: Place) -> int:
        """The distance between the highest and the lowest number it may be, as far as wanted."""
        wanted = self._grid.wanted(place)
        up, _ = self._moved(place, 1, wanted, self._free_of_charge)
        down, _ = self._moved(place, -1, wanted - up, self._free_of_charge)
        return up + down

    def freed(self, place: Place) -> set[Place] | None:
        """What else is to be hidden so that it may move as far as wanted; None where nothing is."""
        wanted = self._grid.wanted(place)
        missing = wanted - self.room(place)
        if missing <= 0:
            return set()
        down, _ = self._moved(place, -1, wanted, self._free_of_charge)
        up, also = self._moved(place, 1, wanted - down, self._price)
        if up + down < wanted:
            up, also = self._moved(place, 1, wanted, self._price)
            down, rest = self._moved(place, -1, wanted - up, self._price)
            also |= rest
        return also if up + down >= wanted else None

    def _free_of_charge(self, place: Place) -> int | None:
        return 0 if place in self._moving else None

    def _price(self, place: Place) -> int | None:
        """What it costs to hide a cell: few rather than many, no totals, empty ones last."""
        if place in self._moving:
            return 0
        if place not in self._grid.free:
            return None
        number = self._grid.values[place]
        dear = 1_000_000 if TOTAL in place else 0
        empty = 100_000 if number == 0 else 0
        return 10_000 + dear + empty + min(number, 9_999)

    def _moved(self, place: Place, sign: int, wanted: int, price: Price) -> tuple[int, set[Place]]:
        """How far it moves that way, at most as far as wanted, and what must be hidden for it."""
        grid, shift, used = self._grid, dict[Place, int](), set[Place]()
        number = grid.values[place]
        most = min(wanted, grid.cap(place) - number if sign > 0 else number)
        start, end = _ends(place)[::-1] if sign > 0 else _ends(place)
        done = 0
        while done < most:
            path = self._way(start, end, place, shift, price)
            if not path:
                break
            step = min(most - done, *(self._left(each, way, shift) for each, way in path))
            for each, way in path:
                shift[each] = shift.get(each, 0) + way * step
                used.add(each)
            done += step
        return done, used - self._moving

    def _left(self, place: Place, way: int, shift: Mapping[Place, int]) -> int:
        number = self._grid.values[place] + shift.get(place, 0)
        return self._grid.cap(place) - number if way > 0 else number

    def _way(
        self, start: Node, end: Node, without: Place, shift: Mapping[Place, int], price: Price
    ) -> list[tuple[Place, int]]:
        """The cheapest way through cells that can still move (Dijkstra); empty if there is none."""
        best: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, Place, int]] = {}
        heap = [(0, start)]
        while heap:
            cost, node = heapq.heappop(heap)
            if node == end:
                return _back(came, start, end)
            if cost > best[node]:
                continue
            for place, other, way in self._around.get(node, ()):
                dear = price(place)
                if place == without or dear is None or self._left(place, way, shift) <= 0:
                    continue
                dear = 0 if shift.get(place) else dear  # paid for already
                if cost + dear < best.get(other, NO_CAP):
                    best[other], came[other] = cost + dear, (node, place, way)
                    heapq.heappush(heap, (cost + dear, other))
        return []


def _ends(place: Place) -> tuple[Node, Node]:
    """Whence and whither a cell flows: cells and the grand total row to column, totals back."""
    row, column = ("row", place[0]), ("column", place[1])
    return (row, column) if (place[0] == TOTAL) == (place[1] == TOTAL) else (column, row)


def _back(
    came: Mapping[Node, tuple[Node, Place, int]], start: Node, end: Node
) -> list[tuple[Place, int]]:
    way, node = [], end
    while node != start:
        node, place, sign = came[node]
        way.append((place, sign))
    return way
