"""Numbers under five are hidden, and a solver that knows all that is shown cannot find them."""

import random
from collections.abc import Iterator

import pytest
from bot.domain.suppression import (
    POSSIBLE,
    SMALL,
    TOTAL,
    Grid,
    Place,
    is_small,
    suppress,
    with_totals,
)

from tests.attack import found_out


def grids(number: int, seed: int) -> Iterator[Grid]:
    """Random tables, sparse and full, narrow and wide, with five cases or more."""
    dice = random.Random(seed)  # noqa: S311  tables are no secrets
    while number:
        rows, columns = dice.randint(1, 6), dice.randint(2, 6)
        most, sparse = dice.choice([2, 6, 20, 100]), dice.choice([1, 2, 4])
        values = with_totals(
            {
                (f"r{row}", f"c{column}"): int(dice.random() ** sparse * (most + 1))
                for row in range(rows)
                for column in range(columns)
            }
        )
        if values[TOTAL, TOTAL] >= SMALL:
            number -= 1
            yield Grid(values, frozenset(values) - {(TOTAL, TOTAL)})


def primary(grid: Grid) -> frozenset[Place]:
    """What is hidden for itself alone."""
    return frozenset(place for place in grid.free if is_small(grid.values[place]))


def check(number: int, seed: int) -> int:
    """How many cells were hidden; none of them can be found out."""
    hidden = 0
    for grid in grids(number, seed):
        found = suppress(grid)
        assert not found.exposed, grid
        assert primary(grid) <= found.hidden
        assert found_out(grid, found.hidden, POSSIBLE - 1) == {}, (grid, found)
        hidden += len(found.hidden)
    return hidden


@pytest.mark.safety(28)
def test_no_hidden_number_can_be_worked_out_from_a_table_and_its_totals() -> None:
    assert (SMALL, POSSIBLE) == (5, 5)
    assert check(60, seed=1) > 200


@pytest.mark.slow
@pytest.mark.safety(28)
def test_nor_in_thousands_of_tables() -> None:
    assert check(5000, seed=2) > 20_000


@pytest.mark.safety(28)
def test_without_the_complementary_step_the_solver_finds_them() -> None:
    exact = [found_out(grid, primary(grid), 1) for grid in grids(20, seed=3)]
    assert sum(bool(found) for found in exact) > 8
