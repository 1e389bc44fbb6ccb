"""Show an officer the talk with the worker; every look is written down."""

from collections.abc import Sequence

from bot.domain.audit import AuditEntry
from bot.domain.case import Case
from bot.domain.ids import MessageId
from bot.domain.phrase import Phrases
from bot.domain.prompt import Prompt
from bot.domain.relay import Direction, RelayMessage
from bot.flows import talk_screens
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held
from bot.usecases.relay_fate import fate_of


def talk(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The last messages with their times; `value` names the one sensitive answer to be shown."""
    case = held.case
    look = "case.talk_sensitive" if value else "case.talk"
    work.audit.record(AuditEntry(held.now, held.officer.id, look, case.reference, detail=value))
    messages = work.messages.of_case(case.reference)
    hidden = sensitive(messages, case, desk.around.phrases) - {MessageId(value)}
    _, fate, _ = fate_of(work, held.conversation, held.now, desk.zone)
    phrases = desk.around.phrases
    return [talk_screens.talk(messages, held.referral, phrases, fate, hidden, held.now)]


def sensitive(
    messages: Sequence[RelayMessage], case: Case, phrases: Phrases
) -> frozenset[MessageId]:
    """The answers that stand behind one more tap."""
    by_id = {each.id: each for each in messages}
    return frozenset(
        each.id
        for each in messages
        if each.direction is Direction.FROM_WORKER
        and is_sensitive(each, by_id.get(each.answers), case, phrases)
    )


def is_sensitive(
    reply: RelayMessage, question: RelayMessage | None, case: Case, phrases: Phrases
) -> bool:
    """Answers on health; and whatever is told in words where the whole matter is protected."""
    phrase = phrases.named.get(question.phrase) if question is not None else None
    if phrase is not None and phrase.sensitive:
        return True
    told = bool(reply.words or reply.evidence)
    return told and (case.facts.protected or case.facts.child)
