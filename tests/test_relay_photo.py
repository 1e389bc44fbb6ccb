"""An officer's photo or voice reaches the worker: seen twice, made anew, opened when it is safe."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Media, MediaKind, Tap
from bot.domain.relay import MessageState
from bot.domain.retention import Parting
from bot.flows.enclosing import SEE
from bot.ports import Work
from bot.usecases.copy_files import copy_files
from bot.usecases.end_case import carry_out
from bot.usecases.tidy import tidy

from tests.carrying import (
    MAKER,
    PUBLIC,
    carried,
    enclosures,
    gives,
    offers,
    other_form,
    picture,
    slip,
    spoken,
    stocked,
)
from tests.house import House
from tests.relaying import OFFICER, OPENING, answering, becomes, messages, seen, taken
from tests.test_take_turn import WORKER, presses, state

BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
SHOW = "🖼 Show the photo"
COMES = "sends you a photo"


@BOTH
@pytest.mark.safety(10, 25, 31)
async def test_a_photo_is_shown_back_sent_with_a_second_tap_and_opened_at_the_workers_own(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel, public_url=PUBLIC) as home:
        await offers(home)
        assert "Nothing has been sent yet" in seen(home, OFFICER)[-2]
        assert "Send this photo to the worker?" in seen(home, OFFICER)[-1]
        (shown_back,) = carried(home, OFFICER)
        assert len(await enclosures(home)) == 1
        assert COMES not in seen(home, channel=channel)[-1]
        await home.taps(OFFICER, "📤 Send")
        assert seen(home, channel=channel)[-1].startswith(OPENING)
        assert carried(home, WORKER, channel) == []  # a lock screen would show it
        await home.taps(WORKER, SHOW, channel=channel)
        (photo,) = carried(home, WORKER, channel)
        assert photo.content == shown_back.content
        assert photo.content.startswith(b"\xff\xd8\xff")
        assert MAKER in slip()
        assert not any(trace in photo.content for trace in (MAKER, b"Exif"))
        assert photo.address.startswith(f"{PUBLIC}/enclosed/") is (channel is Channel.LINE)
        await home.taps(OFFICER, "🗨 Messages so far")
        assert "🖼 a photo · delivered" in seen(home, OFFICER)[-1]
        assert "opened 10:00 today" in seen(home, OFFICER)[-1]
        await home.says(WORKER, "I will come", channel=channel)
        assert "You wrote: 🖼 a photo\nAnswer: “I will come”" in seen(home, OFFICER)[-1]


@BOTH
@pytest.mark.safety(8, 9)
async def test_a_photo_waits_for_the_gate_and_the_code_word_and_comes_after_them(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel, public_url=PUBLIC) as home:
        known = await home.assembly.store.read(lambda w: w.conversations.current(channel, WORKER))
        assert known is not None
        answers = answering(known, code_word="told")
        await becomes(home, channel, answers=answers)
        await home.passes(minutes=31)
        await offers(home)
        assert "Waits until they write and give their code word" in seen(home, OFFICER)[-1]
        await home.taps(OFFICER, "📤 Send")
        assert COMES not in "".join(seen(home, channel=channel))
        await home.says(WORKER, "hi", channel=channel)
        await presses(home, "safe_to_talk:yes", channel=channel)
        assert COMES not in "".join(seen(home, channel=channel))
        await home.says(WORKER, "mangomangomango", channel=channel)
        await home.says(WORKER, "mango", channel=channel)
        assert COMES in seen(home, channel=channel)[-1]
        await home.passes(minutes=31)
        await home.taps(WORKER, SHOW, channel=channel)  # asleep: the gate is asked first
        await presses(home, "safe_to_talk:yes", channel=channel)
        assert carried(home, WORKER, channel) == []
        await home.says(WORKER, "mango", channel=channel)
        assert [each.kind for each in carried(home, WORKER, channel)] == [MediaKind.PHOTO]


async def _looked_for(home: House) -> int:
    await tidy(home.desk, home.assembly.evidence)
    return len(await home.assembly.evidence.names())


async def test_what_is_not_sent_or_taken_back_is_gone_with_its_file(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await offers(home)
        assert await _looked_for(home) == 1
        await home.taps(OFFICER, "✖ No")
        assert await _looked_for(home) == 0
        assert await messages(home) == []
        await offers(home)
        await home.taps(OFFICER, "✏ Change")
        assert await _looked_for(home) == 0
        await gives(home, picture())  # "write" stands again
        await home.passes(minutes=31)
        await home.taps(OFFICER, "📤 Send")
        assert [each.state for each in await messages(home)] == [MessageState.QUEUED]
        await home.taps(OFFICER, "🗨 Messages so far")
        await home.taps(OFFICER, home.screen(OFFICER).button("🗨 Messages so far"))
        rows = home.screen(OFFICER).last.rows
        back = next(each for row in rows for each in row if "unsend" in each.payload)
        await home.taps(OFFICER, back.payload)
        assert [each.state for each in await messages(home)] == [MessageState.WITHDRAWN]
        assert await _looked_for(home) == 0
        await home.says(WORKER, "hi")
        await presses(home, "safe_to_talk:yes")
        assert COMES not in "".join(seen(home))


@pytest.mark.safety(31)
async def test_a_photo_that_was_only_proposed_cannot_be_opened(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await offers(home)
        (proposed,) = await messages(home)
        forged = f"a:{(await state(home)).id}:{proposed.question}:{SEE}"
        await home.take(WORKER, Tap(forged, "t"))
        assert carried(home, WORKER) == []


@pytest.mark.safety(23)
async def test_an_officer_who_left_meanwhile_is_shown_nothing_of_a_photo(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.taps(OFFICER, home.screen(OFFICER).button("💬 Write to them"))
        stocked(home)
        await home.take(OFFICER, picture())
        shown = len(seen(home, OFFICER))

        def leaves(work: Work) -> None:
            (officer,) = work.directory.officers_with(Channel.TELEGRAM, OFFICER)
            work.directory.enrol(replace(officer, active=False))

        await home.assembly.store.write(leaves)
        await copy_files(home.desk, home.platforms)
        await home.settle()
        assert len(seen(home, OFFICER)) == shown
        assert await messages(home) == []
        assert await _looked_for(home) == 0


@pytest.mark.safety(27)
@pytest.mark.parametrize("how", ["withdraw", "erase"])
async def test_a_case_that_ends_takes_its_photos_along_and_what_waits_is_not_sent(
    tmp_path: Path, how: str
) -> None:
    async with taken(tmp_path) as home:
        await offers(home)
        await home.taps(OFFICER, "📤 Send")  # this one left
        await offers(home)
        await becomes(home, heard_at=home.now - timedelta(minutes=31))
        await home.taps(OFFICER, "📤 Send")  # this one waits
        assert len(await enclosures(home)) == 2
        await _ends(home, how)
        assert await _looked_for(home) == 0
        await home.taps(WORKER, SHOW)
        await home.says(WORKER, "hello")
        assert carried(home, WORKER) == []


async def _ends(home: House, how: str) -> None:
    (row,) = await home.assembly.store.read(lambda work: work.casework.rows())
    case = await home.assembly.store.read(lambda work: work.casework.get(row.reference))
    assert case is not None
    await home.assembly.store.write(
        lambda work: carry_out(home.desk, work, case, Parting(how), home.now, by="worker")
    )
    await home.settle()


async def test_words_under_a_photo_are_looked_at_like_any_words(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await offers(home, picture("Call 081 234 5678"))
        assert "Is that in English?" in seen(home, OFFICER)[-1]
        assert carried(home, OFFICER) == []
        (message,) = await messages(home)
        send = f"r:send:{message.referral}:{message.id}"
        await home.take(OFFICER, Tap(send, "t"))  # forged: nobody said yet how it was written
        assert "📤" not in seen(home, OFFICER)[-1]
        await home.taps(OFFICER, "✍ In English")
        assert "You wrote a phone number" in seen(home, OFFICER)[-1]
        await home.taps(OFFICER, "📤 Send all the same")
        assert "“Call 081 234 5678”" in seen(home)[-1]
        await offers(home, picture("พรุ่งนี้ 9 โมง"))
        await home.taps(OFFICER, "✂ Without the words")
        assert "พรุ่งนี้" not in seen(home, OFFICER)[-1]
        await offers(home, picture("x" * 501))
        assert "at most 500" in seen(home, OFFICER)[-1]


async def test_a_voice_goes_the_same_way(tmp_path: Path) -> None:
    async with taken(tmp_path, Channel.LINE, public_url=PUBLIC) as home:
        await offers(home, spoken())
        await home.taps(OFFICER, "📤 Send")
        await home.taps(WORKER, "🔊 Play the voice", channel=Channel.LINE)
        (voice,) = carried(home, WORKER, Channel.LINE)
        assert voice.kind is MediaKind.VOICE
        assert 1900 < voice.milliseconds < 2200
        assert voice.address.endswith(".m4a")


async def test_what_is_no_photo_and_no_sound_goes_nowhere(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await offers(home, Media(MediaKind.VIDEO, "slip", "video/mp4"))
        assert "photos and voice messages, nothing else" in seen(home, OFFICER)[-1]
        await gives(home, Media(MediaKind.DOCUMENT, "slip", "application/pdf"))
        assert "Send a picture of the page" in seen(home, OFFICER)[-1]
        await gives(home, picture(), settle=True)
        await gives(home, replace(picture(), size=21 * 1024 * 1024))
        assert "too large" in seen(home, OFFICER)[-1]
        home.platforms[Channel.TELEGRAM].files["not"] = other_form()
        await home.take(OFFICER, Media(MediaKind.PHOTO, "not", "image/jpeg"))
        await home.tick()
        assert "no photo and no sound" in seen(home, OFFICER)[-1]
        await home.take(OFFICER, Media(MediaKind.PHOTO, "gone", "image/jpeg"))
        await home.tick()
        assert "could not be fetched" in seen(home, OFFICER)[-1]
        assert len(await enclosures(home)) == 1


async def test_the_photos_of_an_album_are_shown_one_by_one(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await offers(home, picture(album="a"))
        await gives(home, picture(album="a"))
        assert [text.startswith("(photo)") for text in seen(home, OFFICER)[-3:]] == [1, 0, 1]
        for _ in range(9):
            await gives(home, picture(album="a"))
        assert "wait already" in seen(home, OFFICER)[-1]


async def test_line_needs_our_address(tmp_path: Path) -> None:
    async with taken(tmp_path, Channel.LINE) as home:
        await offers(home)
        assert "public_url" in seen(home, OFFICER)[-1]
        assert await messages(home) == []
