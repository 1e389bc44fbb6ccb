"""The triage rule: its worked examples, each of its branches, and what holds for every record."""

import json
from pathlib import Path
from typing import Any

import pytest
from bot.data.screening import load_screening
from bot.domain.ids import Level, QuestionId
from bot.domain.levels import Rule, is_positive, ruled, weigh
from bot.domain.questionnaire import NotInScreeningError, Weight
from bot.domain.screening import settle
from bot.domain.triage import Reason, Triage, assess, assess_as_given
from hypothesis import given
from hypothesis import strategies as st

EXAMPLES_FILE = Path(__file__).parent / "data" / "triage_examples.json"
EXAMPLES: list[dict[str, Any]] = json.loads(EXAMPLES_FILE.read_text("utf-8"))
SCREENING = load_screening()
CORE = [question.id for question in SCREENING.questions if question.id in SCREENING.core_scored]
QUESTIONS = [question.id for question in SCREENING.questions]

answers_of_any_kind = st.fixed_dictionaries(
    {}, optional={each: st.sampled_from(values) for each, values in SCREENING.values.items()}
)
some_categories = st.lists(st.sampled_from(sorted(SCREENING.category_ids)), max_size=3)


def judged(said: dict[str, str], *categories: str) -> Triage:
    """Everything in the scored core denied but what is said."""
    answers = dict.fromkeys(CORE, "no") | {QuestionId(each): said[each] for each in said}
    return assess_as_given(SCREENING, categories, answers)


def yes(*questions: str) -> dict[str, str]:
    return dict.fromkeys(questions, "yes")


def unsure(*questions: str) -> dict[str, str]:
    return dict.fromkeys(questions, "not_sure")


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["name"] for each in EXAMPLES])
def test_a_worked_example_comes_out_as_written(example: dict[str, Any]) -> None:
    found = assess_as_given(SCREENING, example["categories"], example["answers"])
    assert found.level == example["level"]
    assert found.urgent == example["urgent"]
    assert list(found.positive) == example["positive"]
    assert list(found.asked) == example["asked"]


S, M, W = Weight.STRONG, Weight.MEDIUM, Weight.WEAK


@pytest.mark.parametrize(
    ("found", "positive"),
    [
        ([S, S], True),
        ([S, M], True),
        ([S, W], True),
        ([M, M, M], True),
        ([M, M, W], True),
        ([S], False),
        ([M, M], False),
        ([M, W, W], False),
        ([W, W, W, W], False),
        ([], False),
    ],
)
def test_a_dimension_is_positive_with_enough_weight(found: list[Weight], *, positive: bool) -> None:
    assert is_positive(found) is positive
    assert is_positive(found[::-1]) is positive


HARD_WORK = yes("long_hours_no_day_off", "unpaid_or_underpaid")
HELD = yes("kept_from_going_out", "papers_kept")

