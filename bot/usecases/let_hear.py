"""An interpreter listens to one recording: on a page of ours, until the translation has come.

A voice is not sent to the interpreter's chat: on LINE nobody can take it away again, and neither
platform needs to have it. A page keeps nothing, and is over when the assignment's item is.
"""

from datetime import datetime, timedelta

from bot.domain.audit import AuditEntry
from bot.domain.enclosure import Enclosure
from bot.domain.ids import EvidenceId, LanguageCode
from bot.domain.interpreter import Assignment
from bot.domain.prompt import Line, Literal, Prompt
from bot.flows import interpreting as screens
from bot.ports import Work
from bot.usecases.ask_interpreter import assigned_to, owe_interpreter, tell_officer
from bot.usecases.case_links import IN_BROWSER
from bot.usecases.desk import Desk

HEARD_WITHIN = timedelta(hours=1)
"""The link is over then, whatever became of the item."""
HEARD = "interpreter.listened"
"""What the log says of whoever listens."""


def let_hear(desk: Desk, work: Work, enclosure: Enclosure) -> None:
    """The copy is there: the interpreter is told where, if it still is what they are to hear."""
    now = desk.clock()
    assignment = _current(work, enclosure)
    interpreter = assigned_to(work, assignment) if assignment else None
    if assignment is None or interpreter is None:
        work.enclosures.drop(enclosure.id)
        return
    token = desk.ids.secret()
    work.enclosures.link(token, enclosure, now + HEARD_WITHIN)
    address = f"{desk.public_url}/listen/{token}{IN_BROWSER.get(interpreter.channel, '')}"
    prompt = screens.listen(address, HEARD_WITHIN // timedelta(minutes=1))
    owe_interpreter(work, interpreter, assignment, prompt, f"listen:{enclosure.id}", now)


def cannot_hear(desk: Desk, work: Work, enclosure: Enclosure) -> None:
    """The recording cannot be made playable: the officer is told."""
    assignment = _current(work, enclosure)
    if assignment is None:
        return
    work.interpreters.assign(assignment.showing(""))
    number = {"reference": Literal(assignment.reference)}
    # wording: To the officer: the worker's recording cannot be played to the interpreter.
    line = Line("officer.interpret.cannot_hear", number)
    tell_officer(desk, work, assignment, Prompt((line,)), desk.clock())


def _current(work: Work, enclosure: Enclosure) -> Assignment | None:
    """The assignment, as long as this recording is its item and whoever has it is one of ours."""
    assignment = work.interpreters.assignment(enclosure.assignment)
    if assignment is None or not assignment.is_shown or assigned_to(work, assignment) is None:
        return None
    return assignment if assignment.enclosure == enclosure.id else None


async def page_of(desk: Desk, token: str) -> LanguageCode | None:
    """The language of whoever may listen behind this address; None where it is over."""
    now = desk.clock()

    def body(work: Work) -> LanguageCode | None:
        found = _listening(work, token, now)
        interpreter = assigned_to(work, found[1]) if found else None
        return interpreter.language if interpreter is not None else None

    return await desk.store.read(body)


async def fetched(desk: Desk, token: str, *, begins: bool) -> tuple[Enclosure, bytes] | None:
    """What an address leads to, with its bytes; None where it is over, or was never one.

    That an interpreter listens is committed with the look, or there is none: each time one
    `begins`, and before the first part that is not the beginning.
    """
    now = desk.clock()
    enclosure = await desk.store.read(lambda work: work.enclosures.by_token(token, now))
    if enclosure is not None and enclosure.assignment:
        enclosure = await desk.store.write(lambda work: _noted(work, token, now, begins=begins))
    if enclosure is None or not enclosure.is_ready:
        return None
    try:
        return enclosure, await desk.files.open(EvidenceId(enclosure.id), enclosure.key)
    except FileNotFoundError:
        return None


def _noted(work: Work, token: str, now: datetime, *, begins: bool) -> Enclosure | None:
    """What may be heard; a player that goes on where it was is not a second listener."""
    found = _listening(work, token, now)
    if found is None:
        return None
    enclosure, assignment = found
    who = assignment.interpreter or "interpreter"
    if begins or not _began(work, assignment, who):
        entry = AuditEntry(now, who, HEARD, assignment.reference, detail=assignment.item)
        work.audit.record(entry)
    return enclosure


def _began(work: Work, assignment: Assignment, who: str) -> bool:
    """Whether it stands in the log that they listen to what was last shown.

    All of it can be had without its first byte.
    """
    for entry in reversed(work.audit.entries(assignment.reference)):
        if entry.action == "interpreter.shown":
            return False
        if entry.action == HEARD and entry.who == who:
            return True
    return False


def _listening(work: Work, token: str, now: datetime) -> tuple[Enclosure, Assignment] | None:
    enclosure = work.enclosures.by_token(token, now)
    assignment = _current(work, enclosure) if enclosure is not None else None
    return (enclosure, assignment) if enclosure is not None and assignment is not None else None
