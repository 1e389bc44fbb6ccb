"""The questionnaire's file: what is shipped, and what a changed one may not be."""

import json
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from bot.data.screening import BadScreeningError, load_categories, load_screening
from bot.domain.ids import Level
from bot.domain.questionnaire import Weight

SCREENING = load_screening()
SHIPPED: dict[str, Any] = json.loads(
    files("bot.data").joinpath("screening.json").read_text("utf-8")
)


def test_the_shipped_questionnaire_is_read_whole() -> None:
    assert SCREENING.version == SHIPPED["version"]
    assert len(SCREENING.questions) == len(SHIPPED["questions"])
    touch = next(each for each in SCREENING.questions if each.id == "unwanted_touch")
    assert touch.weight(child=False) is Weight.STRONG
    assert touch.urgent_if == {"recent_unwanted_touch": frozenset({"yes"})}
    assert touch.only_if == {"under_18": frozenset({"no", "skip", None})}
    locked = next(each for each in SCREENING.questions if each.id == "locked_or_guarded_now")
    assert locked.urgent_if == {}
    assert SCREENING.category_floor["violence"] is Level.B


def test_the_graver_floor_wins_where_a_category_stands_in_two() -> None:
    changed = deepcopy(SHIPPED)
    changed["category_floor"]["C"].append("violence")
    assert load_screening(json.dumps(changed)).category_floor["violence"] is Level.B


def test_there_are_fourteen_categories_each_with_a_picture_and_somebody_who_answers() -> None:
    categories = load_categories()
    assert len({each.id for each in categories}) == len({each.emoji for each in categories}) == 14
    assert [each.id for each in categories if each.either] == ["dismissal", "permits_and_other"]
    assert SCREENING.full_screening == {
        "papers_kept",
        "job_fees",
        "violence",
        "sexual_harassment",
        "child_at_work",
        "work_at_sea",
        "locked_in",
        "cheated_by_broker",
    }


