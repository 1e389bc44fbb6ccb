"""One run of the fuzzer, in a process of its own: `python -m tests.fuzzing.hunt` is not for people.

Arguments: target, inputs, folder of the corpus, folder for what is found, seed.
"""

import gc
import sys
from pathlib import Path
from random import Random

import atheris

from tests.fuzzing.catching import Net
from tests.fuzzing.target import Search
from tests.fuzzing.targets import target_of

_LARGEST = 20_000
_BYTEWISE = 0.05


def hunt(name: str, inputs: int, corpus: Path, found: Path, seed: int) -> None:
    """Search; ends the process."""
    # Our own code alone: what others' libraries do inside would only lead the search away.
    with atheris.instrument_imports(include=["bot"]):
        target = target_of(name)
    dice = Random(seed)  # noqa: S311  no secret
    search = Search(target, dice)

    def mutate(data: bytes, size: int, _: int) -> bytes:
        if dice.random() < _BYTEWISE:
            return bytes(atheris.Mutate(data, size))
        return search.next(data)[:size]

    for number, each in enumerate(search.begin):
        (corpus / f"begin-{number}").write_bytes(each)
    target.run(search.begin[0])  # what it builds at first is no input's time
    gc.freeze()
    options = [
        *(f"-runs={inputs}", f"-max_len={_LARGEST}", "-len_control=0", f"-seed={seed}"),
        *(
            "-timeout=300",  # a machine that others use as well stands still at times
            "-report_slow_units=60",
            "-rss_limit_mb=2000",
            "-print_final_stats=1",
            "-reload=0",
        ),
        f"-artifact_prefix={found}/{name}-",
    ]
    command = [sys.argv[0], *options, str(corpus)]
    atheris.Setup(command, Net(name, target, found), custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    hunt(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))
