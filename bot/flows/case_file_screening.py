"""The case file's screening: what the answers show of act, means and purpose, and every answer."""

from collections.abc import Callable, Iterable

from bot.domain.conversation import Answer
from bot.domain.ids import QuestionId
from bot.domain.levels import COERCION, DECEPTION, EXPLOITATION, FORCED_RECRUITMENT, VULNERABILITY
from bot.domain.prompt import Line, Literal, Value
from bot.domain.questionnaire import NOT_SURE, YES, ScreeningQuestion
from bot.flows.case_file import EMPTY, Column, Papers, Section, Table, stacked
from bot.flows.case_file_opening import full, kept_apart
from bot.flows.turn import Surroundings

ACT = "s.6 act"
"""How the questionnaire marks a question about the act itself."""

Belongs = Callable[[ScreeningQuestion], bool]


def _is_act(question: ScreeningQuestion) -> bool:
    return question.legal.startswith(ACT)


def _is_means(question: ScreeningQuestion) -> bool:
    means = (DECEPTION, FORCED_RECRUITMENT, VULNERABILITY)
    return question.dimension in means and not _is_act(question)


ELEMENTS: tuple[tuple[Line, Belongs], ...] = (
    (Line("officer.file.element.act"), _is_act),
    (Line("officer.file.element.means"), _is_means),
    (Line("officer.file.element.purpose"), lambda each: each.dimension == EXPLOITATION),
    (Line("officer.file.element.coercion"), lambda each: each.dimension == COERCION),
    (Line("officer.file.element.involuntary"), lambda each: each.involuntariness),
    (Line("officer.file.element.penalty"), lambda each: each.penalty),
)
"""Act, means and purpose (Anti-Human Trafficking Act B.E. 2551 s.6), forced labour (s.6/1): which
questions speak of which, by the questionnaire's dimensions (Delphi D1, D2, D6: means; D4:
purpose; D5: coercion) and properties (ILO Convention 29: involuntary work, under a penalty)."""


def grid(papers: Papers, around: Surroundings) -> Section:
    """What the answers show of each element, and room for what the officer finds."""
    remarks = [Line("officer.file.remark.grid")]
    if papers.case.facts.child:
        remarks.append(Line("officer.file.remark.child"))
    columns = (
        Column(Line("officer.file.column.element"), 30),
        Column(Line("officer.file.column.shown"), 45),
        Column(Line("officer.file.column.finding"), 25),
    )
    asked = [q for q in around.intake.screening.questions if not _apart(papers, q.id, around)]
    rows = tuple(
        (title, _shown(papers, [each for each in asked if belongs(each)]), EMPTY)
        for title, belongs in ELEMENTS
    )
    return Section(Line("officer.file.part.grid"), tuple(remarks), table=Table(columns, rows))


def _shown(papers: Papers, questions: list[ScreeningQuestion]) -> Value:
    record = papers.conversation.record
    said = tuple(
        Line(
            "officer.reason",
            {
                "what": Line(f"name.{each.id}"),
                "said": Line(f"value.{record.value(each.id)}"),
            },
        )
        for each in questions
        if record.value(each.id) in (YES, NOT_SURE)
    )
    return stacked(said)


def indicators(papers: Papers, around: Surroundings) -> Section:
    """Every screening question that counts: answer, words shown, time, and two empty columns."""
    columns = (
        Column(Line("officer.file.column.number"), 5),
        Column(Line("officer.file.column.question"), 41),
        Column(Line("officer.file.column.answer"), 10),
        Column(Line("officer.file.column.when"), 15),
        Column(Line("officer.file.column.form_item"), 12),
        Column(Line("officer.file.column.finding"), 17),
    )
    remarks = [Line("officer.file.remark.form_item")]
    if not papers.sensitive:
        remarks.append(Line("officer.file.remark.kept_apart"))
    rows = tuple(
        (Literal(str(number)), *row) for number, row in enumerate(_rows(papers, around), 1)
    )
    title = Line("officer.file.part.indicators")
    return Section(title, tuple(remarks), table=Table(columns, rows))


def _rows(papers: Papers, around: Surroundings) -> Iterable[tuple[Value, ...]]:
    items = {each.id: each.ror_bor_1_item or "" for each in around.intake.screening.questions}
    record = papers.conversation.record
    for question in around.intake.counted(papers.conversation):
        if question.id not in around.intake.screening.values:
            continue
        if _apart(papers, question.id, around):
            continue
        answer = record.get(question.id)
        said = answer is not None and answer.complete
        yield (
            _asked(question.id, answer),
            _value(answer.value) if answer is not None and said else EMPTY,
            full(answer.at) if answer is not None and said else EMPTY,
            Literal(items.get(question.id, "")),
            EMPTY,
        )


def _asked(question: QuestionId, answer: Answer | None) -> Value:
    """The short name, and the exact words under which it was put to the worker."""
    name = Line(f"name.{question}")
    if answer is None or not answer.wording:
        return name
    return Line("officer.file.asked", {"name": name, "wording": Literal(answer.wording)})


def _value(value: str) -> Value:
    return Line("value.skipped") if value == "skip" else Line(f"value.{value}")


def _apart(papers: Papers, question: str, around: Surroundings) -> bool:
    known = around.intake.questions.get(QuestionId(question))
    return not papers.sensitive and known is not None and kept_apart(known)
