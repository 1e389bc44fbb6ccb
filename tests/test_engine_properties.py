"""What holds whatever a worker does: detours, silence, noise, old buttons, restarts."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from bot.domain.conversation import Gate
from bot.domain.ids import QuestionId
from bot.domain.incoming import Location, Media, MediaKind, Sticker, Tap
from bot.domain.prompt import WorkerTap, read_payload
from bot.flows import alarm, commands, gate
from bot.flows.questions import Kind, Part
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.walker import Walker, Wanted, around

SILENT = timedelta(minutes=45)
EXAMPLES = int(os.environ.get("RONGTHUK_EXAMPLES", "10"))
"""How many walks a property takes; more of them for a long look."""
WIDE = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = settings(WIDE, max_examples=max(1, EXAMPLES // 2))
CONSENTS = ("pass", "pass", "keep", "no")
SEEDS = st.integers(0, 10_000)

NOISE = ("blah blah", "👍", "ok", "12345", "မဟုတ်ပါ", "", "label back", "/menu", "/review", "back")
DETOURS = (
    *("right", "right", "right", "other", "other", "back", "later", "skip", "edit", "stale"),
    *("noise", "sticker", "photo", "silence", "menu", "stop", "place"),
)


def detour(  # noqa: C901, PLR0915  a table of detours
    walker: Walker, how: str, number: int, wanted: Wanted
) -> None:
    """One step off the straight way."""
    asked = walker.asked
    known = asked is not None and asked in around().intake.questions
    after = SILENT if how == "silence" else timedelta(seconds=7)
    if how == "right" or (asked is None and how in ("other", "back", "later", "skip")):
        walker.answers(wanted) if asked else walker.says("hello")
    elif how == "other" and known and asked != gate.SAFE_TO_TALK:
        walker.answers(Wanted(number))
    elif how in ("back", "later", "skip") and known:
        walker.taps(str(asked), how)
    elif how == "edit" and walker.conversation.answers:
        answers = walker.conversation.answers
        walker.taps("review", answers[number % len(answers)].question)
    elif how == "stale" and walker.payloads:
        _stale(walker, number)
    elif how == "sticker":
        walker.hears(Sticker())
    elif how == "photo":
        walker.hears(Media(MediaKind.PHOTO, "photo"))
    elif how == "place":
        walker.hears(Location(13.55, 100.27))
    elif how == "menu":
        walker.says("menu")
    elif how == "stop":
        walker.says("stop")
        walker.taps("stop", "back")
    else:
        walker.says(NOISE[number % len(NOISE)], after)


def _stale(walker: Walker, number: int) -> None:
    payload = walker.payloads[number % len(walker.payloads)]
    tap = read_payload(payload)
    modes = ("menu", "stop", "delete_data", "start_over", "safe_to_talk")
    if isinstance(tap, WorkerTap) and tap.question not in modes and tap.value != "other":
        walker.hears(Tap(payload))


STEPS = st.lists(st.tuples(st.sampled_from(DETOURS), st.integers(0, 997)), max_size=25)


@given(SEEDS, STEPS)
@QUICK
def test_the_record_does_not_depend_on_the_way_it_was_reached(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    wanted = Wanted(seed)
    straight, roundabout = Walker(), Walker()
    straight.goes_on(wanted)
    for how, number in steps:
        detour(roundabout, how, number, wanted)
    roundabout.goes_on(wanted)
    assert _record(roundabout) == _record(straight)
    intake = around().intake
    one, other = (intake.sight(w.conversation.record).triage for w in (straight, roundabout))
    assert (one.level, one.urgent) == (other.level, other.urgent)


def _record(walker: Walker) -> dict[str, tuple[str, ...]]:
    """The answers; in which order several were ticked is the worker's business."""
    return {
        answer.question: (answer.words,) if answer.value == "told" else answer.values
        for answer in walker.conversation.answers
        if answer.complete
    }


