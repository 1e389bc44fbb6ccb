"""Whoever holds the phone may erase a case that is not grave; who else knows of it stays hidden."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.agencies import WORKER, asks_worker, said, taken
from tests.parting import erases
from tests.test_agencies_referring import answers


@pytest.mark.safety(9)
async def test_at_a_closed_gate_nobody_hears_which_agency_knows(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await asks_worker(home)
        await answers(home, "yes")
        home.moment[0] += timedelta(minutes=31)
        await erases(home)
        shown = said(home, WORKER)[-1]
        assert "deleted" in shown
        assert "Labour Protection" not in shown
