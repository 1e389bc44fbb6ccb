"""Whatever bytes come, nothing rises but the errors that are declared."""

import os
import random
from pathlib import Path

import pytest

from tests.fuzzing.spoiling import seeds, spoilt
from tests.fuzzing.targets import TARGETS

FOUND = sorted((Path(__file__).parent / "fuzzing" / "found").iterdir())
INPUTS = int(os.environ.get("RONGTHUK_FUZZ", "150"))
"""How many a target gets in a run of the tests; the long search is `./run fuzz`."""
SLOW = {"engine": 10, "places": 3, "translations": 3}
"""So many times fewer, for what takes longer."""


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_rises_however_a_real_payload_is_spoilt(name: str) -> None:
    dice = random.Random(name)  # noqa: S311  no secret
    begin = seeds(name)
    for each in begin:
        TARGETS[name](each)
    for _ in range(INPUTS // SLOW.get(name, 1)):
        TARGETS[name](spoilt(dice.choice(begin), dice))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_broke_something_does_not_any_more(path: Path) -> None:
    TARGETS[path.name.split("-")[0]](path.read_bytes())
