"""What an agency sees: the minimal card in its group, and a brief in private once it is taken."""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.ids import ReferralState
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.flows.agency_steps import steps
from bot.flows.card import NOT_ASKED, told
from bot.flows.my_cases import TO_LIST
from bot.flows.officer_menu import Actions
from bot.flows.officer_rows import Rows

DECLINE_REASONS = ("not_ours", "no_place", "wrong_area", "need_more", "other")
OUTCOMES = ("helped", "partly", "not_done", "left")
BUTTONS = {
    ReferralState.SENT: (("take",), ("accept", "decline")),
    ReferralState.ACKNOWLEDGED: (("accept", "decline"), ("brief",)),
    ReferralState.ACCEPTED: (("complete",), ("brief",)),
}
"""What an agency can do, by where its referral stands."""
PRIVATE = {
    ReferralState.ACKNOWLEDGED: (("accept", "decline"), ("tried",)),
    ReferralState.ACCEPTED: (("tried", "plan"), ("complete", "hand_back")),
}
"""The same in private, where the agency's officer works on it."""


def agency_card(
    case: Case, referral: Referral, now: datetime, *, answer_by: datetime | None, name: str = ""
) -> Prompt:
    """The card as it stands: while it waits exactly what a group may know (rule 22), then less."""
    if referral.state is not ReferralState.SENT:
        return Prompt(
            (_standing(referral, now, name),), _buttons(BUTTONS.get(referral.state, ()), referral)
        )
    # wording: First line of the card in an agency's group.
    head = Line("group.agency.head", {"unit": sender(referral)})
    lines = [head, *told(case, referral)]
    if not case.facts.protected:  # what is asked could say what happened
        lines.append(asked(referral))
    if answer_by is not None:
        when = Moment(answer_by, MomentForm.DAY_TIME, now)
        lines.append(Line("group.card.answer_by", {"time": when}))
    return Prompt(tuple(lines), _buttons(BUTTONS.get(referral.state, ()), referral))


def brief(case: Case, referral: Referral, now: datetime) -> Prompt:
    """What the worker agreed that this agency is told, and no more; the way to them is the unit.

    Below it how the agency's own work stands.
    """
    about: Value = Listing(tuple(Line(f"group.category.{c}") for c in case.facts.categories))
    lines = [
        *told(case, referral),
        # wording: To an agency's officer in private: what the case is about.
        Line("officer.agency.about", {"categories": about if case.facts.categories else NOT_ASKED}),
        asked(referral),
        # wording: To an agency's officer: contact with the worker goes through the centre.
        Line("officer.agency.contact", {"unit": sender(referral)}),
        *steps(referral, now),
        Line("officer.details.no_forward"),
    ]
    rows = _buttons(PRIVATE.get(referral.state, ()), referral)
    return Prompt(tuple(lines), (*rows, *TO_LIST))


def asked(referral: Referral) -> Line:
    """What is asked of the agency."""
    wants: Value = Listing(tuple(Line(f"officer.choice.want.{w}") for w in referral.wants))
    # wording: On an agency's card: what the centre asks of it.
    return Line("group.agency.asked", {"wants": wants})


def ask_reason(referral: Referral) -> Prompt:
    """Why it declines."""
    # wording: The bot asks an agency's officer why the referral is declined.
    ask = Line("officer.ask.decline", {"reference": Literal(referral.reference)})
    return Prompt((ask,), (*choices(referral, "decline", DECLINE_REASONS), *to_brief(referral)))


def ask_outcome(referral: Referral) -> Prompt:
    """How its part ended."""
    # wording: The bot asks an agency's officer how its part ended.
    ask = Line("officer.ask.complete", {"reference": Literal(referral.reference)})
    return Prompt((ask,), (*choices(referral, "complete", OUTCOMES), *to_brief(referral)))


def choices(referral: Referral, action: str, values: tuple[str, ...]) -> Rows:
    """A button a value."""
    return tuple(
        (
            Button(
                Line(f"officer.choice.{action}.{value}"),
                officer_payload(action, referral.id, value),
            ),
        )
        for value in values
    )


def _standing(referral: Referral, now: datetime, name: str) -> Line:
    """Once somebody has answered: what, who and when; the name stays in the group."""
    params: dict[str, Value] = {
        "reference": Literal(referral.reference),
        "name": Literal(name),
        "time": Moment(referral.answered_at or now, MomentForm.DAY_TIME, now),
    }
    return Line(f"group.agency.{referral.state.value}", params)


def sender(referral: Referral) -> Value:
    """The unit that referred it."""
    return Named("unit", referral.sender_unit or referral.unit)


def to_brief(referral: Referral) -> Rows:
    """The way back to what the agency knows."""
    return ((Button(Line("officer.button.open"), officer_payload("brief", referral.id)),),)


def _buttons(actions: Actions, referral: Referral) -> Rows:
    return tuple(
        tuple(
            Button(Line(f"group.button.{action}"), officer_payload(action, referral.id))
            for action in row
        )
        for row in actions
    )
