"""A reminder: how long a case has waited, where it goes next, and the button that ends it."""

from datetime import datetime

from bot.domain.ladder import Ladder
from bot.domain.prompt import (
    Button,
    Line,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.usecases.ladders import next_unit

LONG = 120
"""Minutes up to which a wait is told in minutes."""


def reminder(referral: Referral, ladder: Ladder, now: datetime) -> Prompt:
    """What a group or a head is reminded with."""
    waited = now - referral.first_alert_at
    minutes = max(0, round(waited.total_seconds() / 60))
    reference = Literal(referral.reference)
    params: dict[str, Value] = {
        "reference": reference,
        "minutes": minutes,
        "hours": round(minutes / 60),
    }
    long = Line("group.reminder.hours", params)
    lines = [Line("group.reminder.minutes", params) if minutes <= LONG else long]
    coming = next_unit(referral, ladder, now)
    if coming is not None:
        when = Moment(coming[0], MomentForm.DAY_TIME, now)
        lines.append(Line("group.reminder.next", {"time": when, "unit": Named("unit", coming[1])}))
    take = Button(Line("group.button.take"), officer_payload("take", referral.id))
    return Prompt(tuple(lines), ((take,),))
