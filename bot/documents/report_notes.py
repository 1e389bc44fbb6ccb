"""What is said beside a report's numbers: what they are, and what is not in them."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.counting import Tally
from bot.domain.period import Period, Sort
from bot.domain.suppression import POSSIBLE, SMALL

_ALWAYS: Final = (
    (
        "Cases are counted in the month in which they were filed, by the clock of the service; what"
        " became of them is as it stood when the report was made."
    ),
    "A case can have several categories, indicators or steps: these do not add up to the cases.",
    "A case is not a person: people are counted apart, and at least (2 for 2-5, 6 for 6 or more).",
    (
        "A case under 'level' goes by what the bot had found when an officer judged it; without an"
        " officer's finding, by its answers."
    ),
    "Table 8 counts whoever said they are under 18 or are not sure of it.",
    "A case that was erased is counted by category, level, province and outcome alone.",
)
_NOT_FILLED: Final = (
    (
        "Not in this report, because it is not kept: intakes that were never filed, refusals of"
        " consent and safety stops (tables 1, 15), advice without a case (13), distance bands and a"
        " map (5), days in a shelter (10), papers returned and changes of employer (11)."
    ),
    (
        "Not in this report, because it is not worked out: names in several cases (12), problems"
        " seen for the first time (14), the week's overdue list (16, see `rongthuk digest`), plots"
        " and a PDF."
    ),
)
_PUBLISHED: Final = (
    "* is a number that is hidden.",
    (
        f"Numbers under {SMALL}, but for 0, are hidden, and others beside them, so that each hidden"
        f" number could be at least {POSSIBLE} different ones for whoever knows all that is shown."
    ),
    "Only cases are counted whose workers agreed to be counted without a name.",
    (
        "Sexual violence and what concerns children at work stands as 'protected'; the sensitive"
        " questions are not counted."
    ),
)
_OF_MONTH: Final = "A month has no tables of two respects at once, no amounts and no waiting times."
_OF_YEAR: Final = "A calendar year is the sum of its published months; what one hides, it hides."
_RESTRICTED: Final = "Exact, and not for publication: small numbers can name a person."


def notes(
    period: Period, edition: str, tally: Tally, left_out: Sequence[str], *, running: bool
) -> list[str]:
    """The notes of a report, for people to read."""
    own = _published(period, left_out) if edition == "published" else _restricted(tally)
    until_now = ("The period is not over: these are the numbers until now.",) if running else ()
    return [*until_now, *own, *_ALWAYS, *_NOT_FILLED]


def _published(period: Period, left_out: Sequence[str]) -> Iterator[str]:
    yield from _PUBLISHED
    yield from {Sort.MONTH: (_OF_MONTH,), Sort.YEAR: (_OF_YEAR,)}.get(period.sort, ())
    if left_out:
        months = ", ".join(left_out)
        yield f"Left out, because fewer than {SMALL} cases were filed in them: {months}."


def _restricted(tally: Tally) -> Iterator[str]:
    yield _RESTRICTED
    yes, no = tally.agreed["yes"], tally.agreed["no"]
    yield (
        f"Every case is counted, whatever its worker said to being counted: {yes} said yes, {no}"
        f" said no, {tally.agreed['not_asked']} were not asked (danger comes before the question)."
    )
