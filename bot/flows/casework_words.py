"""The messages about the work on a case whose keys are put together, for the vocabulary."""

from collections.abc import Iterable, Iterator

from bot.domain.case import Deed, Grounds
from bot.domain.ids import CaseState
from bot.domain.wording import Audience, Key, Kind
from bot.flows import closing_case, finding, my_cases, next_step, worked

LISTED_STATES = (CaseState.FILED, CaseState.TAKEN, CaseState.REFERRED)


def keys() -> Iterator[Key]:
    """All of them; officers alone read these."""
    for which in (my_cases.MINE, my_cases.UNIT):
        about = "Button under a list of cases: the officer's own, or all of the unit."
        yield Key(f"officer.button.{which}", about, Kind.BUTTON, Audience.OFFICER)
    yield from _texts("mark", ("urgent", "a", "b", "u", "c", "d"), "Mark of the level on a list.")
    about = "Where a case on the list stands; filed: it waits for somebody to take it."
    yield from _texts("state", (each.value for each in LISTED_STATES), about)
    yield from _choices("contact", worked.CONTACT_WAYS, "how the worker was contacted")
    yield from _choices("result", worked.CONTACT_RESULTS, "what came of the contact")
    yield from _choices("next", next_step.STEPS, "what is to be done next")
    days = map(str, next_step.WORKING_DAYS)
    yield from _choices("days", days, "in so many working days", asked=False)
    levels = (each.value for each in finding.LEVELS)
    yield from _choices("finding", levels, "the level the officer found; {level} is the bot's")
    answers = (each.value for each in Grounds if each)
    yield from _choices("grounds", answers, "are there reasonable grounds to believe in it?")
    yield from _choices("close", closing_case.OUTCOMES, "how the case ended")
    yield from _asked("when", "In how many working days is the next step due? Has {what}.")
    for amount in closing_case.AMOUNTS:
        yield from _asked(amount, f"Closing a complaint about money: type the number ({amount}).")
    yield from _texts("deed", (each.value for each in Deed), "A step of the work, in the history.")
    about = "Written down by the bot itself, in the history of a case."
    yield from _texts("note", ("erasure_wished",), about)


def _texts(name: str, values: Iterable[str], about: str) -> Iterator[Key]:
    for value in values:
        yield Key(f"officer.{name}.{value}", about, Kind.TEXT, Audience.OFFICER)


def _asked(name: str, about: str) -> Iterator[Key]:
    said = f"The bot asks the officer. {about}"
    yield Key(f"officer.ask.{name}", said, Kind.TEXT, Audience.OFFICER)


def _choices(name: str, values: Iterable[str], about: str, *, asked: bool = True) -> Iterator[Key]:
    if asked:
        yield from _asked(name, f"{about[0].upper()}{about[1:]}.")
    for value in values:
        said = f"Button: {about}."
        yield Key(f"officer.choice.{name}.{value}", said, Kind.BUTTON, Audience.OFFICER)
