"""Close a case: a person does, with an outcome; the bot never."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.case import Deed
from bot.domain.ids import CaseState
from bot.domain.prompt import Line, Literal, Prompt
from bot.flows import officer as screens
from bot.ports import Work
from bot.usecases.aftercare import case_closed
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.progress import record_deed


def close(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """Ask how it ended, or close it with that outcome.

    Not where it waits for an answer again (new danger, or the worker wrote after an earlier
    close): an old button must not say that it is over.
    """
    if value not in screens.CLOSE_OUTCOMES:
        return [screens.close(held.referral)]
    reference = held.case.reference
    if any(each.state.is_open for each in work.casework.referrals_of(reference)):
        return [Prompt((Line("officer.not_closed", {"reference": Literal(reference)}),))]
    closed = replace(held.case, state=CaseState.CLOSED, closed_at=held.now, outcome=value)
    closed = record_deed(desk, work, replace(held, case=closed), Deed.CLOSED, value=value)
    case_closed(work, closed, held.conversation, held.now)
    return [Prompt((Line("officer.closed", {"reference": Literal(reference)}),))]
