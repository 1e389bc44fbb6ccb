"""Reading a tap or typed words as the answer to the question on the screen."""

from dataclasses import replace

from bot.domain.conversation import Asked, Gate
from bot.domain.ids import LanguageCode, QuestionId
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, WorkerTap
from bot.domain.retention import Parting
from bot.domain.text import fold, graphemes
from bot.flows import advice, commands, copying, gate, happened, places
from bot.flows.pages import CATEGORY_PAGES, CHOOSE_PAGE, OFFER_PAGE
from bot.flows.places import NONE_OF_THESE
from bot.flows.questions import Kind, Question
from bot.flows.thanks import after_painful
from bot.flows.turn import Said, Surroundings

PLAIN = {
    Meaning.YES: "yes",
    Meaning.NO: "no",
    Meaning.NOT_SURE: "not_sure",
    Meaning.SKIP: "skip",
    Meaning.LATER: "later",
}
"""Typed words that may stand for a button; "ok", thumbs and stickers never do."""


def tapped(said: Said, tap: WorkerTap, around: Surroundings) -> Said:
    """A button of the question on the screen."""
    if tap.question in commands.INTERJECTIONS:
        return _interjected(said, tap.question, tap.value, around)
    question = around.intake.questions.get(tap.question)
    return said if question is None else _valued(said, question, tap.value, around)


def typed(said: Said, words: str, meaning: Meaning | None, around: Surroundings) -> Said:
    """Words: a label, a plain word for a button, or what was asked to be told."""
    asked = said.conversation.asked
    if asked is None:
        first = not said.conversation.answers
        return said.noting(words) if first else said.noting(words).saying(Line("kept.words"))
    if asked.covered:
        return said.noting(words).saying(Line("kept.words"))
    value = _as_value(asked, words, meaning)
    if asked.question in commands.INTERJECTIONS:
        if not value:
            return said.noting(words).saying(Line("kept.words"))
        return _interjected(said, asked.question, value, around)
    question = around.intake.questions.get(asked.question)
    if question is None:
        return said.noting(words)
    return _worded(said, question, words, value, around)


def _worded(said: Said, question: Question, words: str, value: str, around: Surroundings) -> Said:
    if question.kind is Kind.TELL:
        controls = value in ("skip", "later")
        if question.id == "code_word" and not controls:
            return _code_word(said, question, words, around)
        return _valued(said, question, value, around) if controls else _told(said, question, words)
    if value:
        return _valued(said, question, value, around)
    if question.kind is Kind.PLACE:
        return places.named(said, question, words, around)
    if question.kind is Kind.DISTRICT:
        return places.district_named(said, question, words, around)
    if question.id == happened.INJURY_WHEN and (dated := happened.typed(said, words, around)):
        return dated
    return _not_understood(said, question, words)


def _not_understood(said: Said, question: Question, words: str) -> Said:
    if question.id == "language":
        return said.noting(words)
    return said.noting(words).saying(Line("not_understood"))


LONGEST_CODE_WORD = 40


def _code_word(said: Said, question: Question, words: str, around: Surroundings) -> Said:
    """A code-word, unless it could not be given later or was hardly meant as one.

    A command ("help") is carried out before the word is looked at, in any language; "no" is an
    answer, and a whole sentence something to be told. Whoever has such a word is locked out.
    """
    spoken = any(around.lexicon.meaning(words, each) is not None for each in around.languages)
    long = graphemes(words) > LONGEST_CODE_WORD
    if not spoken and not long:
        return _told(said, question, words)
    return (said.noting(words) if long else said).saying(Line("code_word.other"))


def _told(said: Said, question: Question, words: str) -> Said:
    return said.answering(question.id, "told", words=words).having(unread_voices=0)


def is_label(said: Said, words: str) -> bool:
    """Whether the words are the very label of a button on the screen, at an open gate."""
    asked = said.conversation.asked
    if asked is None or asked.covered or said.conversation.gate is not Gate.OPEN:
        return False
    return any(fold(label) == fold(words) for label, _ in asked.labels)


def _as_value(asked: Asked, words: str, meaning: Meaning | None) -> str:
    typed_label = fold(words)
    for label, value in asked.labels:
        if fold(label) == typed_label:
            return value
    if asked.page == OFFER_PAGE and meaning in (Meaning.YES, Meaning.NO):
        return _of_offer(asked, meaning)
    value = PLAIN.get(meaning, "") if meaning else ""
    return value if any(value == shown for _, shown in asked.labels) else ""


