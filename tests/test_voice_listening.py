"""🔊: hearing the question instead of reading it, where a voice is there and it is safe."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import Tap
from bot.domain.prompt import Message
from bot.domain.recording import wording_mark
from bot.recordings.shelf import place
from bot.recordings.sound import as_m4a

from tests.house import House, house
from tests.test_take_turn import CONSENT, TO_CONSENT, WORKER, presses, state, texts
from tests.tones import tone

EN, TH = LanguageCode("en"), LanguageCode("th")
LISTEN = "🔊 Listen"


def record(home: House, *keys: str, language: LanguageCode = EN, seconds: float = 1) -> None:
    for key in keys:
        mark = wording_mark(home.assembly.catalogue.text(key, language))
        place(home.assembly.config.voice_dir, language, key, mark, as_m4a(tone(seconds)))


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        await made.group("samut-sakhon", "-100")
        await made.group("national", "-200")
        yield made
        assert made.log.failures == []


def last(home: House, channel: Channel = Channel.TELEGRAM) -> Message:
    return home.screen(WORKER, channel).last


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


def sounds(home: House) -> list[str]:
    return [text for text in texts(home, WORKER) if text.startswith("(sound")]


async def test_the_question_is_played_and_stays_the_question(home: House) -> None:
    record(home, "ask.for_whom")
    await home.says(WORKER, "hello")
    await presses(home, *TO_CONSENT[:-1])
    assert LISTEN in labels(last(home))[-1]
    before = await state(home)
    await presses(home, LISTEN)
    assert last(home).text == "(sound of 1 s)"
    after = await state(home)
    assert (after.answers, after.asked, after.notes) == (
        before.answers,
        before.asked,
        before.notes,
    )
    await presses(home, "for_whom:me")
    assert (await state(home)).record.has("for_whom", "me")


async def test_the_button_stands_beside_back_and_only_where_there_is_a_voice(home: House) -> None:
    record(home, "ask.under_18")
    await home.says(WORKER, "hello")
    await presses(home, *CONSENT, "category:money", "category:pay", "category:done")
    assert all(LISTEN not in row for row in labels(last(home)))
    await home.says(WORKER, "no pay")
    await home.says(WORKER, "Mahachai")
    await presses(home, "may_write:yes")
    (row,) = [row for row in labels(last(home)) if LISTEN in row]
    assert row == ["↩ Back", "⏰ Later", LISTEN, "🧹"]


async def test_the_choices_are_said_after_the_question_and_languages_in_their_own(
    home: House,
) -> None:
    record(home, "greeting", "ask.language", "choice.language.other", "language.name")
    record(home, "language.name", language=TH)
    await home.says(WORKER, "hello")
    await presses(home, LISTEN)
    # Five seconds of voices and four pauses of half a second.
    assert sounds(home) == ["(sound of 7 s)"]


async def test_an_old_button_brings_the_question_of_now(home: House) -> None:
    record(home, "ask.language")
    await home.says(WORKER, "hello")
    old = home.screen(WORKER).button("language:listen")
    await presses(home, "language:en")
    await home.take(WORKER, Tap(old, "t"))
    assert sounds(home) == []
    assert "talk safely" in last(home).text


async def test_after_a_silence_the_gate_comes_before_the_voice(home: House) -> None:
    record(home, "ask.for_whom", "ask.safe_to_talk")
    await home.says(WORKER, "hello")
    await presses(home, *TO_CONSENT[:-1])
    old = home.screen(WORKER).button("for_whom:listen")
    home.moment[0] += timedelta(hours=2)
    await home.take(WORKER, Tap(old, "t"))
    assert sounds(home) == []
    assert "talk safely" in last(home).text
    await presses(home, "safe_to_talk:listen")
    assert len(sounds(home)) == 1
    await presses(home, "safe_to_talk:no")
    assert all(LISTEN not in row for row in labels(last(home)))


async def test_whoever_asked_for_help_quietly_is_offered_no_sound(home: House) -> None:
    record(home, "ask.place_now", "ask.may_write", "ask.for_whom", "ask.safe_to_talk")
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:quiet_help")
    assert "place" in str(last(home).rows)
    assert all(LISTEN not in row for row in labels(last(home)))
    known = await state(home)
    assert known.asked is not None
    forged = f"a:{known.id}:{known.asked.question}:listen"
    await home.take(WORKER, Tap(forged, "t"))
    assert sounds(home) == []


async def test_other_words_take_the_button_away(home: House) -> None:
    record(home, "ask.language")
    home.assembly.recordings.wording = lambda key, _: f"new words of {key}"
    await home.says(WORKER, "hello")
    assert all(LISTEN not in row for row in labels(last(home)))


async def test_a_sound_that_could_not_leave_at_once_does_not_come_later(home: House) -> None:
    record(home, "ask.for_whom")
    await home.says(WORKER, "hello")
    await presses(home, *TO_CONSENT[:-1])
    await home.take(WORKER, Tap(home.screen(WORKER).button(LISTEN), "t"), settle=False)
    home.moment[0] += timedelta(seconds=30)
    await home.settle()
    assert not any("sound" in text for text in texts(home, WORKER))


async def test_the_typed_label_is_no_answer(home: House) -> None:
    record(home, "ask.for_whom")
    await home.says(WORKER, "hello")
    await presses(home, *TO_CONSENT[:-1])
    asked = (await state(home)).asked
    assert asked is not None
    assert "listen" not in dict(asked.labels).values()
    await home.says(WORKER, LISTEN)
    assert not (await state(home)).record.complete("for_whom")


@pytest.mark.parametrize("public", [False, True])
async def test_on_line_there_is_a_voice_only_where_line_can_fetch_it(
    tmp_path: Path, *, public: bool
) -> None:
    channels = frozenset({Channel.LINE}) if public else frozenset[Channel]()
    async with house(tmp_path, change=lambda desk: replace(desk, sound_on=channels)) as home:
        record(home, "ask.language")
        await home.says(WORKER, "hello", channel=Channel.LINE)
        shown = labels(last(home, Channel.LINE))
        assert any(LISTEN in row for row in shown) is public


async def test_the_thai_sentence_is_shown_with_its_meaning_and_played_by_itself(
    home: House,
) -> None:
    record(home, "ask.place_now")
    record(home, "call.help", language=TH, seconds=3)
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
    shown = last(home).text
    assert "📢 ขอความช่วยเหลือด้วย" in shown
    assert "(Please help me. I am a foreign worker." in shown
    assert "📢 ฉันพูดภาษาอังกฤษ (I speak English.)" in shown
    await presses(home, LISTEN)
    assert sounds(home) == ["(sound of 1 s)", "(sound of 3 s)"]


async def test_the_thai_sentence_names_the_province_once_it_is_known(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
    await home.says(WORKER, "Mahachai")
    await home.says(WORKER, "help")
    assert "ฉันอยู่ที่จังหวัดสมุทรสาคร (I speak English. I am in Samut Sakhon.)" in "".join(
        texts(home, WORKER)
    )


async def test_whoever_reads_thai_needs_no_thai_sentence(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:th", "safe_to_talk:yes", "in_danger_now:yes")
    assert "📢" not in last(home).text
