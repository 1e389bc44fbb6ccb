"""What a question looks like: its lines and its rows of buttons, still without a word."""

from bot.domain.conversation import Conversation
from bot.domain.ids import QuestionId
from bot.domain.prompt import Button, Line, Prompt, worker_payload
from bot.flows import (
    advice,
    alarm,
    commands,
    elsewhere,
    endings,
    gate,
    intake,
    taking_back,
    talking,
)
from bot.flows.aftercare import AFTERCARE
from bot.flows.choices import rows_of
from bot.flows.pages import SHARE_PAGE
from bot.flows.questions import Part, Question
from bot.flows.turn import Said, Surroundings

Rows = tuple[tuple[Button, ...], ...]


def ask(said: Said, question: QuestionId, around: Surroundings) -> Prompt:
    """The message that asks a question."""
    conversation = said.conversation
    if question == advice.ADVICE:
        return advice.shown(said, around)
    if question in commands.INTERJECTIONS:
        return interjection(said, question, around)
    if question == gate.PAUSED:
        quiet = button(conversation, "safe_to_talk", "quiet_help", Line("button.quiet"))
        return Prompt((*said.lines, Line("paused")), ((quiet,),), question)
    if question == gate.CODE_WORD_ASKED:
        return Prompt((*said.lines, Line("ask.code_word_asked")), (), question)
    return _asking(said, around.intake.questions[question], around)


def neutral() -> Prompt:
    """The line that goes out first after a silence; it says nothing."""
    return Prompt((Line("woken.neutral"),))


def _asking(said: Said, question: Question, around: Surroundings) -> Prompt:
    lines = (*said.lines, *_introduction(said, question, around), _wording(said, question))
    rows = (*rows_of(said, question, around), *_controls(said, question))
    if question.id == "language" and not said.conversation.record.complete("language"):
        rows = (*rows, (button(said.conversation, "menu", "case", Line("choice.menu.case")),))
    if question.id == "in_danger_now" and _called_before(said, around):
        rows = (*rows, safe_row(said.conversation))
    if question.id == "in_danger_now" and said.conversation.unread_voices:
        rows = (*rows, _just_talk_row(said.conversation))
    elif "just_talk" in said.conversation.marks:
        pass
    elif said.conversation.unread_voices >= VOICES:
        lines = (Line("just_talk.offer"), *lines)
        rows = (_just_talk_row(said.conversation), *rows)
    elif any(line.key == "not_understood" for line in said.lines):
        rows = (*rows, _just_talk_row(said.conversation))
    return Prompt(lines, rows, question.id, location=said.page == SHARE_PAGE)


def _called_before(said: Said, around: Surroundings) -> bool:
    """Whether somebody already acts on a call for help; nobody learns that at a closed gate."""
    if gate.veils(said.conversation):
        return False
    return said.conversation.reference is not None and around.intake.urgent(said.conversation)


def safe_row(conversation: Conversation) -> tuple[Button, ...]:
    """The button "I am safe now", under the emergency numbers and the state of an urgent case."""
    return (button(conversation, "menu", "safe_now", Line("choice.menu.safe_now")),)


VOICES = 2


def _just_talk_row(conversation: Conversation) -> tuple[Button, ...]:
    return (button(conversation, "menu", "just_talk", Line("button.just_talk")),)


def _wording(said: Said, question: Question) -> Line:
    """The question itself, in the second wording where somebody reports for another."""
    if said.page == "offer":
        return Line("ask.place_offer")
    if said.page == SHARE_PAGE:
        return Line("ask.place_share")
    for_another = said.conversation.record.has("for_whom", *intake.FOR_ANOTHER)
    second = question.reworded and for_another
    return Line(f"ask.{question.id}.other" if second else f"ask.{question.id}")


