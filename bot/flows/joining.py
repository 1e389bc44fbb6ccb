"""Two conversations of one person made one: danger told anew belongs to the case there is."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.conversation import Answer, Conversation, Gate, Note
from bot.domain.ids import QuestionId
from bot.flows.gate import SAFE_TO_TALK
from bot.flows.order import SPOKE_SAFELY

STANDING = frozenset({"consent_keep", "consent_statistics", "for_whom", "code_word"})
"""What was said for the case first holds on; what was said later is kept as a note."""


def joined(earlier: Conversation, later: Conversation) -> Conversation:
    """The earlier conversation with all that was said in the later one; nothing is lost.

    Where both answered a question the later answer counts and the earlier one becomes a note,
    or the other way round for what stands. Where a code-word guards the earlier one, only what
    danger asks for is shown before it.
    """
    answers, notes = _answers(earlier, later)
    word = earlier.record.get(QuestionId("code_word"))
    locked = word is not None and bool(word.words) and later.gate is Gate.OPEN
    marks = (earlier.marks | later.marks) - {"send"}
    quiet = earlier.record.has(SAFE_TO_TALK, "quiet_help")
    if quiet and later.record.has(SAFE_TO_TALK, "yes"):
        marks |= {SPOKE_SAFELY}
    return replace(
        earlier,
        answers=answers,
        notes=(*earlier.notes, *later.notes, *notes),
        evidence=(*earlier.evidence, *later.evidence),
        chat=later.chat,
        language=later.language,
        heard_at=later.heard_at,
        asked=later.asked,
        editing=later.editing,
        interjection=later.interjection,
        gate=Gate.CODE_WORD if locked else later.gate,
        safe_at=later.safe_at,
        danger_words=earlier.danger_words or later.danger_words,
        zawgyi=later.zawgyi,
        stopped=False,
        blocked=False,
        marks=marks,
    )


def _answers(
    earlier: Conversation, later: Conversation
) -> tuple[tuple[Answer, ...], tuple[Note, ...]]:
    """All answers, and as notes what others replaced."""
    kept = {answer.question: answer for answer in earlier.answers}
    notes: list[Note] = []
    for answer in later.answers:
        old = kept.get(answer.question)
        if old is None:
            kept[answer.question] = answer
            continue
        winner, loser = (old, answer) if _stands(old, answer) else (answer, old)
        kept[answer.question] = winner
        notes += _noted(loser, winner)
    return tuple(kept.values()), tuple(notes)


def _stands(old: Answer, new: Answer) -> bool:
    """Whether the earlier answer holds on."""
    called = old.question == SAFE_TO_TALK and old.value == "quiet_help"
    return called or old.question in STANDING or new.value == "skip" or not new.complete


def _noted(lost: Answer, held: Answer) -> Iterable[Note]:
    """A note of an answer that another one replaced, where it said something else."""
    if (lost.values, lost.words) == (held.values, held.words) or lost.question == "code_word":
        return
    told = lost.words or ", ".join(lost.values)
    yield Note(f"{lost.question}: {told}", lost.at, lost.question, lost.message, lost.raw)
