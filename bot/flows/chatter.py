"""What a message is worth when too many come: a call for help, a step on the way, or chatter."""

from dataclasses import replace

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId
from bot.domain.incoming import Edited, Incoming, Media, Tap, Text
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, Prompt, WorkerTap, read_payload
from bot.domain.text import clean
from bot.flows import alarm, gate
from bot.flows.turn import Said, Surroundings, Turn

_CALLS = frozenset(QuestionId(each) for each in (*alarm.PRESSING, gate.SAFE_TO_TALK))


def calls_for_help(
    incoming: Incoming, was: Conversation, new: Conversation, around: Surroundings
) -> bool:
    """Whether a message may be about danger: its words, its button, or what it made of the case.

    That is asked generously: "no" to danger and a question asked again count too. Whoever calls
    is never slowed down, never muted.
    """
    if around.intake.urgent(new) and not around.intake.urgent(was):
        return True
    if any(new.record.get(each) != was.record.get(each) for each in _CALLS):
        return True
    if isinstance(incoming.content, Tap):
        return _call(incoming.content)
    if isinstance(incoming.content, Text | Edited):
        return _says_so(incoming.content.text, was, around)
    return isinstance(incoming.content, Media) and _says_so(incoming.content.caption, was, around)


def _call(content: Tap) -> bool:
    tap = read_payload(content.payload)
    if not isinstance(tap, WorkerTap):
        return False
    return tap.question in _CALLS or (tap.question, tap.value) == ("menu", "help")


def _says_so(text: str, was: Conversation, around: Surroundings) -> bool:
    words = clean(around.to_unicode(text, was.zawgyi)[0])
    lexicon = around.lexicon
    if lexicon.meaning(words, was.language) is Meaning.HELP:
        return True
    return bool(lexicon.danger(words) or lexicon.end_life(words))


def is_chatter(was: Conversation, turn: Turn) -> bool:
    """Whether a turn only kept words or files: no answer, no command, no gate, no other question.

    It would be answered with the question that stands on the screen already. Words for an officer
    are chatter too, a button under an officer's message is not.
    """
    if commands(turn) or turn.status or turn.listens or turn.aftermath:
        return False
    if turn.replied is not None and turn.replied.value:
        return False
    new = turn.conversation
    if was.asked is None and new.asked is not None:
        return False  # nothing stood on the screen yet
    same = replace(
        was,
        notes=new.notes,
        evidence=new.evidence,
        heard_at=new.heard_at,
        asked=new.asked,
        album=new.album,
        unread_voices=new.unread_voices,
        zawgyi=new.zawgyi,
        marks=new.marks,
    )
    return new == same


def commands(turn: Turn) -> bool:
    """Whether the worker asked for something that is done at any pace, and answered."""
    asked = (turn.fresh, turn.forget, turn.parting, turn.hides, turn.pin, turn.opens)
    return any(asked)


def unanswered(was: Conversation, turn: Turn, *, files: bool = False) -> Turn:
    """The turn as stored, with nothing said: on the screen stands what stood there before.

    Words typed next are no answer to that, its buttons still are; after `files` words are one too.
    """
    asked = replace(was.asked, covered=was.asked.covered or not files) if was.asked else None
    conversation = replace(turn.conversation, asked=asked)
    return replace(
        turn, conversation=conversation, prompts=(), status=False, listens=False, gave_way=False
    )


def slowed(turn: Turn, said: Said, around: Surroundings, *, plea: bool) -> Turn:
    """The turn with the emergency numbers in front of its question, and a `plea` to write slowly.

    Before the safety gate is open nothing more is said than otherwise.
    """
    conversation = turn.conversation
    if conversation.gate is not Gate.OPEN:
        return turn
    quiet = conversation.record.has("safe_to_talk", "quiet_help")
    numbers = (alarm.bare_numbers(around, said),) if quiet else alarm.numbers(said, around)
    # wording: To somebody who sent more than 30 messages in a minute. Nothing they sent is lost;
    # wording: the emergency numbers follow in the next lines. Not a reproach: they may be afraid.
    asking = (Line("slow.down"),) if plea else ()
    lines = (*asking, *numbers)
    *before, last = turn.prompts or (Prompt(()),)
    opened = replace(last, lines=(*lines, *(each for each in last.lines if each not in lines)))
    return replace(turn, prompts=(*before, opened))
