"""An officer records a voice: choose the message, read it aloud, listen, and only then keep it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel, LanguageCode
from bot.domain.incoming import Tap
from bot.domain.recording import Spoken, Take

from tests.house import MONDAY, House, house, photo, voice
from tests.tones import tone

NOK, DAO = "77", "79"
PAPERS = Spoken(LanguageCode("my"), "ask.papers_kept")


def _with_recordings(home: House) -> House:
    for platform in home.platforms.values():
        platform.files["spoken"] = tone(2)
        platform.files["long"] = tone(62, "wav")
    return home


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        await made.officer("samut-sakhon", NOK, "Khun Nok")
        await made.officer("tak", DAO, "Khun Dao")
        yield _with_recordings(made)
        assert made.log.failures == []


def has(home: House) -> bool:
    return home.assembly.recordings.has(PAPERS)


async def takes(home: House) -> list[Take]:
    far = home.now + timedelta(days=9)
    return await home.assembly.store.write(lambda work: list(work.takes.due(far, 9)))


async def reads(home: House, file: str = "spoken") -> None:
    """The voice message, and what the clock then brings."""
    await home.take(NOK, voice(file))
    await home.tick()


async def test_from_the_list_to_a_voice_that_workers_hear(home: House) -> None:
    await home.says(NOK, "/record")
    await home.taps(NOK, "မြန်မာ")
    assert "greeting" in home.screen(NOK).last.text
    await home.taps(NOK, "greeting")
    text = home.screen(NOK).last.text
    assert "🙏" in text
    assert "Burmese" in text
    await reads(home)
    assert "(sound of 2 s)" in home.screen(NOK).last.text
    greeting = Spoken(LanguageCode("my"), "greeting")
    assert not home.assembly.recordings.has(greeting)
    await home.taps(NOK, "✅ Keep")
    await home.tick()
    assert home.assembly.recordings.has(greeting)
    assert await takes(home) == []
    entries = await home.assembly.store.read(lambda work: work.audit.entries("greeting"))
    assert [(each.who, each.action, each.detail) for each in entries] == [
        (f"o{NOK}", "voice.recorded", "my")
    ]
    await home.taps(NOK, "➡ More messages")
    assert "greeting" not in home.screen(NOK).last.text


async def test_a_restart_between_any_two_steps_loses_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.officer("samut-sakhon", NOK, "Khun Nok")
        await home.says(NOK, "/record ask.papers_kept my")
    async with house(tmp_path) as home:
        await _with_recordings(home).take(NOK, voice("spoken"), event="b")
    async with house(tmp_path) as home:
        await _with_recordings(home).tick()
        kept = home.screen(NOK).button("✅ Keep")
        home.platforms[Channel.TELEGRAM].files.clear()
    async with house(tmp_path) as home:
        await home.take(NOK, Tap(kept, "t"), event="c")
        assert not has(home)
    async with house(tmp_path) as home:
        await home.tick()
        assert has(home)
        assert home.log.failures == []


async def test_again_asks_for_the_same_words_and_no_throws_the_recording_away(
    home: House,
) -> None:
    await home.says(NOK, "/record my ask.papers_kept")
    await reads(home)
    await home.taps(NOK, "🔁 Again")
    assert "ask.papers_kept" in home.screen(NOK).last.text
    await reads(home)
    await home.taps(NOK, "✖ No")
    await home.taps(NOK, "✅ Keep")
    assert "already decided" in home.screen(NOK).last.text
    await home.tick()
    assert not has(home)
    assert await takes(home) == []
    folder = home.assembly.config.voice_dir / "takes"
    assert list(folder.iterdir()) == []
    await home.taps(NOK, "✅ Keep")
    assert "already decided" in home.screen(NOK).last.text


@pytest.mark.parametrize(
    ("file", "why"),
    [("long", "longer than 60"), ("photo", "no recording"), ("nowhere", "could not be fetched")],
)
async def test_what_cannot_be_used_is_asked_for_once_more(home: House, file: str, why: str) -> None:
    await home.says(NOK, "/record ask.papers_kept my")
    await reads(home, file)
    assert why in home.screen(NOK).last.text
    await reads(home)
    assert "(sound of 2 s)" in home.screen(NOK).last.text


async def test_a_file_that_is_not_ready_yet_is_fetched_later(home: House) -> None:
    await home.says(NOK, "/record ask.papers_kept my")
    await reads(home, "later")
    assert (await takes(home))[0].attempts == 1
    await home.passes(hours=1)
    assert "could not be fetched" in home.screen(NOK).last.text


async def test_nobody_decides_about_the_recording_of_another_officer(home: House) -> None:
    await home.says(NOK, "/record ask.papers_kept my")
    await reads(home)
    await home.take(DAO, Tap(home.screen(NOK).button("✅ Keep"), "t"))
    await home.tick()
    assert not has(home)
    assert "already decided" in home.screen(DAO).last.text


async def test_a_worker_who_writes_the_command_records_nothing(home: House) -> None:
    await home.says("5", "/record ask.papers_kept my")
    await home.take("5", voice("spoken"))
    await home.tick()
    assert "Keep" not in str(home.screen("5").messages)
    assert await takes(home) == []


async def test_a_voice_message_that_was_not_asked_for_is_no_recording(home: House) -> None:
    await reads(home)
    await home.take(NOK, photo())
    assert await takes(home) == []
    assert "no case" in home.screen(NOK).last.text.lower()


async def test_what_nobody_decides_about_is_dropped_after_a_day(home: House) -> None:
    await home.says(NOK, "/record ask.papers_kept my")
    await reads(home)
    home.moment[0] = MONDAY + timedelta(hours=25)
    await home.tick()
    assert await takes(home) == []


async def test_a_message_that_is_not_there_and_one_with_places_to_fill_cannot_be_recorded(
    home: House,
) -> None:
    for key in ("ask.nothing", "progress", "officer.ask.note"):
        await home.says(NOK, f"/record {key} my")
        assert "There is no message" in home.screen(NOK).last.text
    await reads(home)
    assert await takes(home) == []


async def test_words_changed_between_reading_and_keeping_leave_the_voice_unused(
    home: House,
) -> None:
    await home.says(NOK, "/record ask.papers_kept my")
    await reads(home)
    await home.taps(NOK, "✅ Keep")
    home.assembly.recordings.wording = lambda key, _: f"other words of {key}"
    await home.tick()
    assert not has(home)
    ours = home.assembly.recordings.state(PAPERS.language, PAPERS.key)
    assert ours.value == "outdated"
