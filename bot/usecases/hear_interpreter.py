"""An interpreter's private chat: yes or no, the declaration, and the translation."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.case import OfficerNote
from bot.domain.ids import AssignmentId
from bot.domain.incoming import Blocked, Incoming, Media, Tap, Text
from bot.domain.interpreter import Assignment, Interpreter, SomebodyElse
from bot.domain.permissions import Capacity, allowed
from bot.domain.prompt import Line, Literal, OfficerTap, Prompt, read_payload
from bot.domain.text import clean
from bot.domain.unit import Code
from bot.flows import interpreting as screens
from bot.ports import Work
from bot.usecases.ask_interpreter import (
    end_assignment,
    owe_interpreter,
    put_away,
    tell_officer,
)
from bot.usecases.desk import Desk
from bot.usecases.owing import reply_handle
from bot.usecases.permit import note_refused
from bot.usecases.speak_words import spoken
from bot.usecases.toast import say


def hear_interpreter(desk: Desk, work: Work, incoming: Incoming, now: datetime) -> bool:
    """Take a private message of an interpreter; False where it comes from somebody else."""
    found = work.interpreters.with_account(incoming.chat.channel, incoming.account)
    if found is None:
        return False
    content = incoming.content
    there = not isinstance(content, Blocked)
    if found.private_open is not there:
        found = replace(found, private_open=there)
        work.interpreters.enrol(found)
    if not there:
        awaited = work.interpreters.assignment(AssignmentId(found.awaiting))
        release(desk, work, found, awaited)
        return True
    tap = read_payload(content.payload) if isinstance(content, Tap) else None
    if isinstance(tap, OfficerTap):
        _tapped(desk, work, incoming, found, tap, now)
    elif isinstance(content, Media) and found.awaiting:
        spoken(desk, work, incoming, found, content, now)
    elif isinstance(content, Text) and found.awaiting:
        _translated(desk, work, incoming, found, clean(content.text), now)
    else:
        say(desk, work, incoming, Line("officer.interpret.nothing"), now)
    return True


def enrol_interpreter(
    desk: Desk, work: Work, incoming: Incoming, code: Code, now: datetime
) -> None:
    """Redeem an invitation."""
    channel, account = incoming.chat.channel, incoming.account
    known = work.interpreters.with_account(channel, account)
    new = Interpreter(
        known.id if known else desk.ids.interpreter(),
        channel,
        account,
        code.name,
        code.languages,
        code.sex,
        code.hours,
        language=desk.officers_speak,
        private_open=True,
    )
    work.interpreters.enrol(new)
    work.audit.record(AuditEntry(now, new.id, "interpreter.enrolled", new.id))
    say(desk, work, incoming, Line("officer.interpret.welcome", {"name": Literal(new.name)}), now)


def release(
    desk: Desk, work: Work, interpreter: Interpreter, assignment: Assignment | None
) -> None:
    """An interpreter who cannot be written to any more: the officer is told, and asks another."""
    work.interpreters.enrol(replace(interpreter, private_open=False, awaiting=""))
    if assignment is None:
        return
    if assignment.interpreter == interpreter.id and assignment.state.is_open:
        put_away(work, assignment)
        work.interpreters.assign(assignment.end())
        line = Line("officer.interpret.gone", {"reference": Literal(assignment.reference)})
        tell_officer(desk, work, assignment, Prompt((line,)), desk.clock())
        return
    with suppress(SomebodyElse):
        declined = assignment.decline(interpreter.id)
        _declined(desk, work, declined, interpreter, "interpreter.unreachable")


def _tapped(
    desk: Desk,
    work: Work,
    incoming: Incoming,
    by: Interpreter,
    tap: OfficerTap,
    now: datetime,
) -> None:
    assignment = work.interpreters.assignment(AssignmentId(tap.referral))
    action = _ANSWERS.get(tap.value)
    own = assignment is not None and by.id in assignment.offered
    if not allowed(Capacity.INTERPRETER, tap.action, own=own):
        note_refused(work, incoming, tap.action, tap.referral, now, by.id)
        ours = tap.action == "interpret"
        refusal = Line("officer.interpret.ended" if ours else "officer.interpret.nothing")
        say(desk, work, incoming, refusal, now)
        return
    if assignment is None or action is None:
        say(desk, work, incoming, Line("officer.interpret.ended"), now)
        return
    try:
        prompt = action(desk, work, assignment, by)
    except SomebodyElse:
        prompt = Prompt((Line("officer.interpret.taken"),))
    handle = reply_handle(incoming, now)
    key = f"answer:{desk.ids.evidence()}"
    owe_interpreter(work, by, assignment, prompt, key, now, reply=handle)


def _yes(desk: Desk, work: Work, assignment: Assignment, by: Interpreter) -> Prompt:
    """They could: now the declaration, and still nothing of the case."""
    del desk, work
    assignment.must_be_offered_to(by.id)
    return screens.declare(assignment)


def _no(desk: Desk, work: Work, assignment: Assignment, by: Interpreter) -> Prompt:
    return _declined(desk, work, assignment.decline(by.id), by, "interpreter.declined")


def _known(desk: Desk, work: Work, assignment: Assignment, by: Interpreter) -> Prompt:
    """They may know somebody: they see nothing, and are not asked for this case again."""
    declined = assignment.decline(by.id, acquainted=True)
    return _declined(desk, work, declined, by, "interpreter.acquainted")


def _nobody(desk: Desk, work: Work, assignment: Assignment, by: Interpreter) -> Prompt:
    """Declared to know nobody: theirs, if nobody was quicker."""
    now = desk.clock()
    accepted = assignment.accept(by.id, now)
    work.interpreters.assign(accepted)
    work.audit.record(AuditEntry(now, by.id, "interpreter.declared", assignment.reference))
    for name in (each for each in assignment.offered if each != by.id):
        other = work.interpreters.get(name) if name not in assignment.declined else None
        if other is not None:
            prompt = Prompt((Line("officer.interpret.taken"),))
            owe_interpreter(work, other, accepted, prompt, "taken", now)
    tell_officer(desk, work, accepted, screens.accepted(accepted, by, now), now)
    return Prompt((Line("officer.interpret.yours"),))


_Answer = Callable[[Desk, Work, Assignment, Interpreter], Prompt]
_ANSWERS: Mapping[str, _Answer] = {"yes": _yes, "no": _no, "known": _known, "nobody": _nobody}


def _declined(
    desk: Desk, work: Work, assignment: Assignment, by: Interpreter, action: str
) -> Prompt:
    """When the last one who was asked has declined, the officer learns it at once."""
    now = desk.clock()
    work.interpreters.assign(assignment)
    work.audit.record(AuditEntry(now, by.id, action, assignment.reference))
    if set(assignment.offered) <= set(assignment.declined):
        end_assignment(desk, work, assignment, "bot")
        line = Line("officer.interpret.nobody", {"reference": Literal(assignment.reference)})
        tell_officer(desk, work, assignment, Prompt((line,)), now)
    return Prompt((Line("officer.interpret.thanks"),))


def _translated(
    desk: Desk, work: Work, incoming: Incoming, by: Interpreter, words: str, now: datetime
) -> None:
    """The translation goes to the officer alone, and is kept with the case."""
    assignment = work.interpreters.assignment(AssignmentId(by.awaiting))
    case = work.casework.get(assignment.reference) if assignment else None
    if assignment is not None and assignment.is_shown and assignment.item == screens.SAY:
        # wording: To an interpreter who typed: the words are to be spoken, as a voice message.
        say(desk, work, incoming, Line("officer.interpret.speak_please"), now)
        return
    work.interpreters.enrol(replace(by, awaiting=""))
    theirs = assignment is not None and assignment.interpreter == by.id
    may = allowed(Capacity.INTERPRETER, "words.translation", own=theirs)
    if assignment is None or case is None or not may or not assignment.is_shown:
        say(desk, work, incoming, Line("officer.interpret.ended"), now)
        return
    note = OfficerNote(words, f"interpreter:{by.id}", now)
    work.casework.save(replace(case, notes=(*case.notes, note)))
    entry = AuditEntry(now, by.id, "interpreter.translated", case.reference, "", assignment.item)
    work.audit.record(entry)
    put_away(work, assignment)
    work.interpreters.assign(assignment.showing(""))
    tell_officer(desk, work, assignment, screens.translation(assignment, by, words), now)
    say(desk, work, incoming, Line("officer.interpret.received"), now)
