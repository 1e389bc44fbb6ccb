"""The pieces that an officer's screens are put together from: rows of buttons about one case."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.prompt import Button, Line, Literal, Prompt, Value, officer_payload
from bot.domain.referral import Referral

Rows = tuple[tuple[Button, ...], ...]
DETAILS = ("open", "record")
"""A button with one of these leads to the details, or stands on them."""


def about(key: str, referral: Referral, **params: Value) -> Line:
    """A line that begins with the case number."""
    return Line(key, {"reference": Literal(referral.reference), **params})


def choices(
    action: str, values: Iterable[str], referral: Referral, *, chosen: str = "", key: str = ""
) -> Rows:
    """A row for each value, worded `officer.choice.<key or action>.<value>`.

    `chosen` is what was chosen before, carried in front of the value.
    """
    return tuple(
        (
            Button(
                Line(f"officer.choice.{key or action}.{value}"),
                officer_payload(action, referral.id, f"{chosen}{value}"),
            ),
        )
        for value in values
    )


def to_case(referral: Referral) -> Rows:
    """The way back to the details."""
    return ((act("open", referral),),)


def leading_back(prompt: Prompt, referral: Referral) -> Prompt:
    """The screen with the way back to the details under its own buttons, unless it has one."""
    ways = {officer_payload(each, referral.id) for each in DETAILS}
    if any(button.payload in ways for row in prompt.rows for button in row):
        return prompt
    return replace(prompt, rows=(*prompt.rows, *to_case(referral)))


def act(action: str, referral: Referral, value: str = "") -> Button:
    """One thing that can be done with the case, worded `officer.button.<action>`."""
    return Button(Line(f"officer.button.{action}"), officer_payload(action, referral.id, value))


def done(line: Line, referral: Referral) -> Prompt:
    """Something was done; the case is one tap away."""
    return Prompt((line,), to_case(referral))
