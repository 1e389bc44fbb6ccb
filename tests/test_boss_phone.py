"""Whoever holds the worker's phone sees nothing earlier before the gate, whatever is pressed."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Gate
from bot.domain.ids import Channel
from bot.domain.incoming import Tap, Unsent
from bot.domain.relay import Direction
from bot.flows import gate

from tests.house import MONDAY, House, house
from tests.relaying import OFFICER, answering, becomes, messages, seen, sends, taken
from tests.test_take_turn import WORKER, files, presses, state
from tests.walker import Walker, Wanted

SILENT = timedelta(minutes=31)
STORY = "they beat us behind the boat"


def keys(walker: Walker) -> set[str]:
    return {line.key for prompt in walker.turn.prompts for line in prompt.lines}


def in_danger() -> Walker:
    """Called for help after the gate, gave the place, and put the phone away."""
    walker = Walker()
    walker.says("hello")
    for question, value in (("language", "en"), ("safe_to_talk", "yes"), ("in_danger_now", "yes")):
        walker.taps(question, value)
    walker.taps("place_now", "TH-74")
    return walker


def told() -> Walker:
    """A whole complaint, with words in it."""
    walker = Walker()
    walker.goes_on(Wanted(3, in_danger_now="no", category="pay", code_word="skip", nickname=STORY))
    return walker


@pytest.mark.safety(7)
@pytest.mark.parametrize("typed", ["hello", "ok", "/start", "menu", "review"])
def test_after_a_silence_what_danger_asks_waits_behind_the_gate(typed: str) -> None:
    walker = in_danger()
    assert walker.asked in ("may_write", "tell_police")
    walker.says(typed, SILENT)
    assert walker.asked == gate.SAFE_TO_TALK
    assert keys(walker) <= {"woken.neutral", "ask.safe_to_talk"}


@pytest.mark.safety(19)
def test_who_calls_for_help_again_is_still_asked_what_danger_asks_at_once() -> None:
    walker = in_danger()
    walker.says("help", SILENT)
    assert walker.asked == "in_danger_now"
    walker.taps("in_danger_now", "yes")
    assert walker.asked in ("may_write", "tell_police")


@pytest.mark.safety(7)
def test_who_began_with_a_call_for_help_is_asked_at_the_gate_after_a_silence() -> None:
    walker = Walker()
    walker.says("help")
    walker.taps("in_danger_now", "yes")
    walker.taps("place_now", "TH-74")
    walker.says("hello", SILENT)
    assert (walker.asked, walker.conversation.gate) == (gate.SAFE_TO_TALK, Gate.ASKED)
    gates = []
    for value in ("quiet_help", "yes"):
        walker.taps("safe_to_talk", value)
        gates.append(walker.conversation.gate)
    assert gates == [Gate.ASKED, Gate.OPEN]


@pytest.mark.safety(8)
@pytest.mark.parametrize("opened", ["review", "menu", "review:nickname"])
def test_quiet_help_shows_nothing_of_what_was_said_before(opened: str) -> None:
    walker = told()
    question, _, value = opened.partition(":")
    walker.taps(question, value) if value else walker.says(opened)
    walker.says("hello", SILENT)
    walker.taps("safe_to_talk", "quiet_help")
    for typed in ("review", "status", "edit", "copy"):
        assert STORY not in str(walker.turn.prompts)
        assert not any(key.startswith(("review", "menu")) for key in keys(walker))
        walker.says(typed)
    assert walker.conversation.gate is not Gate.OPEN


@pytest.mark.safety(9)
def test_help_at_a_closed_gate_tells_neither_the_place_nor_that_somebody_comes() -> None:
    walker = in_danger()
    walker.says("help", SILENT)
    assert "call.tongue_place" not in str(walker.turn.prompts)
    walker.taps("safe_to_talk", "yes")
    walker.says("help")
    assert "call.tongue_place" in str(walker.turn.prompts)


@pytest.mark.safety(9)
@pytest.mark.parametrize("pressed", ["review:nickname", "menu:withdraw"])
def test_old_buttons_change_nothing_before_the_gate(pressed: str) -> None:
    walker = told()
    walker.says("hello", SILENT)
    before = walker.conversation
    walker.hears(Tap(f"a:{before.id}:{pressed}"))
    assert walker.asked == gate.SAFE_TO_TALK
    assert (walker.conversation.editing, walker.conversation.interjection) == (None, None)


async def _shown(home: House, since: int) -> str:
    told = home.platforms[Channel.TELEGRAM].shown[since:]
    return "\n".join(
        f"{message.text} {message.rows}" for chat, _, message in told if chat == WORKER
    )


@pytest.mark.safety(9)
async def test_before_the_gate_neither_number_nor_centre_nor_case_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await files(home)
        known = await state(home)
        assert known.reference is not None
        home.moment[0] = MONDAY + timedelta(minutes=40)
        since = len(home.platforms[Channel.TELEGRAM].shown)
        await home.says(WORKER, "withdraw")
        await home.says(WORKER, "help")
        await presses(home, "in_danger_now:yes")
        await home.says(WORKER, "Mahachai")
        shown = await _shown(home, since)
        assert "The duty team has been told" in shown
        told = (str(known.reference), "centre", "case back", "I am safe now", "no pay")
        assert [each for each in told if each in shown] == []
        await home.take(WORKER, Tap(f"a:{known.id}:safe_to_talk:yes", "t"))
        assert str(known.reference) in await _shown(home, since)


@pytest.mark.safety(9)
async def test_a_place_told_at_a_closed_gate_brings_no_number(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.group("ranong", "-100")
        await home.group("national", "-200")
        await home.says(WORKER, "hello")
        await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
        home.moment[0] += SILENT
        since = len(home.platforms[Channel.TELEGRAM].shown)
        await home.says(WORKER, "help")
        await presses(home, "in_danger_now:yes")
        await home.says(WORKER, "Ranong")
        reference = (await state(home)).reference
        shown = await _shown(home, since)
        assert reference is not None
        assert "knows the place now" in shown
        assert (reference in shown, "centre" in shown) == (False, False)


@pytest.mark.safety(9)
def test_a_code_word_taken_out_of_the_chat_guards_still() -> None:
    walker = Walker()
    walker.goes_on(Wanted(3, in_danger_now="no", code_word="mango tree", category="pay"))
    written = {str(each.question): each.message for each in walker.conversation.answers}
    walker.hears(Unsent(written["code_word"]))
    walker.says("hello", SILENT)
    for each in ("safe_to_talk", "consent_keep", "for_whom", "code_word"):
        walker.hears(Unsent(written[each]))
    walker.taps("safe_to_talk", "yes")
    gates = [walker.conversation.gate]
    walker.says("mango tree")
    assert [*gates, walker.conversation.gate] == [Gate.CODE_WORD, Gate.OPEN]


@pytest.mark.safety(9)
async def test_without_the_code_word_nobody_answers_an_officer_in_the_workers_name(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await becomes(home, answers=answering(await state(home), code_word="told"))
        await sends(home, "safe_now")
        yes = home.screen(WORKER).button("👍 Yes")
        home.moment[0] += SILENT
        await home.says(WORKER, "all is well")
        await home.take(WORKER, Tap(yes, "t"))
        replies = [each for each in await messages(home) if each.direction is Direction.FROM_WORKER]
        assert replies == []
        await presses(home, "safe_to_talk:yes")
        await home.says(WORKER, "mango")
        await home.take(WORKER, Tap(yes, "t"))
        assert "Answer: 👍 Yes" in "".join(seen(home, OFFICER))
