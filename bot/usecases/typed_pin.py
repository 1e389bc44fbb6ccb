"""A typed PIN becomes its hash before the unit of work begins: its digits go no further."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.incoming import Incoming, PinTyped, Text
from bot.domain.pin import is_easy, read_pin
from bot.flows.elsewhere import CASE_PIN, PIN_AGAIN, PIN_NEW, PIN_QUESTIONS, account_of
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.pin_limits import may_try


@dataclass(frozen=True, slots=True)
class _Wanted:
    """For what a PIN was asked, the hash it is held against, and whether it is looked at.

    `number` is the worker's own case number, which a PIN may not be a part of.
    """

    question: str
    against: str = ""
    allowed: bool = True
    number: str = ""


async def without_digits(desk: Desk, incoming: Incoming) -> Incoming:
    """The same event; where a PIN was asked for and typed, with what came of it instead.

    The hash takes tens of milliseconds: inside the unit of work everybody would wait for it. What
    is found here counts there only if the same is still asked, and trying is allowed.
    """
    content = incoming.content
    pin = read_pin(content.text) if isinstance(content, Text) and incoming.chat.private else ""
    if not pin:
        return incoming
    now = desk.clock()
    wanted = await desk.store.read(lambda work: _wanted(work, incoming, now))
    if wanted is None:
        return incoming
    return replace(incoming, content=await _looked_at(desk, wanted, pin))


async def _looked_at(desk: Desk, wanted: _Wanted, pin: str) -> PinTyped:
    if wanted.question == PIN_NEW:
        easy = is_easy(pin) or pin in wanted.number
        return PinTyped(well=True, easy=easy, hashed="" if easy else await desk.pins.hash(pin))
    if not wanted.allowed:
        return PinTyped(well=True)
    right = await desk.pins.verify(wanted.against, pin)
    return PinTyped(well=True, against=wanted.against, right=right)


def _wanted(work: Work, incoming: Incoming, now: datetime) -> _Wanted | None:
    channel, account = incoming.chat.channel, incoming.account
    conversation = work.conversations.current(channel, account)
    if conversation is None or conversation.interjection not in PIN_QUESTIONS:
        return None
    if work.directory.officers_with(channel, account):
        return None
    if work.interpreters.with_account(channel, account) is not None:
        return None
    if conversation.interjection == PIN_AGAIN:
        return _Wanted(PIN_AGAIN, conversation.pin_pending)
    if conversation.interjection == PIN_NEW or conversation.number_asked is None:
        number = conversation.reference or conversation.number or ""
        return _Wanted(PIN_NEW, number=number.replace("-", ""))
    # The same work whether there is such a number or not.
    number = conversation.number_asked
    pin = work.worker_pins.of(number)
    allowed = may_try(work, number, account_of(conversation), now)
    return _Wanted(CASE_PIN, pin.hashed if pin is not None else "", allowed)
