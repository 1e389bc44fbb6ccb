"""Every message whose key is put together from the flows, with a word for its translator."""

from collections.abc import Iterable, Iterator

from bot.domain.nrm import TERMS
from bot.domain.place import Region
from bot.domain.wording import Audience, Key, Kind
from bot.flows import casework_words, commands, nrm, officer, officer_menu
from bot.flows.order import Intake
from bot.flows.pages import CATEGORY_PAGES
from bot.flows.questions import Kind as QuestionKind
from bot.flows.questions import Question

PLACE_VALUES = ("same", "at_sea", "not_in_thailand", "unknown")

HOTLINES = {
    "hurt": "the ambulance, when somebody is hurt",
    "help": "the Social Assistance Centre, help day and night",
    "own_language": "a free helpline in the worker's own language, day and night",
    "police": "the police",
    "sad": "mental health, somebody to talk with",
}


def keys(intake: Intake) -> Iterator[Key]:
    """The keys that no literal in the code names in full."""
    for question in intake.questions.values():
        if question.id != "words_of_despair":
            yield from _question(question)
    yield from _interjections()
    yield from _choices()
    for name, about in HOTLINES.items():
        said = f"A phone number for somebody in need: {about}. Has the place {{number}}."
        yield Key(f"numbers.{name}", said)
    yield from _group(intake)
    yield from _officer()


def _question(question: Question) -> Iterator[Key]:
    said = f"The bot asks the worker ({question.part.value}, question {question.id})."
    yield Key(f"ask.{question.id}", said)
    if question.reworded:
        other = f"{said} The worker reports for somebody else: say they / your friend."
        yield Key(f"ask.{question.id}.other", other)
    name = f"Short name of the question {question.id}, on the review card and for officers."
    yield Key(f"name.{question.id}", name, Kind.BUTTON)
    if question.kind in (QuestionKind.PLACE, QuestionKind.DISTRICT) or not question.own_labels:
        return
    for value in question.values:
        about = f"Button under the question {question.id}."
        yield Key(f"choice.{question.id}.{value}", about, Kind.BUTTON)


def _interjections() -> Iterator[Key]:
    for question, values in commands.INTERJECTIONS.items():
        yield Key(f"ask.{question}", f"The bot asks, because the worker chose {question}.")
        for value in values:
            about = f"Button under the question {question}."
            yield Key(f"choice.{question}.{value}", about, Kind.BUTTON)


def _choices() -> Iterator[Key]:
    for value in ("yes", "no", "not_sure"):
        yield Key(f"choice.{value}", "Button under a screening question.", Kind.BUTTON)
    for value in ("yes", "no", "not_sure", "quiet_help"):
        about = (
            "An answer, on the review card and for officers; quiet_help: asked quietly for help."
        )
        yield Key(f"value.{value}", about)
    for value in PLACE_VALUES:
        about = "Button under 'where?'; same: the same place as my work."
        yield Key(f"choice.place.{value}", about, Kind.BUTTON)
    for region in Region:
        about = "Button: a region of Thailand, before its provinces."
        yield Key(f"choice.region.{region.value}", about, Kind.BUTTON)
    for page in CATEGORY_PAGES:
        about = "Button with a picture: the first, coarse choice of what happened."
        yield Key(f"choice.category.{page}", about, Kind.BUTTON)


def _group(intake: Intake) -> Iterator[Key]:
    for category in intake.screening.categories:
        yield _card(f"group.category.{category.id}", "category of the complaint")
    for level in "abucd":
        yield _card(f"group.card.level_{level}", f"first line, level {level.upper()}")
    for values, name in (
        (("1", "2_5", "6_more"), "people"),
        (("self", "other"), "reporter"),
        (("yes", "no"), "interpreter"),
        (("yes", "answer_only", "no"), "may_write"),
        (("yes", "no", "not_sure"), "police"),
        (("doctor", "get_out", "advice"), "need"),
        (("yes", "no"), "female"),
    ):
        for value in values:
            yield _card(f"group.{name}.{value}", f"value of '{name}'")
    for action in ("take", "pass", "refer", "cannot", "interpreter"):
        about = "Button on the alert card in the centre's group."
        yield Key(f"group.button.{action}", about, Kind.BUTTON, Audience.OFFICER)


def _card(msgid: str, about: str) -> Key:
    return Key(
        msgid, f"On the alert card in the centre's group: {about}.", Kind.TEXT, Audience.OFFICER
    )


def _officer() -> Iterator[Key]:
    rest = [row for rows in officer_menu.BESIDES.values() for row in rows]
    rows = (*officer_menu.DAILY, *rest, *officer_menu.CLOSED, ("open",))
    for action in dict.fromkeys(each for row in rows for each in row):
        about = "Button in the officer's private chat, under a case."
        yield Key(f"officer.button.{action}", about, Kind.BUTTON, Audience.OFFICER)
    for heading in officer_menu.BESIDES:
        about = f"Heading over a few buttons that are not needed every day: {heading}."
        yield Key(f"officer.rest.{heading}", about, Kind.TEXT, Audience.OFFICER)
    for level in ("urgent", "a", "b", "u", "c", "d"):
        about = "Level of a case, in the officer's private chat."
        yield Key(f"officer.level.{level}", about, Kind.TEXT, Audience.OFFICER)
    for state in ("filed", "taken", "referred", "closed", "withdrawn"):
        about = "State of a linked case, in the officer's private chat."
        yield Key(f"officer.case_state.{state}", about, Kind.TEXT, Audience.OFFICER)
    for value in ("set", "none"):
        about = "Whether the worker has set a code-word."
        yield Key(f"officer.code_word.{value}", about, Kind.TEXT, Audience.OFFICER)
    about = "The bot asks the officer to which centre the case is to be passed."
    yield Key("officer.ask.pass", about, Kind.TEXT, Audience.OFFICER)
    yield from _officer_choices("cannot", officer.CANNOT_REASONS)
    yield from casework_words.keys()
    yield from _nrm()


def _nrm() -> Iterator[Key]:
    law = "National Referral Mechanism (NRM), for the officer."
    for step in nrm.STEPS:
        about = f"{law} Button to write down the step {step}."
        yield Key(f"officer.choice.nrm.{step}", about, Kind.BUTTON, Audience.OFFICER)
        about = f"{law} The step {step}, as it stands in a sentence."
        yield Key(f"officer.nrm.step.{step}", about, Kind.TEXT, Audience.OFFICER)
    for source in dict.fromkeys(term.source for terms in TERMS.values() for term in terms):
        about = f"{law} Which provision fixes the term: {source}."
        yield Key(f"officer.nrm.source.{source}", about, Kind.TEXT, Audience.OFFICER)


def _officer_choices(action: str, values: Iterable[str]) -> Iterator[Key]:
    about = f"The bot asks the officer, who pressed {action}."
    yield Key(f"officer.ask.{action}", about, Kind.TEXT, Audience.OFFICER)
    for value in values:
        about = f"Button: {action}, reason or outcome {value}."
        yield Key(f"officer.choice.{action}.{value}", about, Kind.BUTTON, Audience.OFFICER)