def _of_offer(asked: Asked, meaning: Meaning) -> str:
    """A typed yes takes the one place that was offered; a no opens the list."""
    ways_on = (CHOOSE_PAGE, NONE_OF_THESE, "skip", "back", "later")
    offered = [value for _, value in asked.labels if value not in ways_on]
    return offered[0] if meaning is Meaning.YES and len(offered) == 1 else CHOOSE_PAGE


def _valued(said: Said, question: Question, value: str, around: Surroundings) -> Said:
    said = said.having(unread_voices=0)
    if value == "back":
        return commands.back(said, around)
    if value == "skip" and question.skip:
        return said.answering(question.id, "skip")
    if value == "later" and question.later:
        return _put_off(said, question)
    if question.id == "language":
        return _language(said, value, around)
    if question.id == gate.SAFE_TO_TALK:
        return gate.answer(said, value) if value in question.values else said
    if question.kind is Kind.PLACE:
        return places.chosen(said, question, value, around)
    if question.kind is Kind.DISTRICT:
        return places.district_chosen(said, question, value, around)
    return _chosen(said, question, value, around)


def _put_off(said: Said, question: Question) -> Said:
    """Put off ("ask me later"): once a question; the second time it is a skip."""
    if question.id in said.conversation.deferred:
        return said.answering(question.id, "skip")
    deferred = (*said.conversation.deferred, question.id)
    return said.having(deferred=deferred, editing=None)


def _language(said: Said, value: str, around: Surroundings) -> Said:
    if value == "other":
        return commands.just_talk(said.answering(QuestionId("language"), "other"))
    if value not in around.languages:
        return said
    chosen = said.having(language=LanguageCode(value))
    return chosen.answering(QuestionId("language"), value)


def _chosen(said: Said, question: Question, value: str, around: Surroundings) -> Said:
    if question.several:
        return _one_of_several(said, question, value)
    if value not in question.values:
        return said
    chosen = said.answering(question.id, value)
    if question.id == happened.INJURY_WHEN:
        return happened.advised(chosen, value, around)
    return after_painful(chosen, question, value, around)


def _one_of_several(said: Said, question: Question, value: str) -> Said:
    """`x` adds, `-x` takes away, `done` ends: the same tap twice changes nothing."""
    answer = said.conversation.record.get(question.id)
    before = answer.values if answer and answer.values != ("skip",) else ()
    if value == "done":
        return said.answering(question.id, *(before or ("skip",)))
    if value in CATEGORY_PAGES and question.id == "category":
        return replace(said, page=value)
    name = value.removeprefix("-")
    if name not in question.values:
        return said
    others = tuple(each for each in before if each != name)
    chosen = others if value.startswith("-") else (before if name in before else (*before, name))
    editing = said.conversation.editing
    return said.answering(question.id, *chosen, complete=False).having(editing=editing)


def _interjected(said: Said, question: QuestionId, value: str, around: Surroundings) -> Said:
    cleared = said.having(interjection=None)
    if question == commands.MENU:
        return commands.chosen(said, value, around)
    if question in commands.AFTER_FILING:
        return commands.after_filing(cleared, question, value, around)
    if question == advice.ADVICE:
        return advice.turned(said, value)
    if question in copying.QUESTIONS:
        return copying.answered(said, question, value)
    return cleared if value in ("back", "no") else _sure(said, cleared, question, value)


def _sure(said: Said, cleared: Said, question: QuestionId, value: str) -> Said:
    """What is done after asking once."""
    if question == commands.STOP:
        return _stopped(cleared, value)
    if question == commands.START_OVER and value == "yes":
        return replace(cleared, fresh=True)
    if question == commands.WITHDRAW and value == "yes":
        return replace(cleared, parting=Parting.WITHDRAW)
    if question == commands.SAFE_NOW and value == "yes":
        return replace(cleared, says_safe=True)
    if question == commands.DELETE and value == "yes":
        talk = cleared.conversation
        filed = any((talk.reference, talk.before, talk.earlier))
        return replace(cleared, parting=Parting.ERASE) if filed else replace(cleared, forget=True)
    return said


def _how_long_kept(said: Said) -> Line:
    """The truth about how long what was said is kept."""
    if said.conversation.reference is not None:
        return Line("stopped.filed")
    consented = said.conversation.record.has("consent_keep", "pass", "keep")
    return Line("stopped.kept") if consented else Line("stopped.draft")


def _stopped(said: Said, value: str) -> Said:
    if value == "send":
        marks = said.conversation.marks | {"send"}
        return said.having(stopped=True, marks=marks, editing=None)
    if value == "keep":
        return said.having(stopped=True, editing=None).saying(_how_long_kept(said))
    if value == "delete":
        return said.having(interjection=commands.DELETE)
    return said
