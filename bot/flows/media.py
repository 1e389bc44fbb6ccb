"""Photos, voices, films and documents; and messages changed or taken back."""

import re
from dataclasses import replace

from bot.domain.conversation import Evidence, Gate
from bot.domain.file_names import safe_name
from bot.domain.ids import EvidenceId, QuestionId
from bot.domain.incoming import Incoming, Media, MediaKind
from bot.domain.prompt import Line
from bot.domain.text import clean
from bot.flows.questions import Kind
from bot.flows.turn import FULL, Said, Surroundings

MOST_FILES = 1000
"""Files kept of one conversation: one person's flood must not fill the disk for all."""
MIME = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}", re.IGNORECASE)
"""What a type may look like (RFC 6838, 4.2); anything else is not kept."""
VOICES_BEFORE_JUST_TALK = 2
"""After so many voice messages in a row, where words were expected, "Just talk" is offered."""


def received(said: Said, incoming: Incoming, media: Media, around: Surroundings) -> Said:
    """A file came: it is evidence, and the answer where one's own words were asked for.

    The files of an album are one sending: only the first is answered.
    """
    evidence = _evidence(said, incoming, media)
    before = said.conversation
    if media.caption:
        said = said.noting(clean(media.caption))
    if len(before.evidence) >= MOST_FILES:
        return said.saying(FULL) if said.conversation.gate is Gate.OPEN else said
    said = replace(said, evidence=evidence).having(
        evidence=(*before.evidence, evidence.id), album=media.album
    )
    if media.album and media.album == before.album:
        return replace(said, quiet=True)
    return _placed(said, evidence.id, media, around)


def _placed(said: Said, evidence: EvidenceId, media: Media, around: Surroundings) -> Said:
    asked = said.conversation.asked
    question = around.intake.questions.get(asked.question) if asked else None
    telling = question is not None and question.kind is Kind.TELL and question.id != "code_word"
    if question is not None and telling and asked is not None and not asked.covered:
        said = said.answering(question.id, "told", evidence=(evidence,)).having(unread_voices=0)
        return said.saying(Line("kept.file")) if said.conversation.gate is Gate.OPEN else said
    if said.conversation.gate is not Gate.OPEN:
        shut = said.conversation.gate is Gate.SHUT
        return said.having(gate=Gate.ASKED) if shut else said
    if media.kind in (MediaKind.VOICE, MediaKind.AUDIO):
        voices = said.conversation.unread_voices + 1
        return said.having(unread_voices=voices).saying(Line("kept.voice"))
    return said.saying(Line("kept.file"))


def _evidence(said: Said, incoming: Incoming, media: Media) -> Evidence:
    asked = said.conversation.asked
    return Evidence(
        said.fresh_evidence,
        said.conversation.id,
        incoming.chat,
        media.kind,
        media.file,
        said.now,
        mime=media.mime if MIME.fullmatch(media.mime) else "",
        name=safe_name(media.name),
        size=media.size,
        album=media.album,
        message=incoming.message,
        question=asked.question if asked else None,
    )


HELD = ("code_word", "consent_keep", "for_whom")
"""A code-word, and what has to be answered for one to count."""


def words_of(said: Said, message: str) -> str:
    """What a message said before it was changed, as far as it was kept."""
    conversation = said.conversation
    answers = (each.words for each in conversation.answers if each.message == message)
    notes = (each.text for each in conversation.notes if each.message == message)
    return " ".join((*answers, *notes))


def edited(said: Said, message: str, text: str) -> Said:
    """Words changed afterwards: the answer or note they made changes with them.

    A code-word, chosen or tried, is never changed so, and never becomes a note.
    """
    word = said.conversation.record.get(QuestionId("code_word"))
    if said.conversation.gate is Gate.CODE_WORD or (word is not None and word.message == message):
        return replace(said, quiet=True)
    answers = tuple(
        replace(answer, words=text) if answer.message == message and answer.words else answer
        for answer in said.conversation.answers
    )
    notes = tuple(
        replace(note, text=text) if note.message == message else note
        for note in said.conversation.notes
    )
    known = answers != said.conversation.answers or notes != said.conversation.notes
    changed = said.having(answers=answers, notes=notes) if known else said.noting(text)
    return replace(changed, quiet=True)


def unsent(said: Said, message: str) -> Said:
    """A message taken back is gone from the record, words and all.

    But for a code-word: whoever takes it out of the chat hides it, and is guarded by it still. At
    a closed gate nothing that it hangs on goes either.
    """
    if not message:
        return replace(said, quiet=True)
    held = HELD if said.conversation.gate is not Gate.OPEN else HELD[:1]
    answers = said.conversation.answers
    kept = tuple(a for a in answers if a.message != message or a.question in held)
    notes = tuple(note for note in said.conversation.notes if note.message != message)
    return replace(said.having(answers=kept, notes=notes), quiet=True)
