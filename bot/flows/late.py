"""Who has been asked besides the centre, while nobody has answered yet."""

from bot.domain.ids import NATIONAL
from bot.domain.prompt import Line, Named
from bot.domain.referral import Referral


def asked_too(referral: Referral) -> tuple[Line, ...]:
    """The truth about who else has been asked; nothing where nobody was."""
    others = [unit for unit in referral.units if unit not in (referral.unit, NATIONAL)]
    if others:
        return (Line("late.also_asked", {"unit": Named("unit", others[-1])}),)
    if NATIONAL in referral.units and referral.unit != NATIONAL:
        return (Line("late.also_national"),)
    return ()
