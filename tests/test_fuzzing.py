"""Whatever bytes come, nothing rises but the errors that are declared."""

import os
import random
from pathlib import Path

import pytest

from tests.fuzzing.target import Search
from tests.fuzzing.targets import MODULES, target_of

FOUND = sorted((Path(__file__).parent / "fuzzing" / "found").iterdir())
INPUTS = int(os.environ.get("RONGTHUK_FUZZ", "300"))
"""How many a target gets in a run of the tests; the long search is `./run fuzz`."""
SLOW = dict.fromkeys(("configuration", "tables", "translations", "typed"), 5)
SLOW |= {"engine": 20, "office": 15, "sounds": 20, "http": 10, "places": 4, "policy": 5}
"""So many times fewer, for what takes longer."""


@pytest.mark.parametrize("name", MODULES)
def test_nothing_rises_however_a_real_payload_is_spoilt(name: str) -> None:
    target = target_of(name)
    search = Search(target, random.Random(name))  # noqa: S311  no secret
    for each in search.begin:
        target.run(each)
    data = b""
    for _ in range(INPUTS // SLOW.get(name, 1)):
        target.run(data := search.next(data if len(data) < 20_000 else b""))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_broke_something_does_not_any_more(path: Path) -> None:
    target_of(path.name.split("-")[0]).run(path.read_bytes())
