"""The word for "delete" in reply to one's own message takes that message back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Conversation, Evidence, EvidenceState
from bot.domain.delivery import ERASING
from bot.domain.incoming import Content, Incoming, Remainder, RepliedTo, Text, Unsent
from bot.domain.lexicon import Meaning
from bot.domain.text import clean
from bot.ports import Work
from bot.usecases.clear_chat import REACH
from bot.usecases.desk import Desk
from bot.usecases.owing import owe_erasing
from bot.usecases.part import filed_of


def asked_back(
    desk: Desk, work: Work, conversation: Conversation, incoming: Incoming, now: datetime
) -> Incoming:
    """The event as the taking back of the message that it answers, or else as it came.

    Telegram tells no bot that somebody deleted a message, LINE only of "unsend": with this word a
    worker takes one back on either, and everything that follows is what follows an unsend. What
    can leave the chat is owed to leave it.
    """
    replied = incoming.replied_to
    if replied is None or not _says_delete(desk, conversation, incoming.content):
        return incoming
    found = _found(work, conversation, replied)
    if found is None:
        if replied.own:
            _from_chat(work, incoming, replied, (), now)
        return replace(incoming, content=Unsent("", asked=Remainder.UNKNOWN))
    gone = _from_chat(work, incoming, replied, found, now)
    left = Remainder.NOTHING if gone else Remainder.IN_CHAT
    return replace(incoming, content=Unsent(replied.message, found, left))


def _says_delete(desk: Desk, conversation: Conversation, content: Content) -> bool:
    if not isinstance(content, Text):
        return False
    words, _ = desk.around.to_unicode(content.text, conversation.zawgyi)
    meaning = desk.around.lexicon.meaning(clean(words), conversation.language)
    return meaning is Meaning.DELETE


def _found(work: Work, conversation: Conversation, replied: RepliedTo) -> tuple[str, ...] | None:
    """The other messages of its album, where anything is kept of it; None where nothing is.

    On Telegram what a button answered bears the name of our own message: never that.
    """
    if replied.own is False:
        return None
    cases = filed_of(work, conversation)
    talks = [conversation, *(work.conversations.get(each.conversation) for each in cases)]
    files: list[Evidence] = []
    kept = [m.message for each in cases for m in work.messages.of_case(each.reference)]
    for talk in talks:
        if talk is not None:
            kept += [each.message for each in talk.answers]
            kept += [each.message for each in talk.notes]
            files += work.conversations.evidence_of(talk.id)
    files = [each for each in files if each.state is not EvidenceState.ERASED]
    kept += [each.message for each in files]
    return _album(files, replied.message) if replied.message in kept else None


def _album(files: Sequence[Evidence], message: str) -> tuple[str, ...]:
    albums = {each.album for each in files if each.message == message and each.album}
    others = {each.message for each in files if each.album in albums} - {message}
    return tuple(sorted(others))


def _from_chat(
    work: Work, incoming: Incoming, replied: RepliedTo, album: tuple[str, ...], now: datetime
) -> bool:
    """Owe that it leaves the chat, and the word itself; whether all of it can."""
    can = incoming.chat.channel in ERASING
    young = replied.at is None or now - replied.at <= REACH
    owe_erasing(work, incoming, now, *((replied.message, *album) if young else ()))
    return can and young
