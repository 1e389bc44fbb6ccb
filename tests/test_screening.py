"""Which screening questions are asked, in which order, and which answers count."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from bot.data.screening import load_screening
from bot.domain.ids import QuestionId
from bot.domain.screening import asked, order_asked, settle
from hypothesis import given, settings
from hypothesis import strategies as st

SCREENING = load_screening()
SHIPPED: dict[str, Any] = json.loads(
    files("bot.data").joinpath("screening.json").read_text("utf-8")
)
QUESTIONS = [question.id for question in SCREENING.questions]
SENSITIVE = {question.id for question in SCREENING.questions if question.sensitive}
GATE_PLACES = ("safe_to_talk", "in_danger_now", "should_somebody_come")

Answers = dict[QuestionId, str]
every_answer = st.fixed_dictionaries(
    {each: st.sampled_from(values) for each, values in SCREENING.values.items()}
)
some_answers = st.fixed_dictionaries(
    {}, optional={each: st.sampled_from(values) for each, values in SCREENING.values.items()}
)
some_categories = st.lists(st.sampled_from(sorted(SCREENING.category_ids)), max_size=3)


def said(**answers: str) -> Answers:
    return {QuestionId(question): answer for question, answer in answers.items()}


def test_the_core_is_asked_of_everybody() -> None:
    core = tuple(question.id for question in SCREENING.questions if question.core)
    assert asked(SCREENING, (), {}) == tuple(each for each in core if each != "child_hazard_work")


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_a_yes_or_a_doubt_brings_in_what_comes_after(answer: str) -> None:
    assert "papers_refused" in asked(SCREENING, (), said(papers_kept=answer))
    assert "kept_from_phone" in asked(SCREENING, (), said(kept_from_going_out=answer))


@pytest.mark.parametrize("answer", ["no", "skip"])
def test_a_no_or_a_skip_brings_in_nothing(answer: str) -> None:
    assert asked(SCREENING, (), said(papers_kept=answer)) == asked(SCREENING, (), {})


def test_an_answer_that_does_not_count_brings_in_nothing() -> None:
    assert asked(SCREENING, (), said(promised_different_job="yes")) == asked(SCREENING, (), {})


def test_level_b_by_the_answers_deepens_and_taking_it_back_does_not_leave_it_deep() -> None:
    deep = asked(SCREENING, (), said(threatened_with_harm="yes", forced_to_come="yes"))
    assert {each.id for each in SCREENING.questions if each.deepen} <= set(deep)
    back = said(threatened_with_harm="no", forced_to_come="yes")
    assert asked(SCREENING, (), back) == asked(SCREENING, (), {})


def test_a_child_under_15_is_asked_in_depth_before_any_other_answer() -> None:
    assert "forced_to_come" in asked(SCREENING, (), said(under_18="yes", under_15="yes"))
    assert "forced_to_come" not in asked(SCREENING, (), said(under_18="no", under_15="yes"))


@pytest.mark.safety(15)
def test_nobody_is_questioned_about_recruitment_after_telling_of_an_assault() -> None:
    told = said(hit_or_hurt="not_sure", unwanted_touch="yes", forced_clients="yes")
    questions = asked(SCREENING, ("domestic_work",), told)
    assert "forced_clients" in questions
    assert "forced_to_come" not in questions


def test_a_category_floor_alone_does_not_deepen() -> None:
    changed = deepcopy(SHIPPED)
    changed["category_floor"]["B"].append("injury")
    screening = load_screening(json.dumps(changed))
    assert asked(screening, ("injury",), {}) == asked(SCREENING, ("injury",), {})


def test_a_category_of_the_full_screening_deepens() -> None:
    assert "officials_help_boss" in asked(SCREENING, ("child_at_work",), {})
    assert "officials_help_boss" not in asked(SCREENING, ("hours",), {})


def test_a_question_of_a_chosen_category_stays_whatever_its_guard_says_later() -> None:
    assert "pay_kept_to_hold" in asked(SCREENING, ("pay",), said(unpaid_or_underpaid="no"))
    assert "pay_kept_to_hold" not in asked(SCREENING, (), said(unpaid_or_underpaid="no"))


@pytest.mark.safety(41)
@given(some_answers, some_categories, st.sampled_from(["yes", "not_sure"]))
def test_children_and_people_not_sure_of_their_age_are_never_asked_sensitive_questions(
    answers: Answers, categories: list[str], age: str
) -> None:
    child = answers | said(under_18=age)
    assert SENSITIVE.isdisjoint(order_asked(SCREENING, categories, child))


@given(some_answers, some_categories)
def test_adults_are_asked_sensitive_questions_last(answers: Answers, categories: list[str]) -> None:
    order = order_asked(SCREENING, categories, answers)
    sensitive = [each in SENSITIVE or each == "recent_unwanted_touch" for each in order]
    assert sensitive == sorted(sensitive)


@given(some_answers, some_categories)
def test_the_order_holds_every_question_that_counts_once(
    answers: Answers, categories: list[str]
) -> None:
    order = order_asked(SCREENING, categories, answers)
    assert len(set(order)) == len(order)
    assert set(order) & set(QUESTIONS) == set(asked(SCREENING, categories, answers))
    assert set(settle(SCREENING, categories, answers)) <= {*order, *map(QuestionId, GATE_PLACES)}
    assert not {*GATE_PLACES} & {*order}


def test_age_comes_first_because_child_protection_hangs_on_it() -> None:
    assert order_asked(SCREENING, ("locked_in",), {})[0] == "under_18"
    for age in ("yes", "not_sure"):
        order = order_asked(SCREENING, ("locked_in",), said(under_18=age))
        assert order[:3] == ("under_18", "under_15", "locked_or_guarded_now")
    assert "under_15" not in order_asked(SCREENING, (), said(under_18="no"))


def test_what_is_first_for_a_category_comes_first_only_when_that_was_chosen() -> None:
    assert order_asked(SCREENING, ("pay", "locked_in"), {})[1] == "locked_or_guarded_now"
    order = order_asked(SCREENING, ("pay",), said(kept_from_going_out="yes"))
    assert order.index(QuestionId("locked_or_guarded_now")) == 5


@pytest.mark.parametrize(
    ("parent", "follow_up", "category"),
    [
        ("hit_or_hurt", "recent_violence", "violence"),
        ("unwanted_touch", "recent_unwanted_touch", "violence"),
        ("no_food_water_bed", "nothing_to_eat_today", "locked_in"),
        ("dangerous_or_sick_work", "needs_doctor_now", "injury"),
    ],
)
def test_a_follow_up_directly_follows_the_yes_that_raises_it(
    parent: str, follow_up: str, category: str
) -> None:
    order = order_asked(SCREENING, (category,), said(**{parent: "yes"}))
    assert order[order.index(QuestionId(parent)) + 1] == follow_up
    unsure = said(**{parent: "not_sure", follow_up: "yes"})
    assert follow_up not in order_asked(SCREENING, (category,), unsure)
    assert follow_up not in settle(SCREENING, (category,), unsure)


def test_the_follow_up_of_the_danger_gate_counts_but_is_asked_at_the_gate() -> None:
    unsure = said(in_danger_now="not_sure", should_somebody_come="yes")
    assert settle(SCREENING, (), unsure) == unsure
    assert settle(SCREENING, (), unsure | said(in_danger_now="no")) == said(in_danger_now="no")


def test_under_15_counts_only_for_children_and_unsure() -> None:
    assert settle(SCREENING, (), said(under_18="no", under_15="yes")) == said(under_18="no")
    assert settle(SCREENING, (), said(under_15="yes")) == {}


def test_settled_answers_stand_in_the_files_order_and_unknown_ones_are_dropped() -> None:
    mixed = said(hit_or_hurt="yes", wish="pay", papers_kept="no", under_18="no")
    assert list(settle(SCREENING, (), mixed)) == ["under_18", "papers_kept", "hit_or_hurt"]


@given(some_answers, some_categories)
def test_settling_twice_is_settling_once(answers: Answers, categories: list[str]) -> None:
    once = settle(SCREENING, categories, answers)
    assert settle(SCREENING, categories, once) == once
    assert asked(SCREENING, categories, once) == asked(SCREENING, categories, answers)


@given(some_answers, some_categories, st.randoms(use_true_random=False))
def test_the_set_does_not_depend_on_the_order_of_answers_or_categories(
    answers: Answers, categories: list[str], dice: Random
) -> None:
    shuffled = dict(dice.sample(list(answers.items()), len(answers)))
    mixed = dice.sample(categories, len(categories))
    assert asked(SCREENING, mixed, shuffled) == asked(SCREENING, categories, answers)


def unanswered(categories: list[str], answers: Answers) -> list[QuestionId]:
    gates = [QuestionId(each) for each in GATE_PLACES]
    if answers.get(gates[1]) != "not_sure":
        gates.pop()
    order = (*gates, *order_asked(SCREENING, categories, answers))
    return [each for each in order if each not in answers]


Step = tuple[str, int, str]
steps = st.lists(
    st.tuples(
        st.sampled_from(["give", "take back", "edit"]),
        st.integers(0, 40),
        st.sampled_from(["yes", "no", "not_sure", "skip"]),
    ),
    max_size=40,
)


def wander(
    categories: list[str], route: list[Step], settled: Callable[[Answers], Answers]
) -> Answers:
    """Answers given, taken back and edited the way a conversation allows."""
    answers: Answers = {}
    for what, where, answer in route:
        due = unanswered(categories, settle(SCREENING, categories, answers))
        if what == "give" and due and answer in SCREENING.values[due[0]]:
            answers[due[0]] = answer
        elif what == "take back" and answers:
            answers.popitem()
        elif what == "edit" and answers:
            question = list(answers)[where % len(answers)]
            if answer in SCREENING.values[question]:
                answers[question] = answer
        answers = settled(answers)
    return answers


def finish(
    categories: list[str],
    answers: Answers,
    truth: Mapping[QuestionId, str],
    settled: Callable[[Answers], Answers],
    pick: Callable[[list[QuestionId]], QuestionId],
) -> Answers:
    """Everything set right one by one, then the rest answered until nothing is asked."""
    while wrong := [each for each in answers if answers[each] != truth[each]]:
        answers[wrong[0]] = truth[wrong[0]]
        answers = settled(answers)
    while due := unanswered(categories, settle(SCREENING, categories, answers)):
        question = pick(due)
        answers[question] = truth[question]
        answers = settled(answers)
    return settle(SCREENING, categories, answers)


@settings(max_examples=30)
@given(
    truth=every_answer,
    categories=some_categories,
    route=steps,
    each_step=st.booleans(),
    dice=st.randoms(use_true_random=False),
)
def test_whatever_the_detours_the_same_final_answers_make_the_same_record(
    truth: Answers, categories: list[str], route: list[Step], *, each_step: bool, dice: Random
) -> None:
    def settled(answers: Answers) -> Answers:
        return settle(SCREENING, categories, answers) if each_step else dict(answers)

    straight = finish(categories, {}, truth, settled, lambda due: due[0])
    any_order = finish(categories, {}, truth, settled, dice.choice)
    detour = finish(categories, wander(categories, route, settled), truth, settled, dice.choice)
    assert straight == any_order == detour == settle(SCREENING, categories, truth)


@settings(max_examples=60)
@given(some_categories, steps, st.randoms(use_true_random=False))
def test_a_record_left_unfinished_can_be_given_straight_through(
    categories: list[str], route: list[Step], dice: Random
) -> None:
    record = settle(SCREENING, categories, wander(categories, route, dict))
    answers: Answers = {}
    while due := [each for each in unanswered(categories, answers) if each in record]:
        question = dice.choice(due)
        answers[question] = record[question]
    assert answers == record
