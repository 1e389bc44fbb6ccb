"""What an officer is told of cases that name the same employer, boat or broker."""

from collections.abc import Sequence

from bot.domain.ids import Reference
from bot.domain.prompt import Line, Listing, Literal, Prompt, Value

MOST_NUMBERS = 10
"""Numbers on the details; all of them stand behind the button."""


def told(numbers: Sequence[Reference], elsewhere: int) -> Line | None:
    """One line for the details, or None where there is nothing to tell."""
    shown = Listing(tuple(Literal(each) for each in numbers[:MOST_NUMBERS]))
    if numbers and elsewhere:
        params: dict[str, Value] = {"count": len(numbers), "numbers": shown, "elsewhere": elsewhere}
        # wording: linked cases of this unit by a name in them; {elsewhere} more at other centres
        return Line("officer.linked.both", params)
    if numbers:
        # wording: {count} other cases of this unit name the same workplace, boat or broker
        return Line("officer.linked.here", {"count": len(numbers), "numbers": shown})
    if elsewhere:
        # wording: {elsewhere} cases at other centres name the same workplace, boat or broker
        return Line("officer.linked.elsewhere", {"elsewhere": elsewhere})
    return None


def listed(reference: Reference, rows: Sequence[tuple[Reference, str]], elsewhere: int) -> Prompt:
    """The linked cases of the unit, one a line with their state, and how many are elsewhere."""
    head = Line("officer.linked.head", {"reference": Literal(reference)})
    lines = [
        Line(
            "officer.linked.case",
            {"reference": Literal(each), "state": Line(f"officer.case_state.{state}")},
        )
        for each, state in rows
    ]
    if elsewhere:
        lines.append(Line("officer.linked.elsewhere", {"elsewhere": elsewhere}))
    if not lines:
        lines = [Line("officer.linked.none")]
    return Prompt((head, *lines))