def question(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda file: next(
        q for q in (*file["questions"], *file["follow_ups"]) if q["id"] == name
    )


def whole(file: dict[str, Any]) -> dict[str, Any]:
    return file


REFUSED: list[tuple[Callable[[dict[str, Any]], dict[str, Any]], dict[str, Any], str]] = [
    (question("papers_kept"), {"colour": 1}, "questions.papers_kept.colour: Extra inputs"),
    (question("papers_kept"), {"core": "yes"}, "questions.papers_kept.core: Input should be a"),
    (question("papers_kept"), {"weight_adult": "X"}, "questions.papers_kept.weight_adult: "),
    (question("papers_kept"), {"dimension": "D9"}, "questions.papers_kept.dimension: "),
    (question("papers_kept"), {"indicator": None}, "questions.papers_kept.indicator: "),
    (
        question("papers_kept"),
        {"weight_adult": None, "weight_child": None},
        "questions.papers_kept.weight_adult: ",
    ),
    (question("officials_help_boss"), {"weight_child": "M"}, "questions.officials_help_boss."),
    (
        question("papers_refused"),
        {"after": ["paper_kept"]},
        'questions.papers_refused.after: "paper_kept" is not a question or gate',
    ),
    (
        question("papers_refused"),
        {"after": ["recent_violence"]},
        'questions.papers_refused.after: "recent_violence" is not',
    ),
    (
        question("papers_refused"),
        {"only_if": {"paper_kept": ["yes"]}},
        'questions.papers_refused.only_if: "paper_kept" is not',
    ),
    (
        question("papers_refused"),
        {"only_if": {"papers_kept": ["maybe"]}},
        'questions.papers_refused.only_if.papers_kept: "maybe" is not one of its answers',
    ),
    (
        question("papers_refused"),
        {"only_if": {"papers_kept": []}},
        "questions.papers_refused.only_if.papers_kept: is empty",
    ),
    (
        question("papers_refused"),
        {"only_if": {"papers_refused": ["yes"]}},
        "questions.papers_refused.only_if: waits for its own answer",
    ),
    (
        question("papers_kept"),
        {"only_if": {"papers_refused": ["yes"]}},
        "questions.papers_kept.only_if: waits for its own answer",
    ),
    (
        question("forced_to_come"),
        {"only_if": {"papers_refused": ["yes", None]}},
        "questions.forced_to_come.only_if.papers_refused: null is possible only",
    ),
    (
        question("papers_refused"),
        {"after": ["papers_refused"]},
        "questions.papers_refused.after: nothing ever asks this question",
    ),
    (
        question("papers_kept"),
        {"categories": ["wages"]},
        'questions.papers_kept.categories: "wages" is not a category',
    ),
    (
        question("papers_kept"),
        {"first_for": ["wages"]},
        'questions.papers_kept.first_for: "wages" is not a category',
    ),
    (
        question("papers_kept"),
        {"id": "papers_kept_by_the_employer"},
        "questions.papers_kept_by_the_employer.id: is longer than 24 bytes",
    ),
    (question("papers_kept"), {"id": "Papers"}, "questions.Papers.id: only a-z"),
    (question("papers_refused"), {"id": "papers_kept"}, "questions.papers_kept.id: is used twice"),
    (question("recent_violence"), {"id": "pay_cut"}, "follow_ups.pay_cut.id: is used twice"),
    (question("threatened_with_harm"), {"id": "threats"}, '"threatened_with_harm" is missing'),
    (
        question("hit_or_hurt"),
        {"urgent_if": {"needs_doctor_now": ["yes"]}},
        "questions.hit_or_hurt.urgent_if.needs_doctor_now: is not a follow-up",
    ),
    (
        question("hit_or_hurt"),
        {"urgent_if": {"recent_violence": ["now"]}},
        'questions.hit_or_hurt.urgent_if.recent_violence: "now" is not one of its answers',
    ),
    (
        question("unwanted_touch"),
        {"only_if": {}},
        "questions.unwanted_touch.only_if: a sensitive question is not for under_18",
    ),
    (
        question("unwanted_touch"),
        {"only_if": {"under_18": ["no", "not_sure"]}},
        "questions.unwanted_touch.only_if: a sensitive question is not for under_18",
    ),
    (
        question("recent_violence"),
        {"only_if": {"hit": ["yes"]}},
        'follow_ups.recent_violence.only_if: "hit" is not a question or gate',
    ),
    (
        question("needs_doctor_now"),
        {"only_if": {"dangerous_or_sick_work": ["maybe"]}},
        'follow_ups.needs_doctor_now.only_if: "maybe" is not one of its answers',
    ),
    (
        question("recent_violence"),
        {"values": ["yes", "perhaps"]},
        'follow_ups.recent_violence.values: "perhaps" is not an answer',
    ),
    (question("should_somebody_come"), {"values": ["no"]}, "should_somebody_come.values: "),
    (whole, {"answers": ["yes", "no"]}, "answers: must be yes, no, not_sure and skip"),
    (whole, {"gates": []}, 'gates: "safe_to_talk" is missing'),
    (whole, {"core_scored": ["papers_kept"]}, "core_scored: needs at least 4"),
    (whole, {"core_scored": ["pay_cut"]}, 'core_scored: "pay_cut" is not a core question'),
    (whole, {"full_screening": ["wages"]}, 'full_screening: "wages" is not a category'),
    (whole, {"category_floor": {"B": ["wages"]}}, 'category_floor.B: "wages" is not a category'),
    (whole, {"category_floor": {"U": ["pay"]}}, "category_floor.U"),
    (whole, {"surprise": 1}, "surprise: Extra inputs"),
]


@pytest.mark.parametrize(("part", "change", "message"), REFUSED)
def test_a_questionnaire_that_does_not_hold_together_is_refused_by_place(
    part: Callable[[dict[str, Any]], dict[str, Any]],
    change: dict[str, Any],
    message: str,
    tmp_path: Path,
) -> None:
    changed = deepcopy(SHIPPED)
    part(changed).update(change)
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(changed), "utf-8")
    with pytest.raises(BadScreeningError) as refusal:
        load_screening(file)
    assert str(refusal.value).startswith("changed.json: ")
    assert message in str(refusal.value)


def test_a_missing_key_is_named() -> None:
    changed = deepcopy(SHIPPED)
    del changed["questions"][2]["penalty"]
    with pytest.raises(BadScreeningError, match=r"questions\.papers_kept\.penalty: Field required"):
        load_screening(json.dumps(changed))


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "not JSON"), ('{"version": "1", "version": "2"}', 'the key "version" stands twice')],
)
def test_a_text_that_is_not_plain_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadScreeningError, match=message):
        load_screening(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tags = ", "not TOML"),
        ("tags = []\n[[category]]\nid = 'pay'\nemoji = 'x'\nlead = []", "category.pay.lead"),
        ("tags = []\n[[category]]\nid = 'Pay'\nemoji = 'x'\nlead = ['centre']", "category.Pay.id"),
    ],
)
def test_categories_that_cannot_be_used_are_refused(text: str, message: str) -> None:
    with pytest.raises(BadScreeningError, match=message):
        load_categories(text)