RULES = [
    # A: means, exploitation and coercion together.
    (HARD_WORK | HELD | yes("promised_different_job", "worse_than_promised"), "A", {Rule.ADULT_A}),
    (HARD_WORK | HELD | yes("forced_to_come", "sold_or_passed_on"), "A", {Rule.ADULT_A}),
    (HARD_WORK | HELD | unsure("papers_problem_used", "worse_than_promised"), "A", {Rule.ADULT_A}),
    (HARD_WORK | HELD | unsure("papers_problem_used", "forced_to_come"), "A", {Rule.ADULT_A}),
    (HARD_WORK | HELD | unsure("worse_than_promised"), "B", None),
    (HARD_WORK | HELD | yes("papers_problem_used"), "B", None),
    (HELD | yes("promised_different_job", "worse_than_promised"), "B", None),
    (
        HARD_WORK | yes("promised_different_job", "worse_than_promised"),
        "C",
        {Rule.ADULT_C_EXPLOITATION, Rule.ADULT_C_ANY},
    ),
    # B: each of its five conditions alone.
    (
        yes("papers_kept", "pay_kept_to_hold", "threatened_with_police"),
        "B",
        {Rule.ADULT_B_POSITIVE},
    ),
    (yes("kept_from_going_out"), "B", {Rule.ADULT_B_STRONG}),
    (yes("hit_or_hurt"), "B", {Rule.ADULT_B_STRONG}),
    (yes("threatened_with_harm"), "B", {Rule.ADULT_B_HARM}),
    (yes("threatened_with_police", "paid_or_borrowed_for_job"), "B", {Rule.ADULT_B_POLICE}),
    (yes("promised_different_job", "papers_kept"), "B", {Rule.ADULT_B_PENALTY}),
    (yes("forced_to_come"), "B", {Rule.ADULT_B_PENALTY}),
    # … and each a step short of it.
    (yes("papers_kept", "pay_kept_to_hold"), "C", {Rule.ADULT_C_ANY}),
    (unsure("kept_from_going_out", "hit_or_hurt", "debt_blocks_leaving"), "C", {Rule.ADULT_C_ANY}),
    (unsure("threatened_with_harm"), "C", {Rule.ADULT_C_ANY}),
    (yes("threatened_with_police"), "C", {Rule.ADULT_C_ANY}),
    (
        yes("threatened_with_police") | unsure("paid_or_borrowed_for_job"),
        "C",
        {Rule.ADULT_C_ANY},
    ),
    (
        unsure("threatened_with_police") | yes("paid_or_borrowed_for_job"),
        "C",
        {Rule.ADULT_C_ANY},
    ),
    (yes("promised_different_job"), "C", {Rule.ADULT_C_ANY}),
    (yes("promised_different_job") | unsure("papers_kept"), "C", {Rule.ADULT_C_ANY}),
    (unsure("promised_different_job") | yes("papers_kept"), "C", {Rule.ADULT_C_ANY}),
    (yes("paid_or_borrowed_for_job", "papers_kept"), "C", {Rule.ADULT_C_ANY}),
    (
        yes("paid_or_borrowed_for_job", "papers_kept", "long_hours_no_day_off"),
        "C",
        {Rule.ADULT_C_ANY},
    ),
    # C and D.
    (HARD_WORK, "C", {Rule.ADULT_C_EXPLOITATION}),
    (unsure("promised_different_job"), "C", {Rule.ADULT_C_ANY}),
    (unsure("paid_or_borrowed_for_job"), "C", {Rule.ADULT_C_ANY}),
    (unsure("papers_kept"), "C", {Rule.ADULT_C_ANY}),
    (yes("long_hours_no_day_off"), "D", {Rule.ADULT_D}),
    (yes("papers_problem_used"), "D", {Rule.ADULT_D}),
    (yes("officials_help_boss", "others_in_same_trouble"), "D", {Rule.ADULT_D}),
    (yes("child_hazard_work", "unpaid_or_underpaid", "pay_cut"), "D", {Rule.ADULT_D}),
    (unsure("child_hazard_work") | yes("unpaid_or_underpaid", "pay_cut"), "D", {Rule.ADULT_D}),
    (yes("under_15") | {"under_18": "no"}, "D", {Rule.ADULT_D}),
    (yes("paid_or_borrowed_for_job") | {"under_18": "skip"}, "C", {Rule.ADULT_C_ANY}),
]
CHILD_RULES = [
    (HARD_WORK, "A", {Rule.CHILD_A_EXPLOITATION}),
    (yes("unpaid_or_underpaid", "pay_cut", "child_hazard_work"), "A", {Rule.CHILD_A_EXPLOITATION}),
    (yes("kept_from_going_out"), "A", {Rule.CHILD_A_STRONG}),
    (yes("bad_if_stop"), "A", {Rule.CHILD_A_STRONG}),
    (yes("paid_or_borrowed_for_job"), "A", {Rule.CHILD_A_STRONG}),
    (yes("promised_different_job"), "B", {Rule.CHILD_B_ANY}),
    (yes("long_hours_no_day_off"), "B", {Rule.CHILD_B_ANY}),
    (yes("papers_problem_used"), "B", {Rule.CHILD_B_ANY}),
    (unsure("bad_if_stop"), "B", {Rule.CHILD_B_ANY}),
    (yes("under_15"), "B", {Rule.CHILD_B_UNDER_15}),
    (unsure("under_15"), "C", {Rule.CHILD_C}),
    (yes("others_in_same_trouble"), "C", {Rule.CHILD_C}),
    ({}, "C", {Rule.CHILD_C}),
]


def rules(found: Triage) -> set[Rule]:
    return {reason.rule for reason in found.reasons} - {Rule.ALSO_FOUND}


@pytest.mark.parametrize(("said", "level", "why"), RULES)
def test_the_first_rule_for_adults_that_holds_gives_the_level(
    said: dict[str, str], level: str, why: set[Rule] | None
) -> None:
    found = judged(said)
    assert found.level == level
    assert not found.child
    assert why is None or rules(found) == why


@pytest.mark.parametrize("age", ["yes", "not_sure"])
@pytest.mark.parametrize(("said", "level", "why"), CHILD_RULES)
def test_a_child_or_somebody_not_sure_of_it_needs_no_means(
    said: dict[str, str], level: str, why: set[Rule], age: str
) -> None:
    found = judged(said | {"under_18": age})
    assert (found.level, rules(found)) == (level, why)
    assert found.child


