"""The table of permissions as a page that people read (`docs/permissions.md`)."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.permissions import CARD, COMMANDS, HELD, OTHER, WORDS, Capacity, Row, Say

_COLUMNS: Final[Mapping[Capacity, str]] = {
    Capacity.WORKER: "worker",
    Capacity.HOLDING: "officer of the unit that has it",
    Capacity.HEAD: "head of that unit",
    Capacity.ALERTED: "officer of a unit only asked",
    Capacity.ELSEWHERE: "officer of another unit",
    Capacity.NATIONAL: "national, besides that",
    Capacity.NATIONAL_HEAD: "head of national, besides",
    Capacity.AGENCY: "the agency, of its own referral",
    Capacity.INTERPRETER: "interpreter",
    Capacity.OPERATOR: "operator, by command",
    Capacity.NOBODY: "nobody",
}
_PARTS: Final[Mapping[str, Mapping[str, Row]]] = {
    "Buttons of cards": CARD,
    "A case that was taken, in private": HELD,
    "Words that were asked for": WORDS,
    "Lists, duty, and others": OTHER,
    "Commands on the machine": COMMANDS,
}
_SAID: Final[Mapping[Say, str]] = {Say.YES: "yes", Say.OWN: "own only", Say.NO: "–"}
_HEAD: Final = """\
# Who may see and do what

Written from `bot/domain/permissions.py`, which `bot/usecases/permit.py` asks before every tap,
word and look; do not change it here (`RONGTHUK_PERMISSIONS=write ./run test
tests/test_permissions.py`).

What has no row may nobody. What somebody is towards a case is worked out anew each time: who
left, whose group was unlinked, and whose unit gave the case away is somebody else at the next
tap. "Own only" is the case they hold, their own duty, what was offered to them, their own intake.
Time and state come after the table: a case that was taken by others, closed or erased refuses by
itself.

Every refusal is the same short answer, after as many questions to the database, whether or not
there is such a case, and stands in the log as `refused.<action>`.
"""


def as_page() -> str:
    """The whole page, in Markdown."""
    return "\n".join((_HEAD, *(line for part in _PARTS for line in _part(part))))


def _part(name: str) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"| action | {' | '.join(_COLUMNS.values())} | why |"
    yield f"|---|{'---|' * (len(_COLUMNS) + 1)}"
    for action, row in _PARTS[name].items():
        cells = " | ".join(_SAID[row.to(each)] for each in _COLUMNS)
        yield f"| `{action}` | {cells} | {row.why} |"
    yield ""
