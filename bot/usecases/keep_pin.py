"""A PIN chosen: kept under the number that opens this intake from another phone."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import AuditEntry
from bot.domain.delivery import ERASING
from bot.domain.pin import Pin
from bot.domain.prompt import Line, Literal, Prompt
from bot.flows.elsewhere import may_have_pin
from bot.flows.turn import Turn
from bot.ports import Work
from bot.usecases.desk import Desk


def keep_pin(desk: Desk, work: Work, turn: Turn, now: datetime) -> Turn:
    """The turn with the number told, once. An unfiled intake gets the number of its later case."""
    conversation = turn.conversation
    if not turn.pin or not may_have_pin(conversation):
        return turn
    number = conversation.reference or conversation.number or desk.ids.reference()
    work.worker_pins.drop(conversation.id)
    work.worker_pins.keep(Pin(number, conversation.id, turn.pin, now))
    work.worker_pins.forgive("number", number)
    work.audit.record(AuditEntry(now, "worker", "pin.set", number))
    lines = [
        Line("pin.set", {"number": Literal(number)}),
        Line("pin.how"),
    ]
    if conversation.chat.channel not in ERASING:
        lines.append(Line("pin.erase_yourself"))
    return replace(
        turn,
        conversation=replace(conversation, number=number),
        prompts=(Prompt(tuple(lines)), *turn.prompts),
    )
