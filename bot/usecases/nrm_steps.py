"""NRM steps under a case: what was done, how far its terms are, and which dates end a claim."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.case import Deed
from bot.domain.nrm import NrmStep
from bot.domain.prompt import Prompt
from bot.flows import nrm as screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed


def nrm(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Show where it stands and what can be written down, or write that step down."""
    if value in tuple(NrmStep):
        case = record_deed(desk, work, held, Deed.NRM, value=value)
        held = replace(held, case=case)
    zone = ZoneInfo(desk.policy.timezone)
    return [screens.steps(held.case, held.conversation, held.referral, held.now, zone)]
