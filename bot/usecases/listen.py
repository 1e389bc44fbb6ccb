"""The recorded voice of what stands on the screen: offered where there is one, played on a tap."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.delivery import PRIORITY, Owed, OwedKind
from bot.domain.incoming import Incoming
from bot.domain.prompt import Prompt
from bot.flows.listening import aloud, audible, with_button
from bot.ports import Work
from bot.usecases.contact import PROMPT_REPLY
from bot.usecases.desk import Desk
from bot.usecases.owing import reply_handle


def offering(
    desk: Desk, conversation: Conversation, prompts: tuple[Prompt, ...]
) -> tuple[Conversation, tuple[Prompt, ...]]:
    """With 🔊 under the question that is asked, where it can be heard; what it plays is kept.

    Not where the position is asked for: LINE's button for that goes when the next message comes.
    """
    asked = conversation.asked
    if asked is None or not prompts or prompts[-1].question != asked.question:
        return conversation, prompts
    last = prompts[-1]
    plays = conversation.chat.channel in desk.sound_on and not last.location
    heard = plays and audible(conversation)
    sounds = aloud(last, conversation.language, desk.recordings.has) if heard else ()
    conversation = replace(conversation, asked=replace(asked, aloud=sounds))
    if not sounds:
        return conversation, prompts
    return conversation, (*prompts[:-1], with_button(last, conversation))


def play(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> None:
    """Owe what can be heard of the question on the screen.

    Only at once: a sound that comes later comes to somebody who may no longer be alone.
    """
    for number, sounds in enumerate(conversation.asked.aloud if conversation.asked else ()):
        work.outbox.owe(
            Owed(
                key=f"aloud:{desk.ids.evidence()}:{number}",
                target=conversation.chat,
                kind=OwedKind.REPLY,
                prompt=Prompt((), sounds=sounds),
                language=conversation.language,
                due_at=now,
                priority=PRIORITY[OwedKind.REPLY],
                expires_at=now + PROMPT_REPLY,
                conversation=conversation.id,
                reply=reply_handle(incoming, now),
            )
        )
