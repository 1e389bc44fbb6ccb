"""Single turns of the engine: what a message changes and what is asked next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bot.domain.ids import EvidenceId, QuestionId, Reference
from bot.domain.incoming import Location, Media, MediaKind, Sticker, Tap, Text, Unsent
from bot.flows import intake
from bot.flows.facts import told_now
from bot.flows.taking_back import unsent
from bot.flows.turn import Said

from tests.walker import NOON, Walker, Wanted, around

ORDINARY = Wanted(2, in_danger_now="no", consent_keep="pass", for_whom="me", under_18="no")


def at(question: str, wanted: Wanted = ORDINARY) -> Walker:
    """Somebody who stands at a question."""
    walker = Walker()
    walker.says("hello")
    for _ in range(80):
        if walker.asked == question:
            return walker
        walker.answers(wanted)
    raise AssertionError(f"{question} is never asked")


def keys(walker: Walker) -> list[str]:
    return [line.key for prompt in walker.turn.prompts for line in prompt.lines]


def test_the_category_may_be_skipped() -> None:
    walker = at("category")
    walker.taps("category", "skip")
    assert walker.asked == "what_happened"
    assert around().intake.sight(walker.conversation.record).categories == ()


@pytest.mark.parametrize("content", [Text("👍"), Text("ok"), Sticker(), Text("!!")])
def test_a_thumb_an_ok_and_a_sticker_answer_no_screening_question(
    content: Text | Sticker,
) -> None:
    walker = at("unpaid_or_underpaid")
    walker.hears(content)
    assert walker.asked == "unpaid_or_underpaid"


def test_an_sos_without_a_word_is_a_call_for_help() -> None:
    walker = at("category")
    walker.says("🆘")
    assert walker.asked == "in_danger_now"


@pytest.mark.parametrize("button", ["in_danger_now:yes", "safe_to_talk:quiet_help", "menu:help"])
def test_an_alarm_button_of_an_earlier_conversation_is_not_ignored(button: str) -> None:
    walker = at("category")
    walker.hears(Tap(f"a:000000000000:{button}"))
    assert walker.asked == "in_danger_now"
    assert "numbers.hurt" in keys(walker)


def test_another_button_of_an_earlier_conversation_changes_nothing() -> None:
    walker = at("category")
    before = walker.conversation.answers
    walker.hears(Tap("a:000000000000:category:pay"))
    assert walker.conversation.answers == before


def test_words_at_the_menu_are_kept() -> None:
    walker = at("category")
    walker.says("menu")
    walker.says("my boss is called Somchai")
    assert [note.text for note in walker.conversation.notes][-1] == "my boss is called Somchai"


def test_a_typed_yes_takes_the_place_that_was_offered() -> None:
    walker = at("province")
    walker.hears(Location(13.5475, 100.2744))
    walker.says("yes")
    answer = walker.conversation.record[QuestionId("province")]
    assert (answer.value, answer.lat) == ("TH-74", 13.5475)


def test_words_that_are_no_known_place_are_kept_though_the_question_is_skipped() -> None:
    walker = at("province")
    walker.says("behind the big temple")
    walker.taps("province", "skip")
    assert "behind the big temple" in [note.text for note in walker.conversation.notes]


def test_stopping_before_consent_still_asks_for_it_before_anything_is_sent() -> None:
    walker = at("for_whom")
    walker.says("stop")
    walker.taps("stop", "send")
    assert walker.asked == "for_whom"
    walker.taps("for_whom", "me")
    assert walker.asked == "consent_keep"
    walker.taps("consent_keep", "pass")
    assert walker.asked == "may_write"


def test_whoever_writes_after_a_stop_goes_on() -> None:
    walker = at("what_happened")
    walker.says("stop")
    walker.taps("stop", "keep")
    assert walker.asked is None
    walker.says("hello")
    assert walker.asked == "what_happened"


def test_help_asked_for_again_after_a_while_asks_again_and_tells_of_danger_anew() -> None:
    walker = at("in_danger_now")
    walker.taps("in_danger_now", "yes")
    assert told_now(walker.conversation, walker.now)
    walker.says("help")
    assert walker.asked != "in_danger_now"
    walker.says("help", timedelta(hours=5))
    assert walker.asked == "in_danger_now"
    walker.taps("in_danger_now", "yes")
    assert told_now(walker.conversation, walker.now)
    assert "numbers.hurt" in keys(walker)


@pytest.mark.safety(19)
def test_words_of_despair_bring_their_own_script_and_end_the_questions() -> None:
    walker = at("unpaid_or_underpaid")
    walker.says("i want to die")
    assert walker.asked == "ending_life"
    assert "numbers.sad" in keys(walker)
    walker.taps("ending_life", "yes")
    walker.taps("place_now", "skip")
    assert walker.asked is None
    walker.says("i want to die", timedelta(hours=5))
    assert walker.asked == "ending_life"
    assert walker.conversation.record.has(intake.DESPAIR, "yes")


def test_an_album_is_answered_once_and_all_of_it_kept() -> None:
    walker = at("what_happened")
    for number in range(3):
        walker.hears(Media(MediaKind.PHOTO, f"p{number}", album="holiday"))
        assert bool(walker.turn.prompts) is (number == 0)
    assert len(walker.conversation.evidence) == 3


def test_a_message_taken_back_takes_its_answer_with_it() -> None:
    walker = at("what_happened")
    walker.says("my name is Aung")
    message = walker.conversation.record[QuestionId("what_happened")].message
    walker.hears(Unsent(message))
    assert "what_happened" not in walker.conversation.record
    assert walker.turn.prompts == ()


@pytest.mark.safety(5, 36, 41)
@pytest.mark.parametrize("question", ["under_18", "recent_violence"])
def test_what_makes_a_filed_case_a_childs_or_urgent_stays_when_its_message_is_taken_back(
    question: str,
) -> None:
    walker = at(question, Wanted(2, **ORDINARY.fixed, hit_or_hurt="yes"))
    walker.says("yes")
    filed = replace(walker.conversation, reference=Reference("48209377165"))
    for known, left in ((filed, "yes"), (walker.conversation, "")):
        said = Said(known, NOON, EvidenceId("e"))
        theirs = frozenset({known.record[QuestionId(question)].message})
        gone = unsent(said, theirs, around()).conversation
        assert gone.record.value(question) == left


def test_at_sea_the_landing_is_asked_only_of_who_consented() -> None:
    walker = at("place_now", Wanted(2, in_danger_now="yes"))
    walker.taps("place_now", "at_sea")
    counted = {question.id for question in around().intake.counted(walker.conversation)}
    assert "landing" not in counted


def test_back_after_stop_and_send_goes_back_to_the_questions() -> None:
    walker = at("what_happened")
    walker.says("stop")
    walker.taps("stop", "send")
    walker.taps("may_write", "back")
    assert walker.asked is not None


@pytest.mark.safety(19)
@pytest.mark.parametrize("question", ["unpaid_or_underpaid", "what_happened", "safe_to_talk"])
def test_words_under_a_photo_are_heard_like_typed_ones(question: str) -> None:
    for caption, asked, number in (
        ("help", "in_danger_now", "numbers.hurt"),
        ("he will kill me", "in_danger_now", "numbers.hurt"),
        ("i want to die", "ending_life", "numbers.sad"),
    ):
        walker = at(question)
        walker.hears(Media(MediaKind.PHOTO, "photo", caption=caption, album="a"))
        assert (walker.asked, walker.turn.evidence is None) == (asked, False)
        assert number in keys(walker)
        assert [note.text for note in walker.conversation.notes][-1] == caption
    walker = at(question)
    walker.hears(Media(MediaKind.PHOTO, "photo", caption="my room"))
    assert walker.asked not in ("in_danger_now", "ending_life")


@pytest.mark.safety(19)
def test_who_is_not_sure_of_danger_is_shown_the_numbers_at_once() -> None:
    walker = at("in_danger_now")
    walker.taps("in_danger_now", "not_sure")
    assert walker.asked == "should_somebody_come"
    assert "numbers.hurt" in keys(walker)


@pytest.mark.safety(19)
def test_a_quiet_call_for_help_gets_bare_numbers() -> None:
    walker = at("safe_to_talk")
    walker.taps("safe_to_talk", "quiet_help")
    assert around().intake.urgent(walker.conversation)
    assert keys(walker)[0] == "numbers.bare"
    assert not any(key.startswith("call.") or key == "numbers.hurt" for key in keys(walker))
