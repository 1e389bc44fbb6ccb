"""The safety rules of the intake itself, walked through without a database."""

import pytest
from bot.data.screening import load_screening
from bot.domain.ids import Level, QuestionId
from bot.flows import commands
from bot.flows.questions import Kind, Part
from hypothesis import example, given
from hypothesis import strategies as st

from tests.test_engine_properties import QUICK, SEEDS, STEPS, detour
from tests.test_facts_and_card import told
from tests.walker import Walker, Wanted, around

CALM = Wanted(1, in_danger_now="no", consent_keep="pass", for_whom="me", category="skip")
BEGUN = {
    "language": "en",
    "safe_to_talk": "yes",
    "in_danger_now": "no",
    "for_whom": "me",
    "consent_keep": "pass",
    "category": "skip",
}
STOPS = ("stop", "/stop", "หยุด", "ရပ်", "ឈប់", "ຢຸດ", "dừng")
NEVER_ASKED = ("passport_number", "id_number", "birth", "legal_status", "visa", "permit_number")


def walked_to(question: str, wanted: Wanted = CALM) -> Walker:
    walker = Walker()
    walker.says("hello")
    for _ in range(60):
        if walker.asked == question:
            return walker
        walker.answers(wanted)
    raise AssertionError(f"{question} was never asked")


def keys(walker: Walker) -> list[str]:
    return [line.key for prompt in walker.turn.prompts for line in prompt.lines]


@pytest.mark.safety(1, 2, 7)
@pytest.mark.parametrize("words", ["hello", "👍", "no pay", "my boss is bad", "สวัสดี", "1"])
def test_language_is_asked_before_anything_else(words: str) -> None:
    walker = Walker()
    walker.says(words)
    assert walker.asked == "language"
    assert keys(walker)[0] == "greeting"
    walker.taps("language", "my")
    assert walker.conversation.language == "my"
    assert walker.asked == "safe_to_talk"


@pytest.mark.safety(4)
def test_keeping_passing_on_and_counting_are_asked_apart_and_the_police_again() -> None:
    walker = walked_to("consent_keep")
    assert {each.rpartition(":")[2] for each in walker.buttons()} >= {"pass", "keep", "no"}
    walker.taps("consent_keep", "keep")
    assert walker.asked == "consent_statistics"
    assert not walker.conversation.record.complete("tell_police")
    danger = walked_to("in_danger_now", Wanted(1))
    danger.taps("in_danger_now", "yes")
    assert "tell_police" in {each.id for each in around().intake.counted(danger.conversation)}


