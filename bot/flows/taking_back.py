"""A message taken back: gone from the record, and said so where it was asked for in words."""

from dataclasses import replace

from bot.domain.conversation import Answer, Conversation, Gate
from bot.domain.ids import Channel
from bot.domain.incoming import Remainder, Unsent
from bot.domain.prompt import Line, Prompt
from bot.flows import commands, intake
from bot.flows.talking import hears
from bot.flows.turn import Said, Surroundings

LATER = "back_"
"""Begins the mark of what is told once the safety gate is open."""
ACTED_ON = (commands.FIXED - {"may_write"}) | {intake.DESPAIR, "under_18", "under_15"}
"""Choices that stay once the case is filed: that somebody is in danger, that they are a child."""
HELD = ("code_word", "consent_keep", "for_whom")
"""A code-word, and what has to be answered for one to count."""


def unsent(said: Said, messages: frozenset[str], around: Surroundings) -> Said:
    """The messages gone from the record, words and all; the screen stays as it is.

    What somebody already acts on is left as a bare choice: whoever holds the phone takes words
    back with it, never an alert. The code-word goes on guarding what it guards; at a closed gate
    nothing that it hangs on goes either.
    """
    conversation = said.conversation
    left = [_left(answer, conversation, messages, around) for answer in conversation.answers]
    answers = tuple(answer for answer in left if answer is not None)
    notes = tuple(note for note in conversation.notes if note.message not in messages)
    return replace(said.having(answers=answers, notes=notes), quiet=True)


def _left(
    answer: Answer, conversation: Conversation, messages: frozenset[str], around: Surroundings
) -> Answer | None:
    held = HELD if conversation.gate is not Gate.OPEN else HELD[:1]
    if answer.message not in messages or answer.question in held:
        return answer
    if not _is_acted_on(answer, conversation, around):
        return None
    return replace(answer, words="", raw="", message="", evidence=(), lat=None, lon=None)


def _is_acted_on(answer: Answer, conversation: Conversation, around: Surroundings) -> bool:
    if conversation.reference is None:
        return False
    if answer.question in ACTED_ON or not around.intake.urgent(conversation):
        return answer.question in ACTED_ON
    if answer.question == "place_now":  # somebody is on the way there, to the province at least
        return answer.value != "words"
    others = tuple(each for each in conversation.answers if each is not answer)
    return not around.intake.urgent(replace(conversation, answers=others))


def taken(said: Said, content: Unsent, around: Surroundings) -> Said:
    """The message gone; who asked for it in words is told, or once it is safe to be told."""
    changed = unsent(said, content.messages, around)
    if content.asked is None:
        return changed
    lines = _said_of_it(said.conversation, content, around)
    changed = replace(changed, quiet=False)
    if hears(changed.conversation):
        return changed.saying(*lines)
    later = {f"{LATER}{line.key}" for line in lines}
    return changed.having(marks=changed.conversation.marks | later)


# wording: They answered a message with the word "delete", and nothing is kept of it: it is ours, a
# wording: button's, or gone already. The quoted word opens the menu (words.toml).
NOT_KEPT = Line("taking_back.unknown")
# wording: They answered one of their own messages with the word "delete".
DONE = Line("taking_back.done")
# wording: After taking_back.done, where the platform lets us remove nothing from the chat.
IN_CHAT = Line("taking_back.in_chat")
# wording: After taking_back.done: in the message stood the code word they had chosen.
CODE_WORD = Line("taking_back.code_word")
FIXED = Line("edit.fixed")
SAID = (NOT_KEPT, DONE, IN_CHAT, CODE_WORD, FIXED)


def _said_of_it(was: Conversation, content: Unsent, around: Surroundings) -> tuple[Line, ...]:
    if content.asked is Remainder.UNKNOWN:
        return (NOT_KEPT,)
    theirs = [each for each in was.answers if each.message in content.messages]
    true = {
        DONE.key: True,
        IN_CHAT.key: content.asked is Remainder.IN_CHAT,
        CODE_WORD.key: any(each.question == "code_word" for each in theirs),
        FIXED.key: any(_is_acted_on(each, was, around) for each in theirs),
    }
    return tuple(line for line in SAID if true.get(line.key))


def told_later(conversation: Conversation) -> tuple[Conversation, tuple[Prompt, ...]]:
    """What could not be said while the gate stood, now that it is open."""
    waiting = sorted(mark for mark in conversation.marks if mark.startswith(LATER))
    if not waiting or not hears(conversation):
        return conversation, ()
    lines = tuple(line for line in SAID if f"{LATER}{line.key}" in waiting)
    told = replace(conversation, marks=conversation.marks - set(waiting))
    return told, (Prompt(lines),)


def how(conversation: Conversation) -> Line:
    """How one message is taken back: of what is only deleted on a phone no platform tells us.

    Sources: https://core.telegram.org/bots/api#update (deleted messages of business accounts
    alone), https://developers.line.biz/en/reference/messaging-api/#unsend-event
    """
    if conversation.chat.channel is Channel.LINE:
        # wording: On LINE, where they asked to delete everything. "Unsend" as LINE itself calls it.
        return Line("taking_back.how_line")
    # wording: As taking_back.how_line, on Telegram, which has no word for it. The quoted word must
    # wording: be one that stands under delete in words.toml.
    return Line("taking_back.how")
