"""What an interpreter has, or made, of a message that its writer took back (safety rule 40)."""

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.interpreter import Assignment
from bot.flows.interpreting import message_of
from bot.ports import Work
from bot.usecases.ask_interpreter import open_assignment, put_away


def translated_message(work: Work, assignment: Assignment) -> str:
    """The worker's message that an assignment's item is made of; empty where it is of none."""
    conversation = work.conversations.get(assignment.conversation)
    if conversation is None:
        return ""
    files = work.conversations.evidence_of(conversation.id)
    return message_of(conversation, files, assignment.item)


def untranslate(work: Work, was: Conversation, message: str) -> None:
    """Its translation is gone from the case; nobody reads it, hears it or translates it any more.

    `was` is the conversation as it stood before the message was taken back.
    """
    case = work.casework.of_conversation(was.id)
    if case is None:
        return
    notes = tuple(each for each in case.notes if each.of != message)
    if notes != case.notes:
        work.casework.save(replace(case, notes=notes))
    assignment = open_assignment(work, case)
    files = work.conversations.evidence_of(was.id)
    if assignment is not None and message_of(was, files, assignment.item) == message:
        put_away(work, assignment)
        work.interpreters.assign(assignment.showing(""))
