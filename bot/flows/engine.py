"""One turn: an incoming message, the conversation before it, the conversation after it."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Asked, Conversation, Gate
from bot.domain.ids import EvidenceId, QuestionId
from bot.domain.incoming import Incoming
from bot.domain.prompt import Prompt
from bot.domain.relay import Talk
from bot.flows import aftercare, alarm, copying, elsewhere, gate, hiding, intake, screens, talking
from bot.flows.facts import told_now
from bot.flows.hearing import hear
from bot.flows.questions import Part, Question
from bot.flows.turn import NO_TALK, SILENCE, Said, Surroundings, Turn


def advance(
    conversation: Conversation,
    incoming: Incoming,
    now: datetime,
    around: Surroundings,
    fresh_evidence: EvidenceId,
    talk: Talk = NO_TALK,
) -> Turn:
    """Take one message of the worker.

    Pure: the same arguments give the same turn. Nothing that was said is lost: what is no answer
    is kept as a note. `fresh_evidence` names the file, should one have come; `talk` is what stands
    between the worker and the officers of their case.
    """
    incoming = elsewhere.guarded(conversation, incoming)
    woken = gate.wake(conversation, now) if now - conversation.heard_at > SILENCE else conversation
    said = Said(woken, now, fresh_evidence, incoming.message, talk=talk)
    marks = {mark for mark in woken.marks if not mark.startswith((gate.NUDGED, gate.WROTE))}
    said = hear(said.having(blocked=False, marks=frozenset(marks)), incoming, around)
    if _wrote(conversation, said.conversation) and not aftercare.greets(conversation, incoming):
        said = said.having(marks=said.conversation.marks | {gate.WROTE})
    said = hiding.settled(said, conversation)
    settled = around.intake.settle(said.conversation)
    settled = replace(elsewhere.tidied(settled), heard_at=max(now, conversation.heard_at))
    said = _alarmed(replace(said, conversation=settled), around, was=conversation)
    return _turn(said, around, was=conversation)


def _wrote(was: Conversation, new: Conversation) -> bool:
    return len(new.notes) > len(was.notes) or len(new.evidence) > len(was.evidence)


def _alarmed(said: Said, around: Surroundings, was: Conversation) -> Said:
    """With the emergency numbers first, where this message is what tells of danger.

    Somebody who asked for help quietly gets the bare numbers: whoever looks learns nothing.
    """
    new = said.conversation
    told = told_now(new, said.now) and new.answers != was.answers
    if not around.intake.urgent(new) or (around.intake.urgent(was) and not told):
        unsure = new.record.has("in_danger_now", "not_sure") and new.answers != was.answers
        asking = unsure and not new.record.complete("should_somebody_come")
        return said.saying(*alarm.numbers(said, around)) if asking else said
    if new.record.has("safe_to_talk", "quiet_help"):
        return said.saying(alarm.bare_numbers(around, said))
    if new.record.has(intake.DESPAIR, "yes"):
        return said
    return said.saying(*alarm.numbers(said, around))


def _turn(said: Said, around: Surroundings, was: Conversation) -> Turn:
    conversation, prompts = said.conversation, said.alone
    question = current(conversation, around)
    gave_way = not said.quiet and talking.gives_way(said, question)
    if gave_way:
        shown = talking.left_out(said, question)
        conversation, prompts = shown[0], (*prompts, *shown[1])
    elif not said.quiet:
        slept = was.gate is Gate.OPEN and conversation.gate is Gate.ASKED
        shown = show(said, around, woken=slept and not said.lines)
        conversation = shown[0]
        prompts = (*prompts, *shown[1])
    return Turn(
        conversation,
        prompts,
        evidence=said.evidence,
        status=said.status,
        fresh=said.fresh,
        forget=said.forget,
        parting=said.parting,
        hides=said.hides,
        listens=said.listens,
        aftermath=said.aftermath,
        copies=said.copies,
        says_safe=said.says_safe,
        replied=said.replied,
        gave_way=gave_way,
        pin=said.pin,
        opens=said.opens,
    )


def show(
    said: Said, around: Surroundings, *, woken: bool = False
) -> tuple[Conversation, tuple[Prompt, ...]]:
    """The conversation with its next question asked, and the messages that ask it."""
    conversation = said.conversation
    question = current(conversation, around)
    if question is None:
        return replace(conversation, asked=None), screens.at_the_end(said, around)
    greeting = (screens.neutral(),) if woken else ()
    prompt = screens.ask(said, question, around)
    asked = Asked(question, said.now, said.page)
    return replace(conversation, asked=asked), (*greeting, prompt)


def current(conversation: Conversation, around: Surroundings) -> QuestionId | None:
    """The question that stands on the screen or is to stand there.

    While the safety gate is not open only what danger needs is asked before it.
    """
    if hiding.stands(conversation):
        return gate.question(conversation)
    if copying.waits(conversation):
        return gate.question(conversation)
    if conversation.interjection is not None:
        return conversation.interjection
    question = around.intake.next(conversation)
    if aftercare.is_pending(conversation) and not _pressing(conversation, question, around):
        return aftercare.AFTERCARE
    if conversation.stopped and "send" not in conversation.marks:
        return None
    if conversation.gate is not Gate.OPEN and not _pressing(conversation, question, around):
        return gate.question(conversation)
    return question.id if question else None


def _pressing(conversation: Conversation, question: Question | None, around: Surroundings) -> bool:
    """Whether a question is asked for the sake of somebody in danger, even at a closed gate."""
    if question is None or not hiding.calls(conversation, conversation.heard_at):
        return False
    if question.id in ("in_danger_now", "place_now"):
        called = conversation.editing == question.id
        return called or around.intake.urgent(conversation)
    if question.part is Part.URGENT or question.id in gate.ALWAYS_ASKED:
        return True
    return question.id == "may_write" and around.intake.urgent(conversation)