def test_several_questions_of_one_indicator_count_once() -> None:
    found = judged(yes("kept_from_going_out", "kept_from_phone", "kept_on_boat"))
    assert found.positive == ()
    (reason,) = (each for each in found.reasons if each.rule is Rule.ADULT_B_STRONG)
    assert len(reason.answers) == len(("kept_from_going_out", "kept_from_phone", "kept_on_boat"))


def test_the_highest_weight_of_an_indicator_counts_whichever_comes_first() -> None:
    found = judged(unsure("papers_kept") | yes("papers_refused"))
    assert found.reasons[0].weight is Weight.STRONG
    found = judged(yes("papers_kept") | unsure("papers_refused"))
    assert found.reasons[0].weight is Weight.MEDIUM


@pytest.mark.parametrize(
    ("category", "level"),
    [
        ("locked_in", "B"),
        ("violence", "B"),
        ("sexual_harassment", "B"),
        ("child_at_work", "B"),
        ("papers_kept", "C"),
        ("job_fees", "C"),
        ("cheated_by_broker", "C"),
        ("work_at_sea", "C"),
        ("pay", "D"),
    ],
)
def test_a_chosen_category_raises_the_level_to_its_floor(category: str, level: str) -> None:
    found = judged({}, category)
    assert found.level == level
    raised = [each.category for each in found.reasons if each.rule is Rule.CATEGORY_FLOOR]
    assert raised == ([] if level == "D" else [category])


@given(answers_of_any_kind, some_categories)
def test_a_category_never_lowers_the_level(
    answers: dict[QuestionId, str], categories: list[str]
) -> None:
    bare = assess_as_given(SCREENING, (), answers)
    assert assess_as_given(SCREENING, categories, answers).level.gravity >= bare.level.gravity


@pytest.mark.parametrize("answer", ["yes", "no", "not_sure"])
def test_with_fewer_than_four_core_answers_nobody_is_called_labour_rights_only(answer: str) -> None:
    few: dict[QuestionId, str] = dict.fromkeys(CORE[:2], "no")
    three = assess_as_given(SCREENING, (), few | {CORE[2]: answer})
    assert three.level is Level.U
    assert three.reasons[0].rule is Rule.NOT_SCREENED
    four = assess_as_given(SCREENING, (), few | {CORE[2]: answer, CORE[5]: "no"})
    assert four.level in (Level.C, Level.D)


def test_skips_and_answers_beside_the_core_do_not_make_somebody_screened() -> None:
    said = dict.fromkeys(CORE, "skip") | dict.fromkeys(map(QuestionId, HARD_WORK), "no")
    said |= {QuestionId("others_in_same_trouble"): "no", QuestionId("pay_cut"): "no"}
    assert assess_as_given(SCREENING, ("pay",), said).level is Level.U


def test_unscreened_stands_above_a_floor_of_c_and_below_b() -> None:
    assert assess_as_given(SCREENING, ("job_fees",), {}).level is Level.U
    assert assess_as_given(SCREENING, ("violence",), {}).level is Level.B
    hit = {QuestionId("hit_or_hurt"): "yes"}
    assert assess_as_given(SCREENING, (), hit).level is Level.B
    assert assess_as_given(SCREENING, (), {QuestionId("under_18"): "yes"}).level is Level.U


@given(some_categories, st.sampled_from(["skip", None]))
def test_silence_is_unscreened_or_the_floor(categories: list[str], answer: str | None) -> None:
    said = dict.fromkeys(QUESTIONS, answer) if answer else {}
    floors = {SCREENING.category_floor.get(each) for each in categories}
    level = assess(SCREENING, categories, said).level
    assert level is (Level.B if Level.B in floors else Level.U)


@pytest.mark.parametrize(
    ("said", "because"),
    [
        (yes("in_danger_now"), ["in_danger_now"]),
        (yes("should_somebody_come"), ["should_somebody_come"]),
        ({"safe_to_talk": "quiet_help"}, ["safe_to_talk"]),
        (yes("locked_or_guarded_now"), ["locked_or_guarded_now"]),
        (yes("forced_to_break_law"), ["forced_to_break_law"]),
        (yes("hit_or_hurt", "recent_violence"), ["hit_or_hurt", "recent_violence"]),
        (yes("unwanted_touch", "recent_unwanted_touch"), ["unwanted_touch"]),
        (yes("no_food_water_bed", "nothing_to_eat_today"), ["no_food_water_bed"]),
        (yes("dangerous_or_sick_work", "needs_doctor_now"), ["dangerous_or_sick_work"]),
    ],
)
def test_what_is_urgent_is_urgent_at_once(said: dict[str, str], because: list[str]) -> None:
    found = assess_as_given(SCREENING, (), {QuestionId(each): said[each] for each in said})
    assert found.urgent
    (reason,) = found.urgent_reasons
    assert [question for question, _ in reason.answers][: len(because)] == because


