"""What an officer sees in the private chat, and the choices behind the card's buttons."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.case import Case
from bot.domain.conversation import Answer, Conversation, Evidence, EvidenceState
from bot.domain.ids import CaseState, QuestionId, UnitId
from bot.domain.prompt import (
    Button,
    Line,
    Listing,
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
from bot.flows import officer_menu, safe_now, wish
from bot.flows.card import NOT_ASKED, place, tongue
from bot.flows.endings import spoken
from bot.flows.officer_rows import about, choices
from bot.flows.questions import Kind, Question
from bot.flows.turn import Surroundings
from bot.flows.worked import standing

CANNOT_REASONS = ("not_ours", "no_staff", "staff_involved", "unsafe")
HIDDEN = frozenset({"code_word", "language", "review", "words_of_despair"})
SENSITIVE = frozenset(
    {"tags", "needs_doctor_now", "papers_problem_used", "trusted_adult", "sleep_tonight"}
)
"""Answers on health, on the worker's own papers and on where a child is and with whom; with those
on sexual violence they are one more tap away. That a boss keeps somebody's passport is the boss's
doing and stands in the open."""


def details(
    case: Case,
    referral: Referral,
    conversation: Conversation,
    terms: Iterable[Line] = (),
    *,
    now: datetime | None = None,
    holder: str = "",
) -> Prompt:
    """Number, level, reasons, contact limits, terms that run, how the work stands.

    `holder` is the name of whoever has the case, where a colleague looks.
    """
    facts = case.facts
    reasons = tuple(
        Line(
            "officer.reason",
            {"what": Line(f"name.{f.question}"), "said": Line(f"value.{f.value}")},
        )
        for f in facts.findings
        if not is_sensitive(f.question)
    )
    head = Line(
        "officer.details.head",
        {
            "reference": Literal(case.reference),
            "level": Line(f"officer.level.{'urgent' if case.urgent else case.level.value.lower()}"),
            "language": tongue(facts),
            "place": place(facts, with_district=True),
        },
    )
    why: Value = Listing(reasons) if reasons else NOT_ASKED
    lines = [head, Line("officer.details.why", {"reasons": why}), contact(conversation)]
    if facts.gentle:
        lines.append(Line("group.card.gentle"))
    if facts.child:
        # wording: To the officer, under the details of a child's case: whom to bring in.
        lines.append(Line("officer.details.child"))
    if facts.interpreter:
        lines.append(Line("officer.details.interpreter"))
    if case.muted:
        # wording: In a case's details: notices of the worker's further words are held back.
        lines.append(Line("officer.details.muted"))
    lines += terms
    lines += standing(case, referral, now, holder)
    lines += (*wish.line(case, now), *safe_now.line(case, now))
    actions = officer_menu.CLOSED if case.state is CaseState.CLOSED else officer_menu.DAILY
    asks = (
        *wish.buttons(case, referral, conversation),
        *safe_now.buttons(case, referral, conversation),
    )
    rows = (*asks, *officer_menu.buttons(actions, referral))
    return Prompt((*lines, Line("officer.details.no_forward")), rows)


def contact(conversation: Conversation) -> Line:
    """How, when and by whom the worker may be contacted."""
    record = conversation.record
    wish = record.get(QuestionId("safe_contact"))
    ways = [v for v in (wish.values if wish else ()) if v != "skip"]
    hours = record.value("contact_hours")
    word = record.get(QuestionId("code_word"))
    return Line(
        "officer.details.contact",
        {
            "may_write": Line(f"group.may_write.{record.value('may_write')}")
            if record.value("may_write")
            else NOT_ASKED,
            "ways": Listing(tuple(Line(f"choice.safe_contact.{way}") for way in ways))
            if ways
            else NOT_ASKED,
            "hours": Line(f"choice.contact_hours.{hours}")
            if hours and hours != "skip"
            else NOT_ASKED,
            "code_word": Line(f"officer.code_word.{'set' if word and word.words else 'none'}"),
        },
    )


def record_pages(
    case: Case,
    conversation: Conversation,
    evidence: Sequence[Evidence],
    around: Surroundings,
    *,
    sensitive: bool,
) -> Iterable[Prompt]:
    """The answers, a few messages of lines; the sensitive ones only when asked for."""
    lines: list[Line] = [Line("officer.record.head", {"reference": Literal(case.reference)})]
    if conversation.moved_at is not None:
        moved = Moment(conversation.moved_at, MomentForm.DAY_TIME, conversation.heard_at)
        # wording: The worker opened the case with number and PIN from another phone or platform.
        lines.append(Line("officer.record.moved", {"time": moved}))
    said = [*_answers(conversation, around, sensitive=sensitive)]
    said += [
        Line("officer.record.note", {"words": Literal(quoted(note.text))})
        for note in conversation.notes
        if is_sensitive(note.question or "") is sensitive
    ]
    # wording: The officer asked for the sensitive answers, and there is none.
    lines += said or ([Line("officer.record.none")] if sensitive else [])
    if not sensitive:
        count = sum(each.state is not EvidenceState.ERASED for each in evidence)
        if count:
            lines.append(Line("officer.record.evidence", {"count": count}))
    for start in range(0, len(lines), LINES_A_PAGE):
        yield Prompt(tuple(lines[start : start + LINES_A_PAGE]))


LINES_A_PAGE = 25


def _answers(
    conversation: Conversation, around: Surroundings, *, sensitive: bool
) -> Iterable[Line]:
    for question in around.intake.counted(conversation):
        answer = conversation.record.get(question.id)
        if answer is None or question.id in HIDDEN or _kept_apart(question) is not sensitive:
            continue
        if said := tuple(_said(answer, question, around)):
            value = said[0] if len(said) == 1 else Listing(said)
            yield Line("review.line", {"name": Line(f"name.{question.id}"), "value": value})


def _said(answer: Answer, question: Question, around: Surroundings) -> Iterable[Value]:
    """An answer in full: what was chosen, the person's own words, and the exact position."""
    own_words = question.kind is Kind.TELL or answer.value == "words"
    if answer.values and not (own_words and answer.words):
        yield spoken(answer, question, around)
    if answer.words:
        yield Literal(quoted(answer.words))
    if answer.lat is not None and answer.lon is not None:
        yield Literal(f"📍 {answer.lat:.5f}, {answer.lon:.5f}")


def _kept_apart(question: Question) -> bool:
    return question.sensitive or is_sensitive(question.id)


def is_sensitive(question: str) -> bool:
    """Whether an answer stands behind one more tap."""
    violence = ("unwanted_touch", "forced_clients", "recent_unwanted_touch")
    return question in SENSITIVE or question in violence


def pass_to(referral: Referral, centres: Iterable[UnitId]) -> Prompt:
    """Which centre to pass it to."""
    rows = tuple(
        (Button(Named("unit", unit), officer_payload("pass", referral.id, unit)),)
        for unit in centres
    )
    return Prompt((about("officer.ask.pass", referral),), rows)


def cannot(referral: Referral) -> Prompt:
    """Why it cannot be taken."""
    rows = choices("cannot", CANNOT_REASONS, referral)
    return Prompt((about("officer.ask.cannot", referral),), rows)
