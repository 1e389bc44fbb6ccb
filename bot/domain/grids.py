"""The tables of a publication as somebody sees them who wants to work out what is hidden."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.counting import Cell, several
from bot.domain.suppression import TOTAL, Grid, Place, with_totals


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a cross: its line's numbers, which of them are hidden, and whether it adds up.

    `nested`: its numbers stand nowhere but within the other side's.
    """

    line: str
    numbers: Mapping[str, int]
    hidden: Collection[str]
    nested: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """Its values."""
        return tuple(self.numbers)


def line_grid(
    cells: Mapping[Cell, int], line: str, free: Collection[Place], hidden: Collection[Place]
) -> Grid:
    """A line, month by month: rows are months, the sums below them the year's.

    Where a case may have several values, the sum of a month's is no number of cases: unseen.
    """
    values = with_totals(cells)
    rows = {(row, TOTAL) for row, _ in cells} | {(TOTAL, TOTAL)}
    unseen = frozenset(rows) if several(line) else frozenset[Place]()
    return Grid(values, frozenset(free), frozenset(hidden) & values.keys(), unseen=unseen)


def month_grid(cells: Mapping[Cell, int], line: str, hidden: Collection[Place]) -> Grid:
    """A month's line by itself: of the year nothing is known."""
    grid = line_grid(cells, line, frozenset(cells) - frozenset(hidden), hidden)
    year = {(TOTAL, value) for _, value in cells} | {(TOTAL, TOTAL)}
    return Grid(grid.values, grid.free, grid.hidden, unseen=grid.unseen | year)


def cross_grid(counted: Mapping[Cell, int], first: Side, second: Side) -> Grid:
    """Two lines at once, between their numbers; within a hidden number everything is hidden.

    The sums over the values of a line of which a case may have several are unseen; but no cell is
    larger than its part of the other line.
    """
    values = with_totals(counted if first.nested else _whole(counted, first, second))
    cells = [place for place in values if TOTAL not in place]
    unseen = _unseen(values, first, second)
    gone = {(row, TOTAL) for row in first.hidden} | {(TOTAL, column) for column in second.hidden}
    known = (gone & values.keys()) - unseen
    below = set() if first.nested else set(first.hidden)
    inside = {(r, c) for r, c in cells if r in below or c in second.hidden}
    known |= inside if first.nested else set()  # as safe as the number they are parts of
    return Grid(
        values,
        frozenset(cells) - inside,
        frozenset(inside | known),
        frozenset(known),
        frozenset(unseen),
        dict(_caps(cells, first, second)),
    )


def whole(cells: Mapping[Cell, int]) -> dict[Cell, int]:
    """With the cells of which there is none."""
    rows = dict.fromkeys(row for row, _ in cells)
    columns = dict.fromkeys(column for _, column in cells)
    return {(row, column): cells.get((row, column), 0) for row in rows for column in columns}


def _whole(counted: Mapping[Cell, int], first: Side, second: Side) -> dict[Cell, int]:
    return {(r, c): counted.get((r, c), 0) for r in first.cells for c in second.cells}


def _unseen(values: Collection[Place], first: Side, second: Side) -> set[Place]:
    rows = {place for place in values if place[1] == TOTAL}
    columns = {place for place in values if place[0] == TOTAL}
    unseen = rows if several(second.line) or first.nested else set()
    return unseen | columns if several(first.line) else unseen


def _caps(cells: Collection[Cell], first: Side, second: Side) -> list[tuple[Place, int]]:
    found = []
    for row, column in cells:
        most = [first.numbers[row]] if several(second.line) else []
        most += [second.numbers[column]] if several(first.line) else []
        found += [((row, column), min(most))] if most else []
    return found
