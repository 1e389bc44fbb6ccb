"""The safety gate and the code-word: nothing is shown to whoever else holds the phone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bot.domain.conversation import Gate
from bot.domain.ids import QuestionId
from bot.domain.incoming import Edited, Media, MediaKind, Sticker, Tap
from bot.flows import gate

from tests.walker import Walker, Wanted, around

SILENT = timedelta(minutes=31)
OPENED = Wanted(1, in_danger_now="no", consent_keep="pass", for_whom="me", code_word="skip")


def walked(steps: int, wanted: Wanted = OPENED) -> Walker:
    walker = Walker()
    walker.says("hello")
    for _ in range(steps):
        walker.answers(wanted)
    return walker


def guarded() -> Walker:
    """Somebody with a code-word, after a silence."""
    walker = Walker()
    walker.goes_on(Wanted(3, in_danger_now="no", code_word="mango tree", category="pay"))
    walker.says("hello", SILENT)
    return walker


def keys(walker: Walker) -> set[str]:
    return {line.key for prompt in walker.turn.prompts for line in prompt.lines}


@pytest.mark.safety(7)
def test_a_silence_asks_again_whether_it_is_safe_and_the_neutral_line_goes_first() -> None:
    walker = walked(9)
    walker.says("hello", SILENT)
    assert [prompt.lines[0].key for prompt in walker.turn.prompts] == [
        "woken.neutral",
        "ask.safe_to_talk",
    ]


def test_words_typed_before_the_gate_was_shown_do_not_open_it() -> None:
    walker = Walker()
    walker.goes_on(OPENED)
    gates = []
    for after in (SILENT, timedelta(seconds=7)):
        walker.says("yes", after)
        gates.append(walker.conversation.gate)
    assert gates == [Gate.ASKED, Gate.OPEN]


def test_a_yes_after_something_was_pushed_does_not_open_the_gate() -> None:
    walker = walked(9)
    walker.says("hello", SILENT)
    asked = walker.conversation.asked
    assert asked is not None
    covered = replace(walker.conversation, asked=replace(asked, covered=True))
    walker.turn = replace(walker.turn, conversation=covered)
    walker.says("yes")
    assert walker.conversation.gate is Gate.ASKED


def test_the_answer_to_the_question_before_the_silence_still_counts() -> None:
    walker = walked(4)
    asked = walker.asked
    assert asked == "consent_keep"
    walker.taps("consent_keep", "pass", SILENT)
    assert walker.conversation.record.has("consent_keep", "pass")
    assert walker.asked == gate.SAFE_TO_TALK


def test_a_long_voice_message_answers_what_was_asked_before_the_silence() -> None:
    walker = walked(40, Wanted(5, in_danger_now="no", consent_keep="pass", what_happened="later"))
    walker.taps("review", "what_happened")
    assert walker.asked == "what_happened"
    walker.hears(Media(MediaKind.VOICE, "voice"), SILENT)
    assert walker.conversation.record[QuestionId("what_happened")].evidence
    assert walker.asked == gate.SAFE_TO_TALK


@pytest.mark.safety(19)
def test_not_safe_is_silent_until_the_person_writes_and_offers_quiet_help() -> None:
    walker = walked(1)
    walker.taps("safe_to_talk", "no")
    assert walker.asked == gate.PAUSED
    assert [payload.split(":")[-1] for payload in walker.buttons()] == ["quiet_help"]
    walker.hears(Sticker())
    assert walker.asked == gate.SAFE_TO_TALK


@pytest.mark.safety(9)
@pytest.mark.parametrize("typed", ["menu", "review", "back", "banana", "/start", "edit"])
def test_without_the_code_word_nothing_is_shown(typed: str) -> None:
    walker = guarded()
    walker.taps("safe_to_talk", "yes")
    walker.says(typed)
    assert walker.asked == gate.CODE_WORD_ASKED
    assert keys(walker) == {"ask.code_word_asked"}


@pytest.mark.safety(9)
@pytest.mark.parametrize("button", ["menu:review", "menu:status", "menu:go_on", "review:category"])
def test_no_button_gets_past_the_code_word(button: str) -> None:
    walker = guarded()
    walker.taps("safe_to_talk", "yes")
    walker.hears(Tap(f"a:{walker.conversation.id}:{button}"))
    assert keys(walker) == {"ask.code_word_asked"}
    assert not walker.turn.status


def test_quiet_help_is_no_way_around_the_code_word() -> None:
    walker = guarded()
    walker.taps("safe_to_talk", "quiet_help")
    assert around().intake.urgent(walker.conversation)
    assert walker.conversation.gate is Gate.CODE_WORD
    for _ in range(4):
        walker.taps(str(walker.asked), "skip")
    assert not any(key.startswith(("review", "name.")) for key in keys(walker))


def test_the_code_word_opens_however_it_is_written_and_is_never_a_note() -> None:
    walker = guarded()
    walker.taps("safe_to_talk", "yes")
    walker.says("  MANGO tree! ")
    assert walker.conversation.gate is Gate.OPEN
    assert all("mango" not in note.text.lower() for note in walker.conversation.notes)


def test_changing_an_old_message_does_not_change_the_code_word() -> None:
    walker = guarded()
    message = walker.conversation.record[QuestionId("code_word")].message
    walker.hears(Edited(message, "banana"))
    assert walker.conversation.record[QuestionId("code_word")].words == "mango tree"


def test_an_open_menu_does_not_stand_before_the_gate() -> None:
    walker = walked(9)
    walker.says("menu")
    walker.says("hello", SILENT)
    assert walker.asked == gate.SAFE_TO_TALK


def test_the_word_for_help_is_heard_while_the_gate_stands() -> None:
    walker = guarded()
    walker.says("help")
    assert walker.asked == "in_danger_now"
    walker.taps("in_danger_now", "yes")
    assert around().intake.urgent(walker.conversation)
    assert "numbers.hurt" in keys(walker)


@pytest.mark.safety(7, 9)
def test_after_a_silence_at_the_code_word_the_gate_is_asked_first() -> None:
    walker = guarded()
    walker.taps("safe_to_talk", "yes")
    assert walker.asked == gate.CODE_WORD_ASKED
    walker.says("mango tree", SILENT)
    assert walker.asked == gate.SAFE_TO_TALK
    assert walker.conversation.gate is Gate.ASKED
