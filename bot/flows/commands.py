"""What works everywhere, as a word, a slash command or a button: help, stop, back, menu."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import QuestionId
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line
from bot.flows import advice, aftercare, alarm, copying, elsewhere, gate, hiding
from bot.flows.advice import ADVICE
from bot.flows.aftercare import AFTERCARE, ANSWERS, UNHELPED
from bot.flows.turn import Said, Surroundings

MENU = QuestionId("menu")
ADD = QuestionId("add")
CONTACT = QuestionId("contact")
CONTACT_WISHES = ("may_write", "safe_contact", "contact_hours")
STOP = QuestionId("stop")
START_OVER = QuestionId("start_over")
DELETE = QuestionId("delete_data")
WITHDRAW = QuestionId("withdraw")
SAFE_NOW = QuestionId("safe_now")
INTERJECTIONS = {
    MENU: (
        *("go_on", "review", "status", "add", "contact", UNHELPED, "case", "pin"),
        *("advice", "language", "just_talk", "stop", "start_over"),
        *("safe_now", "copy", "withdraw", "delete", hiding.HIDE, "help"),
    ),
    ADD: ("done",),
    CONTACT: CONTACT_WISHES,
    AFTERCARE: ANSWERS,
    ADVICE: advice.WAYS_ON,
    STOP: ("send", "keep", "delete"),
    START_OVER: ("yes", "no"),
    DELETE: ("yes", "no"),
    WITHDRAW: ("yes", "no"),
    SAFE_NOW: ("yes", "no"),
    copying.COPY: copying.WAYS,
    copying.COPY_FILE: ("yes", "no"),
    **dict.fromkeys(elsewhere.QUESTIONS, ()),
}
"""Questions outside the flow, asked once; answering one leads back to where one was."""
ONCE_FILED = frozenset({"status", UNHELPED})
"""In the menu of somebody who has filed a case, now or before they started over."""
OF_A_CASE = frozenset({"add", "contact", "withdraw", "safe_now"})
"""In the menu while the conversation is a filed case's."""
FIXED = frozenset(
    {
        "language",
        "safe_to_talk",
        "in_danger_now",
        "should_somebody_come",
        "ending_life",
        "for_whom",
        "consent_keep",
        "may_write",
    }
)
"""Answers that "back" leaves alone once the case is filed: somebody already acts on them."""


def given(said: Said, meaning: Meaning | None, around: Surroundings) -> Said | None:
    """The command that words stand for, carried out; None where they are no command."""
    match meaning:
        case Meaning.HELP:
            return alarm.call_for_help(said, around)
        case Meaning.STOP:
            return said.having(interjection=STOP)
        case Meaning.START_OVER:
            return said.having(interjection=START_OVER)
        case Meaning.DELETE:
            return said.having(interjection=DELETE)
        case Meaning.HIDE:
            return hiding.hide(said)
        case Meaning.LANGUAGE:
            return said.having(editing=QuestionId("language"), interjection=None)
        case _:
            return _behind_gate(said, meaning, around)


def _behind_gate(said: Said, meaning: Meaning | None, around: Surroundings) -> Said | None:
    """Commands that show something, or move about in the answers: not while the gate stands."""
    if said.conversation.gate is not Gate.OPEN:
        return said if meaning is Meaning.START else None
    match meaning:
        case Meaning.MENU:
            return said.having(interjection=MENU)
        case Meaning.BACK:
            return back(said, around)
        case Meaning.REVIEW | Meaning.EDIT:
            return edit(said, QuestionId("review"), around)
        case Meaning.START:
            return said.having(stopped=False, interjection=None)
        case Meaning.COPY:
            return copying.wanted(said)
        case Meaning.WITHDRAW if said.conversation.reference is not None:
            return said.having(interjection=WITHDRAW)
        case Meaning.SAFE_NOW if said.conversation.reference is not None:
            return said.having(interjection=SAFE_NOW)
        case Meaning.CASE:
            return elsewhere.case_wanted(said)
        case _:
            return None


