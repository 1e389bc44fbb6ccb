"""What a worker says to an officer's message: kept with the case, and told to whoever has it."""

from dataclasses import replace
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.incoming import Edited, Incoming, Unsent
from bot.domain.prompt import Line, Prompt
from bot.domain.relay import Direction, MessageState, RelayMessage, Reply
from bot.domain.text import clean
from bot.flows import relay_screens, talk_screens
from bot.flows.alarm import PRESSING
from bot.flows.enclosing import SEE
from bot.flows.gate import locked
from bot.flows.talking import hears
from bot.flows.turn import Turn
from bot.ports import Work
from bot.usecases.desk import Desk
from bot.usecases.floods import TOLD, Kind
from bot.usecases.owing import owe_officer, reply_handle
from bot.usecases.part import filed_of
from bot.usecases.quoting import cancel_quoting
from bot.usecases.relay_bring import cases_of
from bot.usecases.relay_queue import holders, is_queued, lay_out
from bot.usecases.relay_show import opened
from bot.usecases.relay_talk import is_sensitive
from bot.usecases.take_back import messages_of as taken


def heard(
    desk: Desk,
    work: Work,
    turn: Turn,
    incoming: Incoming,
    now: datetime,
    *,
    calls: bool = False,
) -> tuple[Turn, bool]:
    """The turn with the officer's answer taken, and whether it was one.

    Nothing that is no answer to a message of this worker's case counts: an old, forged or repeated
    button gets the present question again; so does any before the code-word. `calls`: it may be a
    call for help, which officers are told of whatever else came.
    """
    reply = turn.replied
    message = _of_worker(work, turn.conversation, reply) if reply is not None else None
    case = work.casework.get(message.case) if message is not None else None
    if reply is None or message is None or case is None:
        return turn, False
    if reply.value == relay_screens.SHOW:
        return _opened(desk, work, turn, message, incoming, now), False
    if reply.value == SEE:
        return opened(desk, work, turn, message, incoming, now), False
    if locked(turn.conversation):  # "call me at six" might be the boss's
        return turn, False
    if not message.was_seen or not _fits(desk, reply, message):
        return turn, False
    if not _repeats(work, reply, message):
        turn, answer = _kept(desk, work, turn, case, reply, message, incoming, now)
        if calls or _is_told(desk, reply, message, case, incoming, now):
            _tell(desk, work, case, message, answer, now)
    return _thanked(turn), True


def _of_worker(work: Work, conversation: Conversation, reply: Reply) -> RelayMessage | None:
    found = work.messages.get(reply.to)
    if found is None or found.case not in cases_of(conversation):
        return None
    return found if found.direction is Direction.TO_WORKER else None


def _fits(desk: Desk, reply: Reply, message: RelayMessage) -> bool:
    return not reply.value or relay_screens.may_answer(message, desk.around.phrases, reply.value)


def _repeats(work: Work, reply: Reply, message: RelayMessage) -> bool:
    """Whether the same button was pressed again."""
    given = [each for each in work.messages.of_case(message.case) if each.answers == message.id]
    return bool(reply.value and given and given[-1].value == reply.value)


def _kept(
    desk: Desk,
    work: Work,
    turn: Turn,
    case: Case,
    reply: Reply,
    message: RelayMessage,
    incoming: Incoming,
    now: datetime,
) -> tuple[Turn, RelayMessage]:
    if turn.evidence is not None:
        turn = replace(turn, evidence=replace(turn.evidence, conversation=message.conversation))
    answer = RelayMessage(
        desk.ids.message(),
        message.case,
        message.conversation,
        Direction.FROM_WORKER,
        MessageState.SENT,
        now,
        unit=message.unit,
        referral=message.referral,
        sent_at=now,
        answers=message.id,
        value=reply.value,
        words=reply.words,
        evidence=(turn.evidence.id,) if turn.evidence is not None else (),
        files=(turn.evidence.kind,) if turn.evidence is not None else (),
        number=_number(work, message) if turn.evidence is not None else 0,
        lat=reply.lat,
        lon=reply.lon,
        message=incoming.message,
    )
    work.messages.save(answer)
    work.messages.save(message.answered(now))
    if turn.evidence is not None and not is_sensitive(answer, message, case, desk.around.phrases):
        # It answers the officer, not the intake's question that happened to stand before.
        turn = replace(turn, evidence=replace(turn.evidence, question=None))
    return turn, answer