@given(SEEDS, STEPS)
@WIDE
def test_wherever_somebody_stands_there_is_a_way_on_and_it_fits_the_platform(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    walker, wanted = Walker(), Wanted(seed)
    for how, number in steps:
        detour(walker, how, number, wanted)
        if not walker.turn.prompts:
            continue
        asked = walker.asked
        typed = asked == gate.CODE_WORD_ASKED or (
            asked in around().intake.questions
            and around().intake.questions[QuestionId(str(asked))].kind is Kind.TELL
        )
        assert walker.buttons() or typed
        for payload in walker.buttons():
            assert len(payload.encode()) <= 64
            tap = read_payload(payload)
            assert isinstance(tap, WorkerTap)
            assert len(tap.question.encode()) <= 24


@pytest.mark.safety(3)
@given(SEEDS, STEPS, st.sampled_from(("yes", "not_sure", "no")), st.sampled_from(CONSENTS))
@example(1, [], "no", "no")
@example(1, [], "not_sure", "pass")
@WIDE
def test_nothing_of_the_screening_before_consent_and_nothing_sensitive_to_a_child(
    seed: int, steps: list[tuple[str, int]], under_18: str, consent: str
) -> None:
    wanted = Wanted(seed, under_18=under_18, for_whom="me", consent_keep=consent)
    walker = Walker()
    for how, number in [*steps, *[("right", n) for n in range(30)]]:
        if how == "other":
            continue
        detour(walker, how, number, wanted)
        question = around().intake.questions.get(walker.asked or QuestionId(""))
        if question is None or question.part is not Part.SCREENING:
            continue
        record = walker.conversation.record
        assert record.has("consent_keep", "pass", "keep")
        child = record.has("under_18", "yes", "not_sure")
        assert not (child and question.sensitive)


@given(SEEDS, STEPS, st.integers(0, 997))
@WIDE
def test_an_old_button_never_changes_an_answer(
    seed: int, steps: list[tuple[str, int]], number: int
) -> None:
    walker, wanted = Walker(), Wanted(seed)
    for how, each in [("right", 0), *steps]:
        detour(walker, how, each, wanted)
    under = {walker.asked, walker.conversation.editing}
    modes = {*commands.INTERJECTIONS, gate.SAFE_TO_TALK, "review"}
    old = [
        payload
        for payload in walker.payloads
        if isinstance(tap := read_payload(payload), WorkerTap) and tap.question not in under | modes
    ]
    if not old:
        return
    before = walker.conversation
    walker.hears(Tap(old[number % len(old)]))
    assert walker.conversation.answers == before.answers
    assert walker.conversation.deferred == before.deferred


@pytest.mark.safety(19)
@given(SEEDS, STEPS)
@QUICK
def test_in_any_state_the_word_for_help_brings_the_numbers_and_a_yes_the_alarm(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    walker, wanted = Walker(), Wanted(seed, in_danger_now="no")
    for how, number in steps:
        if how != "other":
            detour(walker, how, number, wanted)
    before = walker.turn
    for word in ("help", "🆘", "/help", "ช่วยด้วย", "he will kill me"):
        walker.turn = before
        walker.says(word)
        assert "numbers.hurt" in _keys(walker)
        assert walker.asked == alarm.IN_DANGER_NOW
        walker.taps("in_danger_now", "yes")
        assert around().intake.urgent(walker.conversation)
        assert "numbers.hurt" in _keys(walker)
        assert walker.asked == "place_now" or walker.conversation.record.complete("place_now")


def _keys(walker: Walker) -> list[str]:
    return [line.key for prompt in walker.turn.prompts for line in prompt.lines]


@given(SEEDS, STEPS)
@WIDE
def test_settling_twice_changes_nothing_more(seed: int, steps: list[tuple[str, int]]) -> None:
    walker, wanted = Walker(), Wanted(seed)
    for how, number in steps:
        detour(walker, how, number, wanted)
    intake = around().intake
    settled = intake.settle(walker.conversation)
    assert settled == walker.conversation
    assert intake.settle(replace(settled, answers=settled.answers[::-1])).record == settled.record


@pytest.mark.safety(7)
@given(SEEDS, STEPS)
@example(1, [("menu", 0)])
@WIDE
def test_after_a_silence_nothing_earlier_is_shown_before_the_gate(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    walker, wanted = Walker(), Wanted(seed, in_danger_now="no")
    for how, number in [*[("right", n) for n in range(8)], *steps]:
        if how != "other":
            detour(walker, how, number, wanted)
    if not walker.conversation.record.complete("safe_to_talk"):
        return
    walker.says("hmm", SILENT)
    if around().intake.urgent(walker.conversation) or walker.asked == "in_danger_now":
        return
    assert walker.conversation.gate in (Gate.ASKED, Gate.SHUT)
    assert walker.asked == gate.question(walker.conversation)
    assert set(_keys(walker)) <= {"woken.neutral", "ask.safe_to_talk", "paused"}
