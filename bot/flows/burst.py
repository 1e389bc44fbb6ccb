"""Many cases in one message: what a group reads when more wait than it can be sent one by one."""

from collections.abc import Sequence

from bot.domain.ids import ReferralId
from bot.domain.prompt import Button, Line, Literal, Prompt, Value, officer_payload

Asking = tuple[Prompt, ReferralId]
"""A card or a reminder as it would leave alone, and what it is about."""


def number_of(prompt: Prompt) -> str:
    """The case number that the first line names, or an empty string."""
    named = prompt.lines[0].params.get("reference") if prompt.lines else None
    return named.text if isinstance(named, Literal) else ""


def listed(asking: Sequence[Asking], *, remind: bool) -> Prompt:
    """One line and two buttons a case: take it, and see its card.

    A line says no more than the first line of its card and its place.
    """
    count = {"count": len(asking)}
    # wording: first line of a list of new cases in the group, each with its button
    head = Line("group.burst.alerts", count)
    if remind:
        # wording: first line of a list of cases that nobody has answered yet
        head = Line("group.burst.reminders", count)
    lines = (head, *(_line(prompt) for prompt, _ in asking))
    return Prompt(lines, tuple(_row(prompt, referral) for prompt, referral in asking))


def _line(prompt: Prompt) -> Line:
    place: Value | None = next((p for p in map(_place, prompt.lines) if p is not None), None)
    first = prompt.lines[0]
    if place is None:
        return first
    # wording: {case} is the first line of its card, {place} the province and district
    return Line("group.burst.case", {"case": first, "place": place})


def _place(line: Line) -> Value | None:
    placed = line.key in ("group.card.where", "group.card.province_only")
    return line.params.get("place") if placed else None


def _row(prompt: Prompt, referral: ReferralId) -> tuple[Button, ...]:
    take = Literal(f"✋ {number_of(prompt)}")
    return (
        Button(take, officer_payload("take", referral)),
        Button(Literal("📄"), officer_payload("show", referral)),
    )