def _introduction(said: Said, question: Question, around: Surroundings) -> tuple[Line, ...]:
    """What stands above a question: the greeting, the notice, the progress, the review."""
    record = said.conversation.record
    if question.id == "language" and not record.complete("language"):
        return (Line("greeting"),)
    if question.id == "ending_life":
        return (Line("despair.glad"), Line("despair.told"), *alarm.despair_lines(around))
    if question.id == "review":
        return endings.reviewed(said.conversation, around)
    if question.part is not Part.SCREENING:
        return ()
    return _progress(said.conversation, question, around)


def _progress(
    conversation: Conversation, question: Question, around: Surroundings
) -> tuple[Line, ...]:
    screening = [q for q in around.intake.counted(conversation) if q.part is Part.SCREENING]
    record = conversation.record
    done = sum(record.complete(each.id) for each in screening if each.id != question.id)
    progress = Line("progress", {"number": done + 1, "total": len(screening)})
    if question.sensitive and not any(record.complete(q.id) for q in screening if q.sensitive):
        return progress, Line("notice.sensitive")
    return (progress,)


def _controls(said: Said, question: Question) -> Rows:
    """Skip, back and later, in one row; the first questions have none of them."""
    conversation = said.conversation
    row = []
    if question.skip and question.part is not Part.SCREENING:
        row.append(button(conversation, question.id, "skip", Line("button.skip")))
    if question.part is not Part.SAFETY:
        row.append(button(conversation, question.id, "back", Line("button.back")))
    fresh = question.id not in conversation.deferred
    if question.later and fresh and conversation.editing != question.id:
        row.append(button(conversation, question.id, "later", Line("button.later")))
    return (tuple(row),) if row else ()


def interjection(said: Said, question: QuestionId, around: Surroundings) -> Prompt:
    """A question outside the flow: the menu, stop, start over, delete."""
    conversation = said.conversation
    urgent = _called_before(said, around)
    values = tuple(
        value
        for value in commands.INTERJECTIONS[question]
        if _fits(conversation, question, value) and (urgent or value != "safe_now")
    )
    rows = [
        (button(conversation, question, value, Line(f"choice.{question}.{value}")),)
        for value in values
    ]
    if question not in (commands.MENU, commands.ADD, AFTERCARE):
        rows.append((button(conversation, question, "back", Line("button.back")),))
    lines = [*said.lines, Line(f"ask.{question}")]
    if question == commands.DELETE and talking.hears(conversation):
        lines.append(taking_back.how(conversation))
    if question == commands.ADD and not said.lines:  # not again with every receipt
        # wording: Under ask.add, before a photo or voice is sent. A copy stays on their phone.
        lines.append(Line("evidence.careful"))
    return Prompt(tuple(lines), tuple(rows), question)


def _fits(conversation: Conversation, question: QuestionId, value: str) -> bool:
    """Whether a choice of the menu, or a contact wish, means anything to this person."""
    record = conversation.record
    if question == commands.CONTACT:
        consented = record.has("consent_keep", "pass", "keep")
        hours = value != "contact_hours" or record.has("may_write", "yes")
        return value == "may_write" or (consented and hours)
    if question != commands.MENU:
        return True
    if value in commands.OF_A_CASE:
        return conversation.reference is not None
    if value == "pin":
        return elsewhere.may_have_pin(conversation)
    filed = conversation.reference is not None or conversation.before is not None
    if value == "copy":
        return filed or record.has("consent_keep", "pass", "keep")
    if value == "case":
        return not filed
    return filed or value not in commands.ONCE_FILED


def at_the_end(said: Said, around: Surroundings) -> tuple[Prompt, ...]:
    """What stands when nothing more is asked; nothing where the turn has been answered."""
    if said.fresh or said.forget or said.status:
        return ()
    lines = (*said.lines, *endings.closing(said.conversation, around))
    rows = endings.closing_rows(said.conversation, button)
    quiet = endings.is_quiet(said.conversation)
    if _called_before(said, around) and not quiet:
        rows = (*rows, safe_row(said.conversation))
    return (Prompt(lines, rows),)


def button(conversation: Conversation, question: str, value: str, label: Line) -> Button:
    """A button of the worker's."""
    return Button(label, worker_payload(conversation.id, question, value))
