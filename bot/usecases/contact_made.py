"""An officer reached the worker, or tried to: it counts as progress, and the next step is asked."""

from collections.abc import Sequence

from bot.domain.case import Deed
from bot.domain.prompt import Line, Prompt
from bot.flows import contact_made as screens
from bot.flows import next_step
from bot.flows.worked import CONTACT_WAYS, REACHED
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed


def contact(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask how, ask what came of it, write it down (`phone`, then `phone.no_answer`)."""
    way, _, result = value.partition(".")
    if way not in CONTACT_WAYS:
        return [screens.how(held.referral, held.conversation)]
    if result not in CONTACT_WAYS[way]:
        return [screens.result(held.referral, way)]
    deed = Deed.CONTACTED if result == REACHED else Deed.CONTACT_TRIED
    record_deed(desk, work, held, deed, value=value)
    opening = [Line("officer.contact_noted")]
    if result == "wrong_person":
        # wording: To an officer whose call somebody else answered: nothing may be said of the case.
        opening.append(Line("officer.wrong_person"))
    return [next_step.what(held.referral, *opening)]
