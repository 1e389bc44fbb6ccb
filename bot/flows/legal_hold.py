"""What a head of `national` sees of a legal hold: how it stands, why, and are you sure."""

from bot.domain.case import Case
from bot.domain.prompt import Button, Line, Literal, Moment, MomentForm, Prompt, Value
from bot.domain.referral import Referral
from bot.flows.officer_rows import about, act

HOLD = "hold"
"""The action of the buttons."""
SURE, LIFT, NOT = "sure", "lift", "no"


def offer(case: Case, referral: Referral) -> Prompt:
    """Whether the case is held and why; and the way to change that."""
    if case.hold is None:
        # wording: To a head of the national unit: the case is under no legal hold.
        line = about("officer.hold.none", referral)
        # wording: Button: put the case under a legal hold.
        begin = Button(Line("officer.button.hold"), act(HOLD, referral).payload)
        return Prompt((line,), ((begin,),))
    params: dict[str, Value] = {
        "reason": Literal(case.hold.reason),
        "time": Moment(case.hold.at, MomentForm.DATE),
    }
    # wording: To a head of the national unit: the case is under a legal hold since {time}.
    line = about("officer.hold.stands", referral, **params)
    # wording: Button: end the legal hold.
    lift = Button(Line("officer.button.lift"), act(HOLD, referral, LIFT).payload)
    return Prompt((line,), ((lift,),))


def ask(referral: Referral, *, lift: bool) -> Prompt:
    """Why; in words."""
    # wording: The bot asks why the case is to be kept whatever the worker or the calendar says.
    # wording: The bot asks why the legal hold is to end.
    line = about("officer.ask.lift" if lift else "officer.ask.hold", referral)
    return Prompt((line,), (_no(referral),))


def sure(referral: Referral, reason: str, *, lift: bool) -> Prompt:
    """Once more, with what follows from it."""
    why = {"reference": Literal(referral.reference), "reason": Literal(reason)}
    # wording: Before a legal hold: nothing can be erased while it lasts. Or before it ends: what
    # wording: the worker wished meanwhile is then carried out.
    line = Line("officer.lift.sure", why) if lift else Line("officer.hold.sure", why)
    # wording: Button: yes, hold the case, or end the hold.
    yes = Button(Line("officer.button.hold_sure"), act(HOLD, referral, SURE).payload)
    return Prompt((line,), ((yes,), _no(referral)))


def _no(referral: Referral) -> tuple[Button, ...]:
    # wording: Button: leave it as it is.
    return (Button(Line("officer.button.hold_not"), act(HOLD, referral, NOT).payload),)


def done(referral: Referral, *, lift: bool) -> Prompt:
    """It is held, or it is held no more."""
    # wording: To a head of the national unit: the legal hold stands now.
    # wording: To a head of the national unit: the legal hold has ended.
    return Prompt((about("officer.lift.done" if lift else "officer.hold.done", referral),))


def left(referral: Referral) -> Prompt:
    """Nothing was changed."""
    # wording: To a head of the national unit: nothing was changed.
    return Prompt((about("officer.hold.left", referral),))
