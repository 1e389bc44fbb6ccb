"""Steps that make no sense any more once a case is closed, or waits for somebody anew."""

from collections.abc import Callable, Sequence

from bot.domain.ids import CaseState
from bot.domain.prompt import Prompt
from bot.flows.closing_case import is_closed
from bot.flows.officer_rows import about
from bot.ports import Work
from bot.usecases.case_referrals import waits_again
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held

Step = Callable[[Desk, Work, Held, str], Sequence[Prompt]]


def while_open(step: Step) -> Step:
    """The step, but not on a closed case: an old button offers to open it again instead."""

    def guarded(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
        if held.case.state is CaseState.CLOSED:
            return [is_closed(held.referral)]
        return step(desk, work, held, value)

    return guarded


def while_held(step: Step) -> Step:
    """The step, but not where the case is closed, before others, or waits for an answer anew."""

    def guarded(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
        if waits_again(desk, work, held):
            return [Prompt((about("officer.waits_again", held.referral),))]
        return step(desk, work, held, value)

    return while_open(guarded)
