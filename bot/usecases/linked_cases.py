"""Cases that name the same employer, boat or broker: kept in step, shown to officers only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.audit import AuditEntry
from bot.domain.conversation import Conversation
from bot.domain.ids import QuestionId, Reference, UnitId
from bot.domain.linked_names import forms
from bot.domain.prompt import Prompt
from bot.flows import linked as screens
from bot.ports import LinkedCase, Work
from bot.usecases.desk import Desk
from bot.usecases.held_case import Held

NAMED_IN: Mapping[QuestionId, str] = {
    QuestionId("workplace"): "workplace",
    QuestionId("broker"): "broker",
}
"""The questions in which somebody is named, and as what: the same name as something else is
another's."""
FEWEST_ELSEWHERE = 3
"""Less cases at other centres than so many are not told: they could be guessed."""


def keep_links(work: Work, conversation: Conversation, reference: Reference) -> None:
    """Bring the names kept of a case in step with the answers, in the turn's unit of work."""
    work.links.keep(reference, set(_named(conversation)))


def _named(conversation: Conversation) -> Iterator[tuple[str, str]]:
    for question, kind in NAMED_IN.items():
        answer = conversation.record.get(question)
        for form in forms(answer.words) if answer is not None else ():
            yield kind, form


def known_to(work: Work, reference: Reference, unit: UnitId) -> tuple[Sequence[LinkedCase], int]:
    """What an officer of a unit may know: the linked cases of that unit, and how many others.

    Those at other centres are counted from three on and never named.
    """
    others = {each.reference: each for each in work.links.others(reference)}.values()
    here = [each for each in others if each.unit == unit]
    elsewhere = len(others) - len(here)
    return here, elsewhere if elsewhere >= FEWEST_ELSEWHERE else 0


def with_linked(work: Work, reference: Reference, unit: UnitId, details: Prompt) -> Prompt:
    """The details of a case with a line about linked ones, where there are any to tell of."""
    here, elsewhere = known_to(work, reference, unit)
    line = screens.told([each.reference for each in here], elsewhere)
    return details if line is None else replace(details, lines=(*details.lines, line))


def linked(desk: Desk, work: Work, held: Held, value: str) -> Sequence[Prompt]:
    """The button: which cases share an employer, boat or broker. That it was asked is logged."""
    del desk, value
    case, officer = held.case, held.officer
    work.audit.record(AuditEntry(held.now, officer.id, "case.linked", case.reference, officer.unit))
    here, elsewhere = known_to(work, case.reference, officer.unit)
    rows = [(each.reference, each.state.value) for each in here]
    return [screens.listed(case.reference, rows, elsewhere)]
