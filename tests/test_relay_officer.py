"""An officer writes to a worker: seen first, sent with a second tap, never a note."""

from pathlib import Path

import pytest
from bot.domain.case import Deed
from bot.domain.errors import Unreachable
from bot.domain.ids import Channel
from bot.domain.incoming import Tap
from bot.domain.relay import MessageState
from bot.domain.slips import LONGEST_WORDS

from tests.house import House
from tests.relaying import ASKED, OFFICER, messages, proposes, seen, sends, taken, writes
from tests.test_take_turn import WORKER


def _worker(home: House) -> str:
    return "\n".join(seen(home))


async def _deeds(home: House) -> list[Deed]:
    rows = await home.assembly.store.read(lambda work: work.casework.rows())
    case = await home.assembly.store.read(lambda work: work.casework.get(rows[0].reference))
    assert case is not None
    return [entry.deed for entry in case.worked]


@pytest.mark.safety(31)
async def test_nothing_leaves_before_the_second_tap_and_no_means_no(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await proposes(home, "employer_name")
        assert "nothing has been sent yet" in home.screen(OFFICER).last.text
        await home.passes(minutes=5)
        assert ASKED not in _worker(home)
        send = home.screen(OFFICER).button("📤 Send")
        await home.taps(OFFICER, "✖ No")
        assert await messages(home) == []
        await home.take(OFFICER, Tap(send, "tap"))
        assert "before" in home.screen(OFFICER).last.text
        assert ASKED not in _worker(home)
        assert await _deeds(home) == []


async def test_what_leaves_counts_as_contact_and_a_second_press_sends_nothing_more(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await proposes(home, "employer_name")
        send = home.screen(OFFICER).button("📤 Send")
        for _ in range(2):
            await home.take(OFFICER, Tap(send, "tap"))
        assert _worker(home).count(ASKED) == 1
        assert await _deeds(home) == [Deed.CONTACTED]
        assert "Khun Nok" not in _worker(home)
        assert "An officer writes to you, Samut Sakhon centre" in _worker(home)


async def test_what_only_waits_counts_as_tried_and_can_be_taken_back(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.passes(minutes=31)
        await sends(home, "employer_name")
        assert await _deeds(home) == [Deed.CONTACT_TRIED]
        await home.taps(OFFICER, "🗨 Messages so far")
        take_back = next(
            b.payload for row in home.screen(OFFICER).last.rows for b in row if "Take" in b.label
        )
        for _ in range(2):
            await home.take(OFFICER, Tap(take_back, "tap"))
        await home.says(WORKER, "hello")
        await home.taps(WORKER, "safe_to_talk:yes")
        assert ASKED not in _worker(home)
        assert [each.state for each in await messages(home)] == [MessageState.WITHDRAWN]


async def test_what_was_taken_back_does_not_leave_even_if_it_lies_in_the_outbox(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await proposes(home, "employer_name")
        send = Tap(home.screen(OFFICER).button("📤 Send"), "tap")
        await home.take(OFFICER, send, settle=False)
        (message,) = await messages(home)
        await home.assembly.store.write(lambda work: work.messages.save(message.withdrawn()))
        await home.settle()
        assert ASKED not in _worker(home)


@pytest.mark.safety(31)
async def test_a_note_never_becomes_a_message_and_own_words_never_a_note(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await proposes(home, "employer_name")
        await home.taps(OFFICER, "🗒 Note")
        await home.says(OFFICER, "I do not believe a word of this")
        assert "note saved" in home.screen(OFFICER).last.text
        for name in ("📤 Send", "🗨 Messages so far"):
            await home.taps(OFFICER, name)
        assert "believe" not in _worker(home)
        assert not any("believe" in each.words for each in await messages(home))
        await writes(home, "Is there a guard at the gate?")
        case = await home.assembly.store.read(
            lambda work: work.casework.get(work.casework.rows()[0].reference)
        )
        assert case is not None
        assert [note.text for note in case.notes] == ["I do not believe a word of this"]


async def test_what_had_better_not_be_sent_is_pointed_out_and_may_be_meant(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await writes(home, "Call 081 234 5678 or immigration comes")
        text = home.screen(OFFICER).last.text
        assert "You wrote a phone number" in text
        assert "speaks of immigration" in text
        with pytest.raises(AssertionError):
            _only(home, "📤 Send")
        await home.taps(OFFICER, _only(home, "📤 Send all the same"))
        assert "081 234 5678" in _worker(home)


def _only(home: House, label: str) -> str:
    """The button of the newest message alone."""
    for row in home.screen(OFFICER).last.rows:
        for button in row:
            if button.label == label:
                return button.payload
    raise AssertionError(label)


async def test_a_visit_is_only_asked_after_the_word_that_the_boss_will_know(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await proposes(home, "visit")
        assert "the boss will know" in home.screen(OFFICER).last.text
        assert _only(home, "📤 Send all the same")


async def test_own_words_are_short_and_say_when_an_interpreter_helped(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await writes(home, "x" * (LONGEST_WORDS + 1))
        assert "at most 500" in home.screen(OFFICER).last.text
        await home.says(OFFICER, "Is there a guard?")
        assert "“Is there a guard?”" in home.screen(OFFICER).last.text
        await home.taps(OFFICER, "✖ No")
        await writes(home, "Is there a guard?", "own.interpreted")
        await home.taps(OFFICER, "📤 Send")
        assert "An interpreter helped" in _worker(home)


async def test_who_does_not_hold_the_case_can_neither_write_nor_read_the_talk(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await proposes(home, "employer_name")
        (message,) = await messages(home)
        actions = [f"write:{message.referral}:p.thanks", f"talk:{message.referral}"]
        actions += [f"{do}:{message.referral}:{message.id}" for do in ("send", "change", "unsend")]
        for action in actions:
            await home.take("79", Tap(f"r:{action}", "tap"))
        assert len(set(seen(home, "79"))) == 1
        assert ASKED not in _worker(home)
        assert [each.state for each in await messages(home)] == [MessageState.PROPOSED]


async def test_a_message_that_cannot_be_brought_is_told_to_the_officer(tmp_path: Path) -> None:
    async with taken(tmp_path, Channel.LINE) as home:
        await proposes(home, "employer_name")
        home.platforms[Channel.LINE].fails = [Unreachable("blocked")]
        await home.taps(OFFICER, "📤 Send")
        assert "could not be delivered" in "\n".join(seen(home, OFFICER))
        assert [each.state for each in await messages(home)] == [MessageState.FAILED]
        assert await _deeds(home) == []
