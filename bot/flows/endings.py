"""What stands when nothing more is asked, and the review card."""

from collections.abc import Callable

from bot.domain.conversation import Answer, Conversation
from bot.domain.ids import ProvinceCode
from bot.domain.prompt import Button, Line, Listing, Literal, Named, Value
from bot.flows import happened
from bot.flows.elsewhere import may_have_pin
from bot.flows.order import SPOKE_SAFELY
from bot.flows.questions import Kind, Part, Question
from bot.flows.turn import Surroundings

Make = Callable[[Conversation, str, str, Line], Button]
LONGEST = 80
"""Characters of somebody's own words on the review card."""


def closing(conversation: Conversation, around: Surroundings) -> tuple[Line, ...]:
    """The last words, by what became of the conversation."""
    record = conversation.record
    if conversation.stopped and "send" not in conversation.marks:
        return (Line("closing.stopped"),)
    if is_quiet(conversation):
        return (Line("closing.quiet"),)
    if record.has("for_whom", "not_worker"):
        return (Line("closing.not_worker"),)
    if record.has("consent_keep", "no"):
        urgent = around.intake.urgent(conversation)
        return (Line("closing.urgent_only" if urgent else "closing.no_consent"),)
    if conversation.reference is None and record.has("consent_keep", "keep"):
        return (Line("closing.kept"),)
    return (Line("closing.filed"),)


def is_quiet(conversation: Conversation) -> bool:
    """Whether help was asked for quietly, and nobody has said since that it is safe to talk."""
    quiet = conversation.record.has("safe_to_talk", "quiet_help")
    return quiet and SPOKE_SAFELY not in conversation.marks


def closing_rows(conversation: Conversation, make: Make) -> tuple[tuple[Button, ...], ...]:
    """What can still be done: see where the case is, change an answer, advice, help."""
    record = conversation.record
    if record.has("for_whom", "not_worker"):
        return ((make(conversation, "menu", "start_over", Line("choice.menu.start_over")),),)
    if is_quiet(conversation):
        return ((make(conversation, "menu", "talk", Line("choice.menu.talk")),),)
    rows = [
        (make(conversation, "menu", "advice", Line("choice.menu.advice")),),
        (make(conversation, "menu", "help", Line("choice.menu.help")),),
    ]
    if conversation.stopped:
        rows.insert(0, (make(conversation, "menu", "go_on", Line("choice.menu.go_on")),))
    if record.has("consent_keep", "pass", "keep"):
        rows.insert(0, (make(conversation, "menu", "review", Line("choice.menu.review")),))
    if conversation.reference is None and record.has("consent_keep", "keep"):
        rows.insert(0, (make(conversation, "menu", "send_now", Line("choice.menu.send_now")),))
    if may_have_pin(conversation):
        rows.append((make(conversation, "menu", "pin", Line("choice.menu.pin")),))
    if conversation.reference is not None:
        rows.insert(0, (make(conversation, "menu", "status", Line("choice.menu.status")),))
        rows.append((make(conversation, "menu", "unhelped", Line("choice.menu.unhelped")),))
    return tuple(rows)


def reviewed(conversation: Conversation, around: Surroundings) -> tuple[Line, ...]:
    """Every answer that counts, one line each."""
    return tuple(
        Line("review.line", {"name": Line(f"name.{q.id}"), "value": spoken(answer, q, around)})
        for q in around.intake.counted(conversation)
        if (answer := conversation.record.get(q.id)) is not None
        and answer.complete
        and q.part in SHOWN
    )


SHOWN = (Part.COMPLAINT, Part.SCREENING, Part.DETAILS, Part.CONTACT)


def spoken(answer: Answer, question: Question, around: Surroundings) -> Value:
    """An answer in a form that the catalogue can word; the code-word itself is never shown."""
    if answer.value == "skip":
        return Line("value.skipped")
    if question.id == "code_word":
        return Line("value.set")
    if question.kind is Kind.TELL:
        return Literal(shortened(answer.words)) if answer.words else Line("value.recorded")
    if question.kind in (Kind.PLACE, Kind.DISTRICT):
        return _place(answer, around)
    if (day := happened.day_typed(answer)) is not None:
        return happened.worded(day)
    own = f"choice.{question.id}." if question.own_labels else "value."
    if len(answer.values) == 1:
        return Line(own + answer.value)
    return Listing(tuple(Line(own + value) for value in answer.values))


def _place(answer: Answer, around: Surroundings) -> Value:
    if ProvinceCode(answer.value) in around.gazetteer.provinces:
        return Named("province", answer.value)
    if answer.value in around.gazetteer.districts:
        return Named("district", answer.value)
    if answer.value == "words":
        return Literal(shortened(answer.words))
    return Line(f"choice.place.{answer.value}")


def shortened(words: str) -> str:
    """Long words cut for a card, with a mark that there is more."""
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
