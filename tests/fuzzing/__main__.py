"""The long search: `./run fuzz TARGET [INPUTS]`, guided by what code each input reaches.

What breaks something is kept in tests/fuzzing/found/<target>-<hash> and tried in every later run
of the tests.
"""

import random
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot"]):
    from tests.fuzzing.spoiling import seeds, spoilt
    from tests.fuzzing.targets import TARGETS

FOUND = Path(__file__).parent / "found"


def main() -> None:
    """Search for so many inputs; 100,000 unless told otherwise."""
    if sys.argv[1:2] == [] or sys.argv[1] not in TARGETS:
        sys.exit(f"./run fuzz TARGET [INPUTS], one of: {', '.join(TARGETS)}")
    target, inputs = sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else 100_000
    begin = seeds(target)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        dice = random.Random(seed)  # noqa: S311  no secret
        base = data if data and dice.random() < 0.7 else dice.choice(begin)
        whole = spoilt(base, dice) if dice.random() < 0.8 else atheris.Mutate(base, size)
        return whole[:size]

    options = [f"-runs={inputs}", "-max_len=20000", f"-artifact_prefix={FOUND}/{target}-"]
    atheris.Setup([sys.argv[0], *options], TARGETS[target], custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
