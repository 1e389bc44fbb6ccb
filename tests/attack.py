"""Somebody who wants to work out what is hidden: a solver that knows all that is shown.

Each hidden number is made as small and as large as the sums and the shown numbers allow (linear
programs, solved by HiGHS). All programs of a table are solved at once, side by side.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from bot.domain.suppression import TOTAL, Grid, Place
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, identity, kron

FAR = 10_000
"""No number in these tests is as large: what may be larger is without a bound."""

Name = tuple[str, ...]


@dataclass
class Known:
    """What is known of numbers: what they are, what they sum up to, what they cannot exceed."""

    names: list[Name] = field(default_factory=list)
    bounds: dict[Name, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[Name, Sequence[Name]]] = field(default_factory=list)
    at_most: list[tuple[Name, Name]] = field(default_factory=list)

    def number(self, name: Name, shown: int | None) -> None:
        """A number that is shown, or hidden."""
        self.bounds[name] = (0, FAR) if shown is None else (shown, shown)

    def ranges(self, wanted: Sequence[Name]) -> dict[Name, tuple[int, int]]:
        """Between which numbers each of these lies."""
        place = {name: number for number, name in enumerate(self.bounds)}
        equal = _matrix(
            [[(place[whole], -1), *((place[p], 1) for p in parts)] for whole, parts in self.sums],
            len(place),
        )
        less = _matrix([[(place[a], 1), (place[b], -1)] for a, b in self.at_most], len(place))
        many = 2 * len(wanted)
        costs = np.zeros((many, len(place)))
        for number, name in enumerate(wanted):
            costs[2 * number, place[name]], costs[2 * number + 1, place[name]] = 1, -1
        solved = linprog(
            costs.ravel(),
            A_eq=kron(identity(many), equal) if self.sums else None,
            b_eq=np.zeros(many * len(self.sums)) if self.sums else None,
            A_ub=kron(identity(many), less) if self.at_most else None,
            b_ub=np.zeros(many * len(self.at_most)) if self.at_most else None,
            bounds=np.tile(np.array(list(self.bounds.values())), (many, 1)),
        )
        assert solved.status == 0, solved.message
        found = solved.x.reshape(many, len(place))
        return {
            name: (
                round(found[2 * number, place[name]]),
                round(found[2 * number + 1, place[name]]),
            )
            for number, name in enumerate(wanted)
        }


def of_grid(grid: Grid, hidden: Collection[Place]) -> Known:
    """What somebody knows who sees a table."""
    known = Known()
    for place, number in grid.values.items():
        moves = place in hidden and place not in grid.known
        known.number(place, None if moves or place in grid.unseen else number)
        if place in grid.caps and moves:
            known.bounds[place] = (0, grid.caps[place])
    for place in grid.values:
        parts = [each for each in grid.values if _is_part(each, place)]
        if TOTAL in place and parts:
            known.sums.append((place, parts))
    return known


def found_out(grid: Grid, hidden: Collection[Place], enough: int) -> dict[Place, tuple[int, int]]:
    """Hidden numbers that lie closer together than they should."""
    wanted = sorted(set(hidden) - grid.known)
    ranges = of_grid(grid, hidden).ranges(wanted) if wanted else {}
    too_close = {}
    for place in wanted:
        low, high = ranges[place]
        if high - low < min(enough, grid.wanted(place)):
            too_close[place] = (low, high)
    return too_close


def _is_part(cell: Place, whole: Place) -> bool:
    """Rows add up to their totals, columns to theirs, and the columns' totals to the grand one."""
    if whole == (TOTAL, TOTAL):
        return cell[0] == TOTAL != cell[1]
    if whole[0] == TOTAL:
        return cell[1] == whole[1] and cell[0] != TOTAL
    return whole[1] == TOTAL and cell[0] == whole[0] and cell[1] != TOTAL


def _matrix(rows: Sequence[Sequence[tuple[int, int]]], width: int) -> csr_matrix:
    matrix = np.zeros((len(rows), width))
    for number, row in enumerate(rows):
        for column, value in row:
            matrix[number, column] += value
    return csr_matrix(matrix)