LEADS_TO = {"stop": STOP, "start_over": START_OVER, "delete": DELETE, "withdraw": WITHDRAW}
"""Buttons that ask once before anything is done."""


def chosen(said: Said, value: str, around: Surroundings) -> Said:
    """A button of the menu or under a message."""
    cleared = said.having(interjection=None)
    if value == "help":
        return alarm.call_for_help(cleared, around)
    if value in LEADS_TO and not (value == "withdraw" and gate.veils(said.conversation)):
        return said.having(interjection=LEADS_TO[value])
    if value == hiding.HIDE:
        return hiding.hide(said)
    if value == "language":
        return cleared.having(editing=QuestionId("language"))
    if value == "talk":
        return cleared.having(gate=Gate.ASKED)
    return said if said.conversation.gate is not Gate.OPEN else _opened(cleared, value, around)


def _opened(cleared: Said, value: str, around: Surroundings) -> Said:
    """What shows or changes answers, at an open gate."""
    if value == "send_now" and cleared.conversation.reference is None:
        return cleared.having(editing=QuestionId("consent_keep"), stopped=False)
    if value in OPENS:
        return OPENS[value](cleared)
    if value == "review":
        return edit(cleared, QuestionId("review"), around)
    if value in OF_A_CASE and cleared.conversation.reference is not None:
        return cleared.having(interjection=QuestionId(value))
    if value == "status":
        return replace(cleared, status=True)
    return cleared.having(stopped=False)


def just_talk(said: Said) -> Said:
    """Fewer questions from here on: one voice message, the place, may we write to you."""
    marks = said.conversation.marks | {"just_talk"}
    return said.having(marks=marks, unread_voices=0, editing=None)


OPENS: Mapping[str, Callable[[Said], Said]] = {
    "advice": advice.wanted,
    "just_talk": just_talk,
    UNHELPED: aftercare.did_not_help,
    "copy": copying.wanted,
    "case": elsewhere.number_wanted,
    "pin": elsewhere.pin_wanted,
}
"""Buttons of the menu that lead somewhere by themselves."""
AFTER_FILING = frozenset({ADD, CONTACT, AFTERCARE})


def after_filing(said: Said, question: QuestionId, value: str, around: Surroundings) -> Said:
    """What is asked of somebody who has filed: how they are, what to add, which contact wish."""
    if question == AFTERCARE:
        return aftercare.answered(said, value, around)
    if question == CONTACT and value in CONTACT_WISHES:
        return edit(said, QuestionId(value), around)
    return said


def back(said: Said, around: Surroundings) -> Said:
    """The last answer taken away; where something is being edited, the edit given up."""
    conversation = said.conversation
    if conversation.editing is not None or conversation.interjection is not None:
        return said.having(editing=None, interjection=None)
    last = _last_taken_back(conversation, around)
    if last is None:
        return said
    kept = tuple(answer for answer in conversation.answers if answer.question != last)
    sending = "send" in conversation.marks
    stopped = conversation.stopped and not sending
    return said.having(answers=kept, marks=conversation.marks - {"send"}, stopped=stopped)


def _last_taken_back(conversation: Conversation, around: Surroundings) -> QuestionId | None:
    for answer in reversed(conversation.answers):
        known = answer.question in around.intake.questions
        fixed = conversation.reference is not None and answer.question in FIXED
        if known and not fixed and answer.question != "words_of_despair":
            return answer.question
    return None


def edit(said: Said, question: QuestionId, around: Surroundings) -> Said:
    """Mark a question to be answered anew: the old answer holds until it is replaced."""
    counting = {each.id for each in around.intake.counted(said.conversation)}
    if question not in counting:
        return said
    if said.conversation.reference is not None and question in FIXED - {"may_write"}:
        return said.saying(Line("edit.fixed"))
    return said.having(editing=question, interjection=None, stopped=False)
