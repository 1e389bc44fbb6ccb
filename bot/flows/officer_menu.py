"""What stands under a case in the officer's private chat: the daily buttons, and the rest."""

from collections.abc import Mapping, Sequence

from bot.domain.prompt import Prompt
from bot.domain.referral import Referral
from bot.flows.officer_rows import Rows, about, act, to_case

Actions = tuple[tuple[str, ...], ...]
"""Rows of actions; `officer.button.<action>` words each."""

REST = "rest"
"""The action that opens what is not needed every day."""
DAILY: Actions = (
    ("record", "write"),
    ("contact", "next"),
    ("note", "handover"),
    ("close", REST),
)
"""What an officer does with most cases on most days: read, write, call, plan, note, end."""
CLOSED: Actions = (
    ("record", "sensitive"),
    ("note", "history"),
    ("reopen",),
)
"""The same under a case that is closed: all there is."""
BESIDES: Mapping[str, Actions] = {
    "papers": (("sensitive", "history"), ("file", "evidence"), ("map", "pin")),
    "people": (
        ("talk", "interpreter"),
        ("refer", "agencies"),
        ("linked", "give_back"),
        ("mute",),
    ),
    "finding": (("finding", "nrm"), ("report",)),
}
"""The rest, a message a heading (`officer.rest.<heading>`); few enough to be read at a glance."""


def buttons(actions: Actions, referral: Referral) -> Rows:
    """The rows as buttons about one case."""
    return tuple(tuple(act(action, referral) for action in row) for row in actions)


def besides(referral: Referral) -> Sequence[Prompt]:
    """The rest of what can be done with a case, grouped; the way back stands under each group."""
    return [
        Prompt(
            (about(f"officer.rest.{heading}", referral),),
            (*buttons(actions, referral), *to_case(referral)),
        )
        for heading, actions in BESIDES.items()
    ]
