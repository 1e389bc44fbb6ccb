"""To which colleague a case goes."""

from collections.abc import Iterable, Sequence

from bot.domain.prompt import Button, Line, Literal, Prompt, officer_payload
from bot.domain.referral import Referral
from bot.domain.text import shortened_to
from bot.domain.unit import Officer
from bot.flows.officer_rows import about, to_case

ACTION = "handover"
A_PAGE = 10
LONGEST_LABEL = 20
"""Grapheme clusters on a button."""
PAGE = "page-"
"""Prefix of the value that turns the page; no officer's id has a hyphen."""


def to_whom(referral: Referral, colleagues: Sequence[Officer], page: int = 0) -> Prompt:
    """The colleagues who can be written to; a page of them."""
    if not colleagues:
        return Prompt((about("officer.nobody_else", referral),), to_case(referral))
    shown = colleagues[page * A_PAGE : (page + 1) * A_PAGE]
    rows = tuple((Button(_name(each), _payload(referral, each.id)),) for each in shown)
    turning = tuple(_turning(referral, len(colleagues), page))
    more = (turning,) if turning else ()
    line = about("officer.ask.handover", referral)
    return Prompt((line,), (*rows, *more, *to_case(referral)))


def _turning(referral: Referral, count: int, page: int) -> Iterable[Button]:
    if page > 0:
        yield Button(Line("officer.button.earlier"), _payload(referral, f"{PAGE}{page - 1}"))
    if (page + 1) * A_PAGE < count:
        yield Button(Line("officer.button.more"), _payload(referral, f"{PAGE}{page + 1}"))


def _name(officer: Officer) -> Literal:
    return Literal(shortened_to(officer.name, LONGEST_LABEL))


def _payload(referral: Referral, value: str) -> str:
    return officer_payload(ACTION, referral.id, value)
