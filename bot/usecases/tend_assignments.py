"""Assignments whose time is over: an offer nobody took, or one that lasted long enough."""

from datetime import datetime
from functools import partial

from bot.domain.ids import NATIONAL, AssignmentId
from bot.domain.interpreter import AssignmentState
from bot.domain.prompt import Line, Literal, Named, Prompt, Value
from bot.ports import Work
from bot.usecases.ask_interpreter import assigned_to, end_assignment, tell_officer
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_notice

BATCH = 50


async def tend_assignments(desk: Desk) -> int:
    """End every assignment that is due; how many there were."""
    now = desk.clock()
    due = await desk.store.read(lambda work: work.interpreters.due(now, BATCH))
    for assignment in due:
        await desk.store.write(partial(_end, desk, assignment, now))
    if due:
        desk.wake()
    return len(due)


def _end(desk: Desk, which: AssignmentId, now: datetime, work: Work) -> None:
    assignment = work.interpreters.assignment(which)
    if assignment is None or assignment.due_at is None or assignment.due_at > now:
        return
    end_assignment(desk, work, assignment, "bot")
    reference = Literal(assignment.reference)
    if assignment.state is AssignmentState.ACCEPTED:
        there = assigned_to(work, assignment) is not None
        named: dict[str, Value] = {"reference": reference}
        line = Line("officer.interpret.time_over" if there else "officer.interpret.gone", named)
        tell_officer(desk, work, assignment, Prompt((line,)), now)
        return
    line = Line("officer.interpret.nobody", {"reference": reference})
    tell_officer(desk, work, assignment, Prompt((line,)), now)
    params: dict[str, Value] = {
        "reference": reference,
        "language": Named("tongue", assignment.language),
        "unit": Named("unit", assignment.unit),
    }
    wanted = Prompt((Line("group.interpreter_wanted", params),))
    key = f"{assignment.id}:interpreter"
    owe_notice(work, NATIONAL, wanted, key=key, language=desk.officers_speak, now=now)