@pytest.mark.parametrize(
    "said",
    [
        unsure("in_danger_now"),
        {"safe_to_talk": "no"},
        {"should_somebody_come": "no"},
        unsure("locked_or_guarded_now"),
        unsure("forced_to_break_law"),
        yes("hit_or_hurt"),
        yes("hit_or_hurt") | unsure("recent_violence"),
        yes("recent_violence"),
        yes("unwanted_touch") | {"recent_unwanted_touch": "skip"},
        yes("no_food_water_bed") | {"nothing_to_eat_today": "no"},
        yes("dangerous_or_sick_work"),
        yes("kept_from_going_out", "threatened_with_harm"),
    ],
)
def test_nothing_less_is_urgent(said: dict[str, str]) -> None:
    found = assess_as_given(SCREENING, (), {QuestionId(each): said[each] for each in said})
    assert not found.urgent
    assert found.urgent_reasons == ()


def test_reasons_tell_the_rule_the_indicator_its_weight_and_the_answers() -> None:
    found = judged(yes("papers_kept", "papers_refused", "pay_cut") | unsure("bad_if_stop"), "pay")
    answers = tuple((QuestionId(each), "yes") for each in ("papers_kept", "papers_refused"))
    assert found.reasons == (
        Reason(Rule.ADULT_B_POSITIVE, "docs", "D5", Weight.STRONG, answers),
        Reason(
            Rule.ADULT_B_POSITIVE,
            "influence",
            "D5",
            Weight.WEAK,
            ((QuestionId("bad_if_stop"), "not_sure"),),
        ),
        Reason(Rule.ADULT_B_STRONG, "docs", "D5", Weight.STRONG, answers[1:]),
        Reason(
            Rule.ALSO_FOUND, "wage_manip", "D4", Weight.MEDIUM, ((QuestionId("pay_cut"), "yes"),)
        ),
    )


@given(answers_of_any_kind, some_categories)
def test_every_sign_stands_in_the_reasons_and_the_first_gives_the_level(
    answers: dict[QuestionId, str], categories: list[str]
) -> None:
    found = assess_as_given(SCREENING, categories, answers)
    told = {question for reason in found.reasons for question, _ in reason.answers}
    assert told >= {sign.id for sign in weigh(SCREENING, answers).signs}
    assert found.reasons[0].rule is not Rule.ALSO_FOUND
    assert (found.level is Level.U) == (found.reasons[0].rule is Rule.NOT_SCREENED)


@given(answers_of_any_kind, some_categories)
def test_answers_that_do_not_count_are_ignored_in_a_conversation(
    answers: dict[QuestionId, str], categories: list[str]
) -> None:
    settled = settle(SCREENING, categories, answers)
    found = assess(SCREENING, categories, answers)
    assert found == assess(SCREENING, categories, settled)
    assert found == assess_as_given(SCREENING, categories, settled)


def test_an_answer_to_a_question_nobody_would_ask_weighs_only_when_vouched_for() -> None:
    answers = dict.fromkeys(CORE, "no") | {QuestionId("unwanted_touch"): "yes"}
    assert assess(SCREENING, (), answers).level is Level.D
    assert assess_as_given(SCREENING, (), answers).level is Level.B


@given(answers_of_any_kind, st.sampled_from(QUESTIONS))
def test_a_graver_answer_never_lowers_what_the_answers_alone_make(
    answers: dict[QuestionId, str], question: QuestionId
) -> None:
    """Level U is left out on purpose: a fourth core answer rightly turns U into C."""
    levels = [
        ruled(weigh(SCREENING, answers | {question: answer}))[0].gravity
        for answer in ("no", "not_sure", "yes")
    ]
    assert levels == sorted(levels)


@pytest.mark.parametrize(
    ("categories", "answers", "problem"),
    [
        ((), {"papers_kept": "maybe"}, 'papers_kept: "maybe" is not one of yes, no, not_sure'),
        ((), {"passport": "yes"}, "answers.passport: is not a question of the screening"),
        (("pay", "wages"), {}, r'categories\[1\]: "wages" is not a category'),
        ((), {"nothing_to_eat_today": "not_sure"}, "is not one of yes, no, skip"),
    ],
)
def test_what_the_questionnaire_lacks_is_refused(
    categories: tuple[str, ...], answers: dict[QuestionId, str], problem: str
) -> None:
    for judge in (assess, assess_as_given):
        with pytest.raises(NotInScreeningError, match=problem):
            judge(SCREENING, categories, answers)
