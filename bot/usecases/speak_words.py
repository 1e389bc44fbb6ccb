"""An interpreter speaks an officer's words: a voice message that the officer sends, or does not."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.enclosure import Enclosure, carried_as
from bot.domain.ids import AssignmentId, EnclosureId
from bot.domain.incoming import Incoming, Media, MediaKind
from bot.domain.interpreter import Assignment, Interpreter
from bot.domain.permissions import Capacity, allowed
from bot.domain.prompt import Line
from bot.flows import interpreting as screens
from bot.ports import Work
from bot.usecases.ask_interpreter import whose
from bot.usecases.desk import Desk
from bot.usecases.fetch_media import CAP
from bot.usecases.held_case import Held
from bot.usecases.permit import first
from bot.usecases.relay_preview import proposed
from bot.usecases.toast import say


def spoken(
    desk: Desk, work: Work, incoming: Incoming, by: Interpreter, media: Media, now: datetime
) -> None:
    """A voice message where words were to be spoken; it goes to the officer alone.

    Where a translation is awaited it is asked for in writing: only words can be kept as a note.
    """
    assignment = work.interpreters.assignment(AssignmentId(by.awaiting))
    theirs = assignment is not None and assignment.interpreter == by.id
    may = allowed(Capacity.INTERPRETER, "words.spoken", own=theirs)
    if assignment is None or not may or not assignment.is_shown:
        work.interpreters.enrol(replace(by, awaiting=""))
        say(desk, work, incoming, Line("officer.interpret.ended"), now)
        return
    if assignment.item != screens.SAY:
        # wording: To an interpreter who sent a voice message: the translation is to be written.
        say(desk, work, incoming, Line("officer.interpret.write_please"), now)
        return
    if carried_as(media.kind, media.mime) is not MediaKind.VOICE or (media.size or 0) > CAP:
        say(desk, work, incoming, Line("officer.interpret.speak_please"), now)
        return
    held = _held(work, assignment, incoming, now)
    work.interpreters.enrol(replace(by, awaiting=""))
    work.interpreters.assign(assignment.showing(""))
    if held is None:
        say(desk, work, incoming, Line("officer.interpret.ended"), now)
        return
    _proposed(desk, work, held, assignment, by, media)
    say(desk, work, incoming, Line("officer.interpret.received"), now)


def _held(work: Work, assignment: Assignment, incoming: Incoming, now: datetime) -> Held | None:
    """The case before whoever has it now: they decide whether the worker hears it."""
    referral, officer = whose(work, assignment)
    case = work.casework.get(assignment.reference)
    conversation = work.conversations.get(assignment.conversation)
    if referral is None or officer is None or case is None or conversation is None:
        return None
    if first("send", [officer], referral) is None:
        return None
    return Held(officer, case, referral, conversation, incoming, now)


def _proposed(
    desk: Desk, work: Work, held: Held, assignment: Assignment, by: Interpreter, media: Media
) -> None:
    enclosure = EnclosureId(desk.ids.evidence())
    message = proposed(
        desk,
        work,
        held,
        interpreted=True,
        enclosure=enclosure,
        encloses=MediaKind.VOICE,
        meant=assignment.words,
    )
    new = Enclosure(
        enclosure,
        held.conversation.id,
        MediaKind.VOICE,
        held.now,
        message=message.id,
        chat=held.incoming.chat,
        file=media.file,
    )
    work.enclosures.save(new, held.now)
    reference = held.case.reference
    entry = AuditEntry(held.now, by.id, "interpreter.spoke", reference, "", screens.SAY)
    work.audit.record(entry)