@pytest.mark.safety(5)
@given(SEEDS, STEPS)
@example(3, [("right", 0)] * 7)
@example(3, [*[("right", 0)] * 6, ("silence", 0)])
@QUICK
def test_stop_works_in_every_state_and_every_language(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    walker, wanted = Walker(), Wanted(seed, in_danger_now="no", code_word="skip")
    walker.says("hello")
    for how, number in steps:
        if how != "other":
            detour(walker, how, number, wanted)
    before = walker.turn
    for word in STOPS:
        walker.turn = before
        walker.says(word)
        assert walker.asked == commands.STOP


@pytest.mark.safety(6)
def test_a_skip_is_accepted_and_the_same_is_not_asked_again() -> None:
    walker = walked_to("what_happened")
    for _ in range(50):
        asked = walker.asked
        question = around().intake.questions.get(asked or QuestionId(""))
        if question is None or asked == "review":
            break
        if question.skip:
            assert any(each.endswith(f":{question.id}:skip") for each in walker.buttons())
        walker.taps(question.id, "skip") if question.skip else walker.answers(CALM)
        assert walker.asked != asked
    assert walker.asked == "review"
    twice = walked_to("what_happened")
    twice.taps("what_happened", "later")
    twice.taps("review", "what_happened")
    twice.taps("what_happened", "later")
    assert twice.conversation.record.has("what_happened", "skip")


@pytest.mark.safety(14)
def test_after_a_painful_yes_comes_one_sentence_of_thanks_and_then_the_next_question() -> None:
    wanted = Wanted(1, **{**CALM.fixed, "category": "violence"}, under_18="no")
    walker = walked_to("hit_or_hurt", wanted)
    before = walker.asked
    walker.taps("hit_or_hurt", "yes")
    assert len([key for key in keys(walker) if key.startswith("thanks.")]) == 1
    assert walker.asked not in (before, None)


@pytest.mark.safety(15, 18)
def test_no_detail_of_an_assault_is_asked_for_it_is_left_to_a_trained_officer() -> None:
    violence = ("unwanted_touch", "forced_clients", "recent_unwanted_touch")
    questions = around().intake.questions
    for name in violence:
        assert questions[QuestionId(name)].kind is Kind.CHOOSE
        assert set(questions[QuestionId(name)].values) == {"yes", "no", "not_sure"} - (
            set() if "not_sure" in questions[QuestionId(name)].values else {"not_sure"}
        )
    told_of = [each for each in questions.values() if each.kind is Kind.TELL]
    assert all(each.part is not Part.SCREENING for each in told_of)


@pytest.mark.safety(18)
@pytest.mark.parametrize("said", ["yes", "not_sure"])
def test_a_childs_complaint_needs_no_parent_and_goes_to_people_for_protection(said: str) -> None:
    known = told(**BEGUN, under_18=said, under_15="yes")
    sight = around().intake.sight(known.record)
    assert sight.triage.child
    names = {each.id for each in around().intake.counted(known)}
    assert not [each for each in names if "parent" in each or "guardian" in each]
    assert sight.triage.level in (Level.A, Level.B)


@pytest.mark.safety(41)
@pytest.mark.parametrize("said", ["yes", "not_sure", "no", "skip"])
def test_who_may_be_a_child_is_asked_of_an_adult_and_tonight_and_nothing_sensitive(
    said: str,
) -> None:
    known = told(**{**BEGUN, "category": "violence"}, under_18=said, under_15="no")
    questions = around().intake.counted(known)
    asked = {each.id for each in questions}
    child = said in ("yes", "not_sure")
    assert ({"trusted_adult", "sleep_tonight"} <= asked) is child
    assert any(each.sensitive for each in questions) is not child


@pytest.mark.safety(29)
def test_there_is_no_field_for_a_passport_number_a_legal_status_or_a_birth_date() -> None:
    names = set(around().intake.questions)
    assert len(names) > 60
    assert not [each for each in names for never in NEVER_ASKED if never in each]


@pytest.mark.safety(34)
@given(SEEDS, st.sampled_from(("myanmar", "cambodia", "laos", "vietnam", "thailand", "other")))
@QUICK
def test_every_nationality_has_the_same_questions_and_the_same_level(
    seed: int, nationality: str
) -> None:
    def walk(which: str) -> tuple[object, ...]:
        walker = Walker()
        walker.goes_on(Wanted(seed, nationality=which, language="en"))
        sight = around().intake.sight(walker.conversation.record)
        asked = tuple(each.id for each in around().intake.counted(walker.conversation))
        return sight.triage.level, sight.triage.urgent, asked

    assert walk(nationality) == walk("myanmar")


@pytest.mark.safety(35)
def test_not_sure_is_never_taken_for_a_no() -> None:
    screening = load_screening()
    order = "DUCBA"
    no = {str(each.id): "no" for each in screening.questions if "no" in each.values}
    calm = {**BEGUN, **no}
    graver = set()
    for each in screening.questions:
        if "not_sure" not in each.values:
            continue
        level = {
            value: around().intake.sight(told(**{**calm, each.id: value}).record).triage
            for value in ("no", "not_sure")
        }
        ranks = [order.index(level[value].level) for value in ("no", "not_sure")]
        assert ranks == sorted(ranks), each.id
        assert level["not_sure"].urgent >= level["no"].urgent
        graver |= {each.id} if ranks[0] < ranks[1] else set()
    assert {"papers_kept", "kept_from_going_out", "hit_or_hurt"} <= graver
    unsure = walked_to("in_danger_now", Wanted(1))
    unsure.taps("in_danger_now", "not_sure")
    assert unsure.asked == "should_somebody_come"


@pytest.mark.safety(21)
def test_a_place_in_words_is_enough() -> None:
    walker = walked_to("in_danger_now", Wanted(1))
    walker.taps("in_danger_now", "yes")
    assert walker.asked == "place_now"
    walker.says("behind the blue temple")
    assert walker.conversation.record[QuestionId("place_now")].words == "behind the blue temple"
    assert walker.asked == "may_write"


@pytest.mark.safety(17)
def test_before_the_first_question_on_sexual_violence_stands_the_notice_and_a_way_to_skip() -> None:
    wanted = Wanted(1, **{**CALM.fixed, "category": "sexual_harassment"}, under_18="no")
    walker = walked_to("unwanted_touch", wanted)
    assert "notice.sensitive" in keys(walker)
    assert any(each.endswith(":unwanted_touch:skip") for each in walker.buttons())
    walker.taps("unwanted_touch", "skip")
    assert walker.asked == "forced_clients"


@pytest.mark.safety(3)
def test_who_refuses_is_asked_nothing_more() -> None:
    walker = walked_to("consent_keep")
    walker.taps("consent_keep", "no")
    assert walker.asked is None
    parts = {each.part for each in around().intake.counted(walker.conversation)}
    assert parts == {Part.SAFETY, Part.CONSENT}
