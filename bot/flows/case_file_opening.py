"""The case file's beginning: the header, the complaint in the worker's words, the person."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.case import CaseFacts
from bot.domain.conversation import Answer, Note
from bot.domain.prompt import Line, Listing, Literal, Moment, MomentForm, Named, Value
from bot.flows import intake
from bot.flows.card import place, tongue
from bot.flows.case_file import CHANNELS, EMPTY, Entry, Papers, Section, holders
from bot.flows.endings import spoken
from bot.flows.officer import is_sensitive
from bot.flows.questions import Kind, Question
from bot.flows.turn import Surroundings

WORDS = "what_happened"


def full(at: datetime) -> Value:
    """A day with its year, and the time."""
    day = Moment(at, MomentForm.DATE)
    return Line("officer.file.moment", {"day": day, "time": Moment(at)})


def header(papers: Papers, around: Surroundings) -> Section:
    """Number, dates, centre, level, officer, language: what stands at the top."""
    case = papers.case
    return Section(
        Line("officer.file.part.header"),
        (Line("officer.file.remark.screening"),),
        (
            Entry(Line("officer.file.number"), Literal(case.reference)),
            Entry(Line("officer.file.filed_at"), full(case.opened_at)),
            Entry(Line("officer.file.closed_at"), _closed(papers)),
            Entry(Line("officer.file.unit"), Named("unit", case.unit)),
            Entry(Line("officer.file.officer"), _officers(papers)),
            Entry(Line("officer.file.level"), _level(papers)),
            Entry(Line("officer.file.urgent"), _urgent(papers)),
            *_of_facts(case.facts),
            Entry(Line("officer.file.channel"), CHANNELS[case.channel]),
            Entry(Line("officer.file.questionnaire"), Literal(around.intake.screening.version)),
        ),
    )


def _closed(papers: Papers) -> Value:
    at = papers.case.closed_at
    return full(at) if at else EMPTY


def _officers(papers: Papers) -> Value:
    names = tuple(papers.called(each) for each in holders(papers))
    return Listing(names) if names else EMPTY


def _level(papers: Papers) -> Value:
    """The level now and, where it differs, the highest that was alerted."""
    level, alerted = papers.case.level, papers.case.alerted_level
    now = Line(f"officer.level.{level.value.lower()}")
    if alerted is None or alerted is level:
        return now
    return Line("officer.file.level_alerted", {"level": now, "alerted": alerted.value})


def _urgent(papers: Papers) -> Value:
    urgent = papers.case.urgent or papers.case.alerted_urgent
    return Line("value.yes" if urgent else "value.no")


def _of_facts(facts: CaseFacts) -> Iterable[Entry]:
    known = facts.province is not None or facts.at_sea or facts.outside_thailand
    where = place(facts, with_district=True) if known else EMPTY
    kinds = tuple(Line(f"group.category.{each}") for each in facts.categories)
    needs = tuple(Line(f"group.need.{each}") for each in facts.needs)
    reporter = Line(f"group.reporter.{facts.reporter}") if facts.reporter else EMPTY
    yield Entry(Line("officer.file.language"), tongue(facts))
    yield Entry(Line("officer.file.categories"), Listing(kinds) if kinds else EMPTY)
    yield Entry(Line("officer.file.place"), where)
    yield Entry(Line("officer.file.reporter"), reporter)
    yield Entry(
        Line("officer.file.people"),
        Line(f"group.people.{facts.people}") if facts.people else EMPTY,
    )
    yield Entry(Line("officer.file.needs"), Listing(needs) if needs else EMPTY)


def complaint(papers: Papers) -> Section:
    """What happened, in the worker's own words and language; then what was written besides."""
    conversation = papers.conversation
    told = next((each for each in conversation.answers if each.question == WORDS), None)
    passages = [*(_told(told) if told else ())]
    passages += [
        _noted(note)
        for note in conversation.notes
        if papers.sensitive or not (note.question and is_sensitive(note.question))
    ]
    if not passages:
        passages.append(Entry(Line("officer.file.own_words")))
    return Section(
        Line("officer.file.part.complaint"),
        (Line("officer.file.remark.own_words"),),
        passages=tuple(passages),
    )


def _told(answer: Answer) -> Iterable[Entry]:
    words: Value = Literal(answer.words) if answer.words else EMPTY
    if not answer.words and answer.evidence:
        words = Line("value.recorded")
    yield Entry(Line("officer.file.own_words_at", {"time": full(answer.at)}), words)
    if answer.raw and answer.raw != answer.words:
        yield Entry(Line("officer.file.as_typed"), Literal(answer.raw))


def _noted(note: Note) -> Entry:
    return Entry(Line("officer.file.wrote_at", {"time": full(note.at)}), Literal(note.text))


def person(papers: Papers, around: Surroundings) -> Section:
    """Everything asked about the person, the work and the contact; what is open stays empty."""
    questions = [
        each
        for each in (*intake.COMPLAINT, *intake.URGENT, *intake.DETAILS, *intake.CONTACT)
        if each.id != WORDS and (papers.sensitive or not kept_apart(each))
    ]
    remarks = [Line("officer.file.remark.contact")]
    if not papers.sensitive:
        remarks.append(Line("officer.file.remark.kept_apart"))
    return Section(
        Line("officer.file.part.person"),
        tuple(remarks),
        tuple(
            Entry(Line(f"name.{each.id}"), _answered(papers, each, around)) for each in questions
        ),
    )


def kept_apart(question: Question) -> bool:
    """Whether its answer belongs to the sensitive edition alone."""
    return question.sensitive or is_sensitive(question.id)


def _answered(papers: Papers, question: Question, around: Surroundings) -> Value:
    answer = papers.conversation.record.get(question.id)
    if answer is None or not (answer.values or answer.words):
        return EMPTY
    said = tuple(_said(answer, question, around))
    return (
        said[0] if len(said) == 1 else Line("officer.file.both", dict(zip("ab", said, strict=True)))
    )


def _said(answer: Answer, question: Question, around: Surroundings) -> Iterable[Value]:
    """What was chosen, or the words in full; and the exact position, where one was shared."""
    in_words = question.kind is Kind.TELL or answer.value == "words"
    hidden = question.id == "code_word"
    yield (
        Literal(answer.words)
        if in_words and answer.words and not hidden
        else spoken(answer, question, around)
    )
    if answer.lat is not None and answer.lon is not None:
        yield Literal(f"{answer.lat:.5f}, {answer.lon:.5f}")
