"""What was done for a case, as officers read it: where it stands, and every step so far."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from bot.domain.case import Case, Deed, OfficerFinding, OfficerNote, WorkEntry
from bot.domain.ids import CaseState
from bot.domain.nrm import NrmStep
from bot.domain.prompt import Line, Literal, Moment, MomentForm, Prompt, Value
from bot.domain.referral import Referral
from bot.domain.text import quoted
from bot.flows.card import waited
from bot.flows.officer_rows import about, to_case

NameOf = Callable[[str], str]
"""The name of an officer by id; empty where nobody is known by it."""
LINES_A_PAGE = 12
"""Notes may be long; so many of them are one message."""
GROUNDS = "grounds."
"""Prefix of what is written down when reasonable grounds were judged."""
NRM_STEPS = frozenset(step.value for step in NrmStep)
CONTACTS = (Deed.CONTACTED, Deed.CONTACT_TRIED)


def last_contact(case: Case) -> WorkEntry | None:
    """When the worker was last reached, or last tried."""
    return next(reversed(case.did(*CONTACTS)), None)


def since(at: datetime, now: datetime) -> Line:
    """How long ago, in the unit that reads best."""
    return waited(max(timedelta(), now - at))


def standing(case: Case, referral: Referral, now: datetime | None, holder: str = "") -> list[Line]:
    """Who has it, how the contact stands, what is next, what the officer found.

    `holder` is named where a colleague looks; without `now` days are told without "today".
    """
    lines = []
    if holder:
        lines.append(Line("officer.details.holder", {"name": Literal(holder)}))
    if case.state is CaseState.CLOSED:
        lines.append(_closed(case))
    if (last := last_contact(case)) is not None:
        params: dict[str, Value] = {"what": _how(last), "time": _moment(last.at, now)}
        lines.append(Line("officer.details.last_contact", params))
    elif referral.answered_at is not None:
        lines.append(Line("officer.details.no_contact"))
    if case.next_step_at is not None and case.state is not CaseState.CLOSED:
        lines.append(next_step(case, now))
    if case.finding is not None:
        lines.append(found(case.finding))
    if case.notes:
        lines.append(Line("officer.details.notes", {"count": len(case.notes)}))
    return lines


def next_step(case: Case, now: datetime | None) -> Line:
    """What is next, and when; loudly where that time has passed."""
    at = case.next_step_at
    planned = next(reversed(case.did(Deed.NEXT_STEP)), None)
    what = Line(f"officer.choice.next.{planned.value if planned else 'other'}")
    params: dict[str, Value] = {"what": what, "time": _moment(at, now) if at else ""}
    over = at is not None and now is not None and at < now
    return (
        Line("officer.details.next_over", params) if over else Line("officer.details.next", params)
    )


def found(finding: OfficerFinding) -> Line:
    """The officer's finding beside the bot's level at that moment."""
    params: dict[str, Value] = {"level": finding.level.value, "bot": finding.bot_level.value}
    if finding.agrees:
        return Line("officer.found.agrees", params)
    return Line("officer.found.differs", params)


def _closed(case: Case) -> Line:
    return Line("officer.details.closed", {"outcome": Line(f"officer.choice.close.{case.outcome}")})


def history(case: Case, referral: Referral, name_of: NameOf, now: datetime) -> Iterator[Prompt]:
    """Every note and every step, oldest first, with who and when; as many messages as it needs."""
    written = [(note.at, _noted(note, name_of, now)) for note in case.notes]
    steps = [(entry.at, _stepped(entry, name_of, now)) for entry in case.worked]
    lines = [line for _, line in sorted([*written, *steps], key=lambda each: each[0])]
    if not lines:
        yield Prompt((about("officer.history.none", referral),), to_case(referral))
        return
    pages = list(_paged(lines))
    for number, page in enumerate(pages, 1):
        head = about("officer.history.head", referral)
        last = number == len(pages)
        yield Prompt((head, *page), to_case(referral) if last else ())


def _paged(lines: list[Line]) -> Iterable[list[Line]]:
    return (lines[n : n + LINES_A_PAGE] for n in range(0, len(lines), LINES_A_PAGE))


def _noted(note: OfficerNote, name_of: NameOf, now: datetime) -> Line:
    """A note in the officer's own words; what the bot wrote down itself is a code."""
    by_bot = note.by == "bot"
    words: Value = Line(f"officer.note.{note.text}") if by_bot else Literal(quoted(note.text))
    return Line(
        "officer.history.note",
        {"time": _moment(note.at, now), "name": _name(note.by, name_of), "words": words},
    )


def _stepped(entry: WorkEntry, name_of: NameOf, now: datetime) -> Line:
    params: dict[str, Value] = {
        "time": _moment(entry.at, now),
        "name": _name(entry.by, name_of),
        "what": what_was_done(entry, name_of),
    }
    if not entry.text:
        return Line("officer.history.step", params)
    return Line("officer.history.step_words", {**params, "words": Literal(quoted(entry.text))})


def what_was_done(entry: WorkEntry, name_of: NameOf) -> Line:
    """The step in words, with what was chosen where that has words."""
    match entry.deed:
        case Deed.NRM if entry.value in NRM_STEPS:
            return Line(f"officer.nrm.step.{entry.value}")
        case Deed.CONTACTED | Deed.CONTACT_TRIED:
            return _how(entry)
        case Deed.HANDED_OVER:
            return Line("officer.history.handed_over", {"name": _name(entry.value, name_of)})
        case Deed.CLOSED:
            outcome = Line(f"officer.choice.close.{entry.value}")
            return Line("officer.history.closed", {"outcome": outcome})
        case Deed.NEXT_STEP:
            what = Line(f"officer.choice.next.{entry.value}")
            return Line("officer.history.next", {"what": what})
        case Deed.FINDING if entry.value.startswith(GROUNDS):
            answer = Line(f"officer.choice.grounds.{entry.value.removeprefix(GROUNDS)}")
            return Line("officer.history.grounds", {"answer": answer})
        case Deed.FINDING if entry.value:
            return Line("officer.history.finding", {"level": entry.value})
        case _:
            return Line(f"officer.deed.{entry.deed.value}")


def _how(entry: WorkEntry) -> Line:
    """How contact was sought and what came of it; entries of other origin have no such code."""
    how, _, result = entry.value.partition(".")
    if how not in CONTACT_WAYS or result not in CONTACT_RESULTS:
        return Line(f"officer.deed.{entry.deed.value}")
    params = {
        "how": Line(f"officer.choice.contact.{how}"),
        "result": Line(f"officer.choice.result.{result}"),
    }
    return Line("officer.contact.how", params)


CONTACT_WAYS: dict[str, tuple[str, ...]] = {
    "phone": ("reached", "no_answer", "wrong_person", "unreachable"),
    "chat": ("reached", "no_answer", "wrong_person"),
    "in_person": ("reached", "no_answer", "wrong_person"),
}
"""How a worker is contacted, and what may come of it."""
CONTACT_RESULTS = CONTACT_WAYS["phone"]
REACHED = "reached"


def _name(officer: str, name_of: NameOf) -> Value:
    if officer == "bot":
        return Line("officer.history.bot")
    return Literal(name_of(officer) or "–")


def _moment(at: datetime, now: datetime | None) -> Moment:
    return Moment(at, MomentForm.DAY_TIME, now)
