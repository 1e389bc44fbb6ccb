"""Which screening questions are asked, in which order, and which answers count.

The set that counts is a **least fixed point**, built from the bottom. Write F(S) for the questions
whose condition holds when only the gates and the answers to questions of S are heard. The start
is S1 = F(∅), what holds from gates, categories and core; the set is where S1, S1 ∪ F(S1) …
stops growing. What came in stays in. In S1 no question is heard yet, so an `only_if` that allows
`None` ("not answered") lets a chosen category's question in whatever its guard says later.

Above S1 the growth does not depend on the order of adding, because F only grows with S, as each
of its parts does for a fixed record of answers:

- core and chosen categories do not look at S;
- `after`: an answer once heard stays heard, and it brings in, never out;
- `only_if` with real values: not heard is false, heard never changes again;
- `only_if` with `None` would break this, as a later answer could make it false. The loader
  therefore allows it only on a guard that is heard from S1 on: a gate, or a core question without
  a condition of its own. Above S1 its truth is fixed;
- `deepen`: one more answer heard can only add weight. Each indicator takes the highest weight of
  its answers, a dimension stays positive when an indicator is added or grows heavier (a medium
  made strong turns "2 medium and 1 weak" into "1 strong and others"), the marks of the yes answers
  only gather, and child or adult is decided by a gate. So "level B or A", a union of such
  conditions, is never lost by hearing more. Levels U, C and D come and go and are not looked at;
  nor are the category floor (the *answers* have to make the level) and sensitive answers.

So (Knaster and Tarski, on the sets above S1) the set exists, is unique, and is reached whichever
question is added first. Three things follow. It is a function of categories and answers alone, not
of the way they were reached. Answers outside it are never looked at, so dropping them changes
nothing and dropping twice is dropping once. And whoever in the end answers what is asked in the
same way, after whatever detours, has the same record: by induction the two chains hear the same
answers at every stage.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.ids import Level, QuestionId
from bot.domain.levels import ruled, weigh
from bot.domain.questionnaire import (
    CHILD_ANSWERS,
    NOT_SURE,
    UNDER_15,
    UNDER_18,
    YES,
    Category,
    FollowUp,
    Gate,
    NotInScreeningError,
    Screening,
    ScreeningQuestion,
    Weight,
    is_child,
)

__all__ = [
    "Category",
    "FollowUp",
    "Gate",
    "NotInScreeningError",
    "Screening",
    "ScreeningQuestion",
    "Weight",
    "asked",
    "asked_and_settled",
    "is_child",
    "order_asked",
    "settle",
]

RAISING = frozenset({YES, NOT_SURE})
GRAVE = frozenset({Level.A, Level.B})

Answers = Mapping[QuestionId, str]


def asked(
    screening: Screening, categories: Sequence[str], answers: Answers
) -> tuple[QuestionId, ...]:
    """The questions that count, in the file's order; gates and follow-ups are not among them."""
    return asked_and_settled(screening, categories, answers)[0]


def settle(
    screening: Screening, categories: Sequence[str], answers: Answers
) -> dict[QuestionId, str]:
    """The answers that count: to gates, questions and follow-ups, in the file's order.

    Whatever is answered outside the set is dropped, unknown questions too. Idempotent.
    """
    return asked_and_settled(screening, categories, answers)[1]


def asked_and_settled(
    screening: Screening, categories: Sequence[str], answers: Answers
) -> tuple[tuple[QuestionId, ...], dict[QuestionId, str]]:
    """Both at the price of one."""
    heard, counting = _least_fixed_point(screening, categories, answers)
    for follow_up in screening.follow_ups:
        if heard.get(follow_up.parent) in follow_up.on and follow_up.id in answers:
            heard[follow_up.id] = answers[follow_up.id]
    return (
        tuple(question.id for question in screening.questions if question.id in counting),
        {question: heard[question] for question in screening.values if question in heard},
    )


def order_asked(
    screening: Screening, categories: Sequence[str], answers: Answers
) -> tuple[QuestionId, ...]:
    """Everything the screening asks, in the order in which it is put to the worker.

    Age first, because child protection hangs on it; then what belongs first to a chosen category;
    then the file's order; what is sensitive last. A follow-up directly follows its question. The
    follow-up of the danger gate is asked at that gate and is not here.
    """
    heard, counting = _least_fixed_point(screening, categories, answers)
    chosen = frozenset(categories)
    body = sorted(  # stable: within each rank the file's order stays
        (q for q in screening.questions if q.id in counting),
        key=lambda q: (q.sensitive, q.first_for.isdisjoint(chosen)),
    )
    age = (UNDER_18, UNDER_15) if is_child(heard) else (UNDER_18,)
    return (*age, *_with_follow_ups(screening, body, heard))


def _with_follow_ups(
    screening: Screening, questions: Iterable[ScreeningQuestion], heard: Answers
) -> Iterable[QuestionId]:
    for question in questions:
        yield question.id
        for follow_up in screening.follow_ups:
            if follow_up.parent == question.id and heard.get(question.id) in follow_up.on:
                yield follow_up.id


def _least_fixed_point(
    screening: Screening, categories: Sequence[str], answers: Answers
) -> tuple[dict[QuestionId, str], set[QuestionId]]:
    """The answers of gates and questions that count, and the questions that count."""
    chosen = frozenset(categories)
    heard = _at_the_gates(screening, answers)
    counting: set[QuestionId] = set()
    deeper = not chosen.isdisjoint(screening.full_screening) or _grave(screening, heard)
    waiting: Sequence[ScreeningQuestion] = screening.questions
    while True:
        raising = {question for question, answer in heard.items() if answer in RAISING}
        coming = [
            question
            for question in waiting
            if _brought_in(question, chosen, raising, deeper=deeper) and _allowed(question, heard)
        ]
        if coming:
            counting.update(question.id for question in coming)
            heard |= {each.id: answers[each.id] for each in coming if each.id in answers}
            waiting = [question for question in waiting if question.id not in counting]
        elif deeper or not _grave(screening, heard):
            return heard, counting
        else:
            deeper = True


def _at_the_gates(screening: Screening, answers: Answers) -> dict[QuestionId, str]:
    heard = {gate.id: answers[gate.id] for gate in screening.gates if gate.id in answers}
    if heard.get(UNDER_18) not in CHILD_ANSWERS:
        heard.pop(UNDER_15, None)
    return heard


def _brought_in(
    question: ScreeningQuestion, chosen: frozenset[str], raising: set[QuestionId], *, deeper: bool
) -> bool:
    return (
        question.core
        or (deeper and question.deepen)
        or not chosen.isdisjoint(question.categories)
        or not raising.isdisjoint(question.after)
    )


def _allowed(question: ScreeningQuestion, heard: Answers) -> bool:
    return not question.only_if or all(
        heard.get(guard) in values for guard, values in question.only_if.items()
    )


def _grave(screening: Screening, heard: Answers) -> bool:
    """Nobody is questioned about recruitment after telling of an assault: sensitive is left out."""
    level, _ = ruled(weigh(screening, heard, sensitive=False))
    return level in GRAVE
