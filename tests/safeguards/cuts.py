"""What can be taken away, and which test must notice: an entry a safeguard, in TOML files."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
AREAS = (
    "sealing",
    "permissions",
    "pin",
    "consent",
    "audit",
    "evidence",
    "floods",
    "injection",
    "readers",
    "links",
    "supply",
)
"""What a safeguard may guard besides the rules of docs/safety.md ("rule 22")."""
_TEST = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cut:
    """One safeguard, how it is taken away, and the tests that must fail then."""

    guards: tuple[str, ...]
    says: str
    file: str
    find: str
    put: str
    fails: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Eight letters that change with whatever the safeguard's proof is made of."""
        parts = "\0".join((self.file, self.find, self.put, *self.fails))
        return sha256(parts.encode()).hexdigest()[:8]

    def without(self, text: str) -> str:
        """The file's text without the safeguard."""
        return text.replace(self.find, self.put)


def cuts() -> tuple[Cut, ...]:
    """All of them, in the order of their files."""
    return tuple(
        Cut(
            guards=tuple(each["guards"]),
            says=each["says"],
            file=each["file"],
            find=each["find"],
            put=each["put"],
            fails=tuple(each["fails"]),
        )
        for path in sorted(HERE.glob("*.toml"))
        for each in tomllib.loads(path.read_text("utf-8"))["cut"]
    )


def faults(cut: Cut) -> Iterator[str]:
    """What is wrong with an entry as it stands: it could not be taken away, or nobody would see."""
    path = PROJECT / cut.file
    times = path.read_text("utf-8").count(cut.find) if path.is_file() else 0
    if times != 1:
        yield f"{cut.says}: what is to be cut stands {times} times in {cut.file}"
    if cut.find == cut.put or not cut.fails or not cut.guards or "|" in cut.says:
        yield f"{cut.says}: it cuts nothing, or guards or fails nothing"
    for each in cut.guards:
        if each not in AREAS and not (each.startswith("rule ") and each[5:].isdecimal()):
            yield f"{cut.says}: {each} is no rule and no area"
    for test in cut.fails:
        file, _, name = test.partition("::")
        if name.partition("[")[0] not in tests_of(file):
            yield f"{cut.says}: there is no test {test}"


@cache
def tests_of(file: str) -> frozenset[str]:
    """The names of the tests in a file of tests; none where there is no such file."""
    path = PROJECT / "tests" / file
    return frozenset(_TEST.findall(path.read_text("utf-8") if path.is_file() else ""))
