"""Danger told again while nobody has answered: one case, and its groups hear of it anew."""

from datetime import datetime, timedelta

from bot.domain.case import Case
from bot.domain.delivery import OwedKind
from bot.domain.prompt import Button, Line, Literal, Moment, Prompt, Value, officer_payload
from bot.domain.referral import Referral
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_groups

ONCE_IN = timedelta(minutes=5)
"""However often the button is pressed, a group hears of it once within so long."""


def danger_again(desk: Desk, work: Work, case: Case, referral: Referral, now: datetime) -> None:
    """A reminder to every group that has the case; its clock goes on as it was."""
    params: dict[str, Value] = {"reference": Literal(case.reference), "time": Moment(now)}
    take = Button(Line("group.button.take"), officer_payload("take", referral.id))
    prompt = Prompt((Line("group.danger_again", params),), ((take,),))
    slice_ = int(now.timestamp() // ONCE_IN.total_seconds())
    for unit in referral.units:
        owe_groups(
            work,
            unit,
            prompt,
            case=case,
            referral=referral,
            key=f"{referral.id}:again:{slice_}",
            kind=OwedKind.REMINDER,
            language=desk.officers_speak,
            now=now,
        )
