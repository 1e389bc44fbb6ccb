"""Starts `rongthuk` in a process of its own that has its libraries loaded already.

A fork server has imported them once; what it starts is a process like any other: it has its own
memory, listens, and dies of `kill -9`. The start takes a tenth of the time.
"""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parents[1]


def started(words: Sequence[str], out: Path) -> ForkServerProcess:
    """A process that runs `rongthuk` with these words; what it prints is added to a file."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.loaded"])
    process = context.Process(target=_be, args=(tuple(words), str(out)))
    process.start()
    return process


def _be(words: tuple[str, ...], out: str) -> None:
    """Become `rongthuk`."""
    os.chdir(HERE)
    for key in [key for key in os.environ if key.startswith("RONGTHUK_")]:
        del os.environ[key]
    printed = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in (1, 2):
        os.dup2(printed, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = ["rongthuk", *words]
    from bot.__main__ import main  # noqa: PLC0415  after its streams are what it will see

    main()