def _is_told(
    desk: Desk,
    reply: Reply,
    message: RelayMessage,
    case: Case,
    incoming: Incoming,
    now: datetime,
) -> bool:
    """Whether an officer gets a notice: of what they asked for always, of more in measure.

    Not where the worker's words are muted. All of it stands in the talk.
    """
    if reply.value or message.state is MessageState.SENT:
        return True
    return not case.muted and desk.floods.counted(incoming, Kind.TOLD, now) <= TOLD


def _number(work: Work, message: RelayMessage) -> int:
    """Which one a file that just came will be among the evidence."""
    return len(work.conversations.evidence_of(message.conversation)) + 1


def _tell(
    desk: Desk,
    work: Work,
    case: Case,
    message: RelayMessage,
    answer: RelayMessage,
    now: datetime,
) -> None:
    phrases = desk.around.phrases
    hidden = is_sensitive(answer, message, case, phrases)
    for referral, holder in holders(work, case):
        prompt = talk_screens.answer_came(answer, message, referral, phrases, hidden=hidden)
        key = _notice(answer)
        owe_officer(work, holder, prompt, key=key, now=now, case=case, referral=referral)


def _notice(answer: RelayMessage) -> str:
    return f"relay:answer:{answer.id}"


def _thanked(turn: Turn) -> Turn:
    """Say that the officer gets it: not at a gate that is not open, nor before what danger asks."""
    asked = turn.conversation.asked
    pressing = asked is not None and asked.question in PRESSING
    said = turn.prompts or ((Prompt(()),) if turn.gave_way else ())
    if not hears(turn.conversation) or not said or pressing:
        return turn
    # wording: To the worker, after an answer to an officer's message.
    thanks = Line("relay.kept")
    last = said[-1]
    rest = [line for line in last.lines if not line.key.startswith(("closing.", "kept.words"))]
    return replace(turn, prompts=(*said[:-1], replace(last, lines=(thanks, *rest))))


def _opened(
    desk: Desk,
    work: Work,
    turn: Turn,
    message: RelayMessage,
    incoming: Incoming,
    now: datetime,
) -> Turn:
    """The worker wants to see what waits."""
    if not hears(turn.conversation) or not is_queued(message):
        return turn
    lay_out(desk, work, message, turn.conversation, now, reply_handle(incoming, now))
    asked = turn.conversation.asked
    covered = replace(asked, covered=True) if asked is not None else None
    return replace(turn, conversation=replace(turn.conversation, asked=covered), prompts=())


def taken_back(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> None:
    """An answer that the worker took back or changed on their phone: gone, or changed, here too."""
    content = incoming.content
    if not isinstance(content, Unsent | Edited):
        return
    gone = taken(content)
    # A case that a code-word guards can no longer be heard of here; what is taken back of it can.
    filed = filed_of(work, conversation)
    messages = [each for case in filed for each in work.messages.of_case(case.reference)]
    for answer in messages:
        if answer.direction is Direction.FROM_WORKER and answer.message in gone:
            _forget_notice(work, answer)
            cancel_quoting(work, answer.conversation, [answer.words])
            if isinstance(content, Unsent):
                _erase(work, answer, messages, now)
            elif answer.words:
                words, _ = desk.around.to_unicode(content.text, conversation.zawgyi)
                work.messages.save(replace(answer, words=clean(words)))


def _forget_notice(work: Work, answer: RelayMessage) -> None:
    """What has not yet been told to the officer is not told any more."""
    case = work.casework.get(answer.case)
    for _, holder in holders(work, case) if case is not None else ():
        work.outbox.cancel_key(f"{_notice(answer)}:{holder.id}")


def _erase(work: Work, answer: RelayMessage, messages: list[RelayMessage], now: datetime) -> None:
    work.messages.erase(answer.id)
    others = [m for m in messages if m.answers == answer.answers and m.id != answer.id]
    question = next((m for m in messages if m.id == answer.answers), None)
    if question is not None and not others:
        back = replace(question, state=MessageState.SENT, answered_at=None)
        work.messages.save(back)
    for file in work.conversations.evidence_of(answer.conversation):
        if file.id in answer.evidence:
            work.conversations.save_evidence(file.taken_back(), now)
