"""What a worker says to an officer: never taken for an answer of the intake, never lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Edited, Location, Tap, Text, Unsent
from bot.domain.relay import Direction, MessageState, RelayMessage
from bot.usecases.relay_talk import is_sensitive

from tests.agencies import the_case
from tests.house import House, photo, voice
from tests.relaying import (
    ASKED,
    OFFICER,
    answering,
    becomes,
    messages,
    proposes,
    seen,
    sends,
    taken,
)
from tests.test_take_turn import WORKER, state


async def _answers(home: House) -> list[RelayMessage]:
    return [each for each in await messages(home) if each.direction is Direction.FROM_WORKER]


def _told(home: House) -> str:
    return "\n".join(seen(home, OFFICER))


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_a_button_answers_the_officer_and_not_the_question_of_the_intake(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel, screened=False) as home:
        before = await home.assembly.store.read(
            lambda work: work.conversations.current(channel, WORKER)
        )
        assert before is not None
        assert "under 18" in "\n".join(seen(home, WORKER, channel))
        await sends(home, "safe_now")
        yes = home.screen(WORKER, channel).button("👍 Yes")
        await home.take(WORKER, Tap(yes), channel=channel)
        after = await home.assembly.store.read(
            lambda work: work.conversations.current(channel, WORKER)
        )
        assert after is not None
        assert after.answers == before.answers
        assert "Answer: 👍 Yes" in _told(home)
        assert "under 18" in seen(home, WORKER, channel)[-1]
        await home.take(WORKER, Tap(yes), channel=channel)
        assert len(await _answers(home)) == 1


async def test_typed_words_go_to_whoever_asked_last(tmp_path: Path) -> None:
    async with taken(tmp_path, screened=False) as home:
        await sends(home, "safe_now")
        await home.says(WORKER, "yes")
        assert not (await state(home)).record.complete("under_18")
        assert [each.value for each in await _answers(home)] == ["yes"]
        await home.says(WORKER, "no")
        assert (await state(home)).record.value("under_18") == "no"
        assert len(await _answers(home)) == 1
        await sends(home, "still_work")
        await home.taps(WORKER, "unpaid_or_underpaid:no")
        await home.says(WORKER, "only at night")
        assert len(await _answers(home)) == 1
        await sends(home, "employer_name")
        await home.says(WORKER, "Golden Fish")
        known = await state(home)
        assert [note.text for note in known.notes][-2:] == ["only at night", "Golden Fish"]
        assert "Answer: “Golden Fish”" in _told(home)


async def test_photo_voice_and_place_are_answers_too(tmp_path: Path) -> None:
    async with taken(tmp_path, screened=False) as home:
        for phrase, content in (
            ("photo_payslip", photo()),
            ("employer_name", voice()),
            ("workplace_where", Location(13.5, 100.3)),
        ):
            await sends(home, phrase)
            await home.take(WORKER, content)
        first, second, third = await _answers(home)
        assert first.evidence
        assert second.evidence
        assert (third.lat, third.lon) == (13.5, 100.3)
        assert _told(home).count("the worker has answered") == 3
        assert "Can you send a photo of your payslip, or" in _told(home)
        assert "a photo came, number 1" in _told(home)
        assert "a voice message came, number 2" in _told(home)
        assert _evidence_buttons(home) == [True, True, False]
        kept = await home.assembly.store.read(
            lambda work: work.conversations.evidence_of(first.conversation)
        )
        assert [each.question for each in kept] == [None, None]  # the officer's, not the intake's
        assert "added something" not in _told(home)
        await sends(home, "safe_now")
        await home.taps(WORKER, ":skip")
        assert "would rather not say" in _told(home)


def _evidence_buttons(home: House) -> list[bool]:
    """Of each notice of an answer: whether it leads to a one-time link."""
    told = [m for _, m in home.screen(OFFICER).messages if "has answered" in m.text]
    return [any("r:evidence:" in b.payload for row in m.rows for b in row) for m in told]


async def test_forged_and_old_buttons_answer_nothing(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "safe_now")
        (message,) = await messages(home)
        known = await state(home)
        for question, value in (
            (f"relay_{message.id}", "forged"),
            ("relay_zzzzzzzzzzzz", "yes"),
            (f"relay_{message.id}", "show"),
        ):
            await home.take(WORKER, Tap(f"a:{known.id}:{question}:{value}", "tap"))
        assert await _answers(home) == []
        await home.take("6", Text("hello"))
        await home.take("6", Tap(f"a:{known.id}:relay_{message.id}:yes", "tap"))
        await proposes(home, "safe_now")
        unsent = (await messages(home))[-1]
        await home.take(WORKER, Tap(f"a:{known.id}:relay_{unsent.id}:yes", "tap"))
        assert await _answers(home) == []


async def test_danger_in_an_answer_is_heard_before_anything_else(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "employer_name")
        await home.says(WORKER, "he hits me, please help me now")
        last = seen(home)[-1]
        assert "1669" in last
        assert "in danger" in last
        assert "he hits me" in _told(home)


async def test_words_at_the_gate_are_kept_for_the_officer_and_nothing_is_shown(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "employer_name")
        await home.passes(minutes=31)
        before = len(seen(home))
        await home.says(WORKER, "Golden Fish")
        assert "Golden Fish" in _told(home)
        assert not any("officer" in text for text in seen(home)[before:])


@pytest.mark.safety(40)
async def test_an_answer_taken_back_or_changed_is_so_here_too(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "employer_name")
        await home.says(WORKER, "Golden Fish", message="said")
        await home.take(WORKER, Edited("said", "Silver Fish"))
        assert [each.words for each in await _answers(home)] == ["Silver Fish"]
        await home.take(WORKER, Unsent("said"))
        assert await _answers(home) == []
        assert not any("Fish" in note.text for note in (await state(home)).notes)
        assert [each.state for each in await messages(home)] == [MessageState.SENT]


@pytest.mark.safety(26)
async def test_sensitive_answers_are_one_more_tap_away(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "doctor")
        await home.taps(WORKER, "📅 Today")
        assert "Today" not in seen(home, OFFICER)[-1].replace("today", "")
        (button,) = [
            b.payload for row in home.screen(OFFICER).last.rows for b in row if "🔎" in b.label
        ]
        await home.taps(OFFICER, "🗨 Messages so far")
        assert "📅 Today" not in home.screen(OFFICER).last.text
        await home.take(OFFICER, Tap(button, "tap"))
        assert "📅 Today" in home.screen(OFFICER).last.text
        entries = await home.assembly.store.read(lambda work: work.audit.entries())
        assert entries[-1].action == "case.talk_sensitive"


@pytest.mark.safety(26)
async def test_words_where_the_matter_is_protected_or_a_childs_are_one_more_tap_away(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "employer_name")
        await home.says(WORKER, "Golden Fish")
        (answer,) = await _answers(home)
        case = await the_case(home)
        for hidden, facts in (
            (False, case.facts),
            (True, replace(case.facts, protected=True)),
            (True, replace(case.facts, child=True)),
        ):
            of = replace(case, facts=facts)
            assert is_sensitive(answer, None, of, home.desk.around.phrases) is hidden


async def _starts_over(home: House) -> None:
    await home.says(WORKER, "start over")
    await home.taps(WORKER, "start_over:yes")
    for tapped in ("language:en", "safe_to_talk:yes", "in_danger_now:no"):
        await home.taps(WORKER, tapped)


async def test_after_starting_over_nothing_comes_of_a_case_that_a_code_word_guards(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await becomes(home, answers=answering(await state(home), code_word="told"))
        await _starts_over(home)
        await sends(home, "employer_name")
        assert seen(home)[-1] == "Hello, are you free now?"
        await home.says(WORKER, "yes")
        assert not any(ASKED in text for text in seen(home))


async def test_after_starting_over_the_earlier_case_is_still_answered(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await _starts_over(home)
        new = await state(home)
        await sends(home, "employer_name")
        assert ASKED in seen(home)[-1]
        await home.take(WORKER, photo())
        (answer,) = await _answers(home)
        assert answer.conversation != new.id
        evidence = await home.assembly.store.read(
            lambda work: work.conversations.evidence_of(answer.conversation)
        )
        assert [each.id for each in evidence] == list(answer.evidence)


async def test_several_questions_come_one_after_the_other_and_statements_do_not_wait(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path, screened=False) as home:
        await home.passes(minutes=31)
        for phrase in ("thanks", "safe_now", "employer_name"):
            await sends(home, phrase)
        await home.says(WORKER, "hello")
        await home.taps(WORKER, "safe_to_talk:yes")
        shown = "\n".join(seen(home)[-2:])
        assert "What you told us helps" in shown
        assert "Are you safe now?" in seen(home)[-1]
        assert ASKED not in shown
        await home.taps(WORKER, "👍 Yes")
        assert ASKED in seen(home)[-1]
        await home.says(WORKER, "Golden Fish")
        assert "under 18" in seen(home)[-1]
        assert [each.value or each.words for each in await _answers(home)] == ["yes", "Golden Fish"]


async def test_what_danger_asks_comes_before_any_message_that_waits(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await becomes(home, answers=answering(await state(home), may_write="answer_only"))
        await sends(home, "employer_name")
        await home.says(WORKER, "help")
        await home.taps(WORKER, "in_danger_now:yes")
        assert "Where are you" in seen(home)[-1]
        assert not any(ASKED in text for text in seen(home))
