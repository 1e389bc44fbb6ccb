"""What interpreters see, and what officers see of them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.ids import EvidenceId, LanguageCode, QuestionId, ReferralId
from bot.domain.interpreter import Assignment, Interpreter
from bot.domain.prompt import (
    Button,
    Line,
    Literal,
    Moment,
    MomentForm,
    Named,
    Prompt,
    Value,
    officer_payload,
)
from bot.domain.referral import Referral
from bot.domain.text import quoted
from bot.flows.card import NOT_ASKED

ANY = "any"
TOLD = "w"
"""The code of the worker's own account of what happened; `n0`, `n1` … are later messages."""
VOICE = "v"
"""Begins the code of a recording; its id follows."""
SAY = "say"
"""The code of an officer's words that the interpreter is to speak."""


def payload(assignment: Assignment, what: str) -> str:
    """`r:interpret:<assignment>:<what>`."""
    return officer_payload("interpret", ReferralId(assignment.id), what)


def candidates(referral: ReferralId, found: Sequence[Interpreter]) -> Prompt:
    """Whom to ask: anybody, or one by name."""
    anybody = Button(Line("officer.button.interpret.any"), _ask(referral, ANY))
    rows = ((anybody,), *((Button(Literal(i.name), _ask(referral, i.id)),) for i in found[:8]))
    return Prompt((Line("officer.interpret.whom", {"count": len(found)}),), rows)


def offer(assignment: Assignment, now: datetime) -> Prompt:
    """What an interpreter is asked: the language, when and how; nothing of the case."""
    params: dict[str, Value] = {
        "language": Named("tongue", assignment.language),
        "time": Moment(assignment.due_at or now, MomentForm.DAY_TIME, now),
    }
    yes = Button(Line("officer.button.interpret.yes"), payload(assignment, "yes"))
    no = Button(Line("officer.button.interpret.no"), payload(assignment, "no"))
    return Prompt((Line("officer.interpret.offer", params),), ((yes, no),))


def declare(assignment: Assignment) -> Prompt:
    """The declaration, before anything is shown: province and kind of work are all there is.

    Somebody from the same province and trade may know the people; whoever says so sees no more.
    """
    province, sector = assignment.province, assignment.sector
    params: dict[str, Value] = {
        "place": Named("province", province) if province else Line("group.place.unknown"),
        "sector": Line(f"choice.sector.{sector}") if sector else NOT_ASKED,
    }
    nobody = Button(Line("officer.button.interpret.nobody"), payload(assignment, "nobody"))
    known = Button(Line("officer.button.interpret.known"), payload(assignment, "known"))
    return Prompt((Line("officer.interpret.declare", params),), ((nobody,), (known,)))


def accepted(assignment: Assignment, by: Interpreter, now: datetime) -> Prompt:
    """The officer learns who has accepted."""
    params: dict[str, Value] = {
        "reference": Literal(assignment.reference),
        "name": Literal(by.name),
        "time": Moment(assignment.due_at or now, MomentForm.DAY_TIME, now),
    }
    return Prompt((Line("officer.interpret.accepted", params),), _further(assignment.referral))


def items(
    case: Case,
    conversation: Conversation,
    referral: ReferralId,
    voices: Sequence[tuple[int, EvidenceId]],
) -> Prompt:
    """What can be given to the interpreter, one thing at a time.

    `voices` are the recordings with their numbers, which are those of the evidence.
    """
    lines = [Line("officer.interpret.which", {"reference": Literal(case.reference)})]
    rows = []
    if words_of(conversation, TOLD):
        rows.append((Button(Line("officer.choice.item.told"), _item(referral, TOLD)),))
    for number, _ in enumerate(conversation.notes[-7:], max(0, len(conversation.notes) - 7)):
        label = Line("officer.choice.item.note", {"number": number + 1})
        rows.append((Button(label, _item(referral, f"n{number}")),))
    for number, voice in voices[-7:]:
        # wording: Button: a voice message of the worker, by its number among the evidence.
        label = Line("officer.choice.item.voice", {"number": number})
        rows.append((Button(label, _item(referral, f"{VOICE}{voice}")),))
    if not rows:
        lines = [Line("officer.interpret.no_words", {"reference": Literal(case.reference)})]
    # wording: Button: the interpreter speaks the officer's words, as a voice message to the worker.
    rows.append((Button(Line("officer.choice.item.say"), _item(referral, SAY)),))
    return Prompt(tuple(lines), tuple(rows))


def voice_of(item: str) -> EvidenceId | None:
    """The recording that an item is, if it is one."""
    return EvidenceId(item.removeprefix(VOICE)) if item.startswith(VOICE) else None


def words_of(conversation: Conversation, item: str) -> str:
    """The words of an item, or nothing."""
    if item == TOLD:
        answer = conversation.record.get(QuestionId("what_happened"))
        return answer.words if answer else ""
    number = item.removeprefix("n")
    if item.startswith("n") and number.isdecimal() and int(number) < len(conversation.notes):
        return conversation.notes[int(number)].text
    return ""


def item(words: str) -> Prompt:
    """The one thing to be translated."""
    return Prompt((Line("officer.interpret.item"), Line("officer.interpret.words", _said(words))))


def listen(address: str, minutes: int) -> Prompt:
    """Where the one recording can be heard, and for how long."""
    params: dict[str, Value] = {"address": Literal(address), "minutes": minutes}
    # wording: To an interpreter: a link to one recording; the translation is written as a message.
    return Prompt((Line("officer.interpret.listen", params),))


def ask_to_say(referral: Referral, language: LanguageCode, longest: int) -> Prompt:
    """The officer is asked for the words that the interpreter is to speak."""
    params: dict[str, Value] = {
        "reference": Literal(referral.reference),
        "language": Named("tongue", language),
        "longest": longest,
    }
    # wording: The officer types, in their own language, what an interpreter shall say by voice.
    return Prompt((Line("officer.interpret.ask_say", params),))


def to_say(assignment: Assignment) -> Prompt:
    """The words to be spoken in the worker's language."""
    tongue = {"language": Named("tongue", assignment.language)}
    # wording: To an interpreter: say the words below in this language, as one voice message.
    head = Line("officer.interpret.say", tongue)
    return Prompt((head, Line("officer.interpret.words", _said(assignment.words))))


def translation(assignment: Assignment, by: Interpreter, words: str) -> Prompt:
    """What the officer gets back."""
    params: dict[str, Value] = {
        "reference": Literal(assignment.reference),
        "name": Literal(by.name),
        **_said(words),
    }
    return Prompt((Line("officer.interpret.translation", params),), _further(assignment.referral))


def _said(words: str) -> dict[str, Value]:
    return {"words": Literal(quoted(words))}


def _further(referral: ReferralId) -> tuple[tuple[Button, ...], ...]:
    choose = Button(Line("officer.button.interpret.choose"), officer_payload("translate", referral))
    end = Button(Line("officer.button.interpret.end"), officer_payload("interpreted", referral))
    back = Button(Line("officer.button.open"), officer_payload("open", referral))
    return ((choose,), (end,), (back,))


def _ask(referral: ReferralId, whom: str) -> str:
    return officer_payload("interpreter", referral, whom)


def _item(referral: ReferralId, code: str) -> str:
    return officer_payload("translate", referral, code)
