"""A flood: everything is stored, little is answered, and a call for help is heard at once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Conversation, Gate
from bot.domain.ids import Channel, QuestionId
from bot.domain.incoming import Chat, Incoming, Media, MediaKind, Sticker, Tap
from bot.domain.lexicon import Meaning
from bot.domain.prompt import worker_payload
from bot.usecases.floods import ALL, CHATTER, CHATTER_WHEN_BUSY, EVERYBODY, Kind

from tests.house import House, house, photo

WORKER, GROUP, NATIONAL = "5", "-100", "-200"
SLOWER = "a little more slowly"


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("samut-sakhon", GROUP)
        await built.group("national", NATIONAL)
        await built.says(WORKER, "hello")
        for tapped in ("language:en", "safe_to_talk:yes"):
            await built.taps(WORKER, tapped)
        yield built
        assert built.log.failures == []


async def _floods(home: House, many: int, channel: Channel = Channel.TELEGRAM) -> None:
    for number in range(many):
        await home.says(WORKER, f"what about my {number} ducks", channel=channel)


async def _kept(home: House) -> Conversation:
    found = await home.assembly.store.read(
        lambda work: work.conversations.current(Channel.TELEGRAM, WORKER)
    )
    assert found is not None
    return found


def _said(home: House, who: str = WORKER) -> list[str]:
    return [message.text for _, message in home.screen(who).messages]


async def test_beyond_the_limit_a_minute_has_one_answer_with_the_numbers_and_all_is_stored(
    home: House,
) -> None:
    before, noted = len(_said(home)), len((await _kept(home)).notes)
    await _floods(home, CHATTER + 20)
    answered = _said(home)[before:]
    assert len(answered) == CHATTER + 1
    assert not any(SLOWER in text for text in answered[:CHATTER])
    assert SLOWER in answered[-1]
    assert "1669" in answered[-1]
    assert len((await _kept(home)).notes) == noted + CHATTER + 20


async def test_the_answer_carries_the_question_whose_buttons_line_has_taken_away(
    home: House,
) -> None:
    await home.says(WORKER, "hello", channel=Channel.LINE)
    for tapped in ("language:en", "safe_to_talk:yes"):
        await home.taps(WORKER, tapped, channel=Channel.LINE)
    await _floods(home, CHATTER + 5, Channel.LINE)
    last = home.screen(WORKER, Channel.LINE).last
    assert SLOWER in last.text
    assert any("in_danger_now:yes" in button.payload for row in last.rows for button in row)


async def test_a_minute_later_everything_is_answered_again(home: House) -> None:
    await _floods(home, CHATTER + 5)
    home.moment[0] += timedelta(minutes=1)
    before = len(_said(home))
    await home.says(WORKER, "and my pay")
    assert len(_said(home)) == before + 1
    assert SLOWER not in _said(home)[-1]


@pytest.mark.parametrize("words", ["help", "he wants to kill me", "I want to kill myself"])
async def test_words_of_danger_in_a_flood_get_their_full_answer_every_time(
    home: House, words: str
) -> None:
    await _floods(home, CHATTER + 5)
    for _ in range(3):
        before = len(_said(home))
        await home.says(WORKER, words)
        assert len(_said(home)) > before
        assert SLOWER not in "".join(_said(home)[before:])
    assert home.screen(WORKER).last.rows


async def test_a_tap_on_danger_in_a_flood_alerts_at_once(home: House) -> None:
    await _floods(home, ALL + 5)
    await home.taps(WORKER, "in_danger_now:yes")
    assert any("URGENT" in text for text in _said(home, NATIONAL))
    assert "1669" in _said(home)[-1]
    assert SLOWER not in _said(home)[-1]
    await home.says(WORKER, "hide")  # whoever has to be quick is obeyed at any pace
    assert _said(home) == ["OK. Write OK when you want to go on."]


async def test_a_quiet_call_for_help_in_a_flood_alerts_at_once(home: House) -> None:
    home.moment[0] += timedelta(minutes=31)
    await home.says(WORKER, "hello again")
    assert (await _kept(home)).gate is Gate.ASKED
    await _floods(home, CHATTER + 5)
    await home.taps(WORKER, "safe_to_talk:quiet_help")
    assert any("URGENT" in text for text in _said(home, NATIONAL))


async def test_before_the_gate_is_open_a_flood_learns_nothing_more(home: House) -> None:
    home.moment[0] += timedelta(minutes=31)
    before = len(_said(home))
    await _floods(home, CHATTER + 20)
    answered = _said(home)[before:]
    assert len(answered) <= CHATTER + 3  # the neutral line, the first, thirty, and the last
    assert not any(SLOWER in text or "1669" in text for text in answered)


async def test_photos_come_in_bursts_and_nobody_is_told_to_slow_down_for_them(
    home: House,
) -> None:
    home.platforms[Channel.TELEGRAM].files = {str(n): b"\xff\xd8\xff" for n in range(60)}
    for number in range(20):
        await home.take(WORKER, photo(str(number), album="trip"))
    for number in range(20, 60):
        await home.take(WORKER, Media(MediaKind.PHOTO, str(number)))
    assert len((await _kept(home)).evidence) == 60
    assert not any(SLOWER in text for text in _said(home))
    before = len(_said(home))
    await home.says(WORKER, "these are the rooms")
    assert len(_said(home)) == before + 1


async def test_steps_on_the_way_are_answered_among_the_chatter(home: House) -> None:
    await home.taps(WORKER, "in_danger_now:no")
    await _floods(home, CHATTER + 5)
    await home.taps(WORKER, "for_whom:me")
    assert (await _kept(home)).record.has("for_whom", "me")
    assert SLOWER not in _said(home)[-1]
    assert home.screen(WORKER).last.rows


async def test_commands_are_carried_out_among_the_chatter(home: House) -> None:
    await _floods(home, CHATTER + 5)
    assert home.desk.around.lexicon.meaning("stop", (await _kept(home)).language) is Meaning.STOP
    await home.says(WORKER, "stop")
    assert "stop:" in str(home.screen(WORKER).last.rows)


async def test_one_button_pressed_for_ever_is_stored_and_not_answered_for_ever(
    home: House,
) -> None:
    for tapped in (
        "in_danger_now:no",
        "for_whom:me",
        "consent_keep:pass",
        "consent_statistics:yes",
    ):
        await home.taps(WORKER, tapped)
    shown = len(home.platforms[Channel.TELEGRAM].shown)
    conversation = (await _kept(home)).id
    for number in range(ALL + 30):
        value = "-pay" if number % 2 else "pay"
        await home.take(WORKER, Tap(worker_payload(conversation, "category", value)))
    assert ALL - 10 < len(home.platforms[Channel.TELEGRAM].shown) - shown < ALL + 5
    assert (await _kept(home)).record[QuestionId("category")].values == ()


async def test_when_turns_queue_up_chatter_is_shed_first_and_nobody_is_blamed(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(50):
        home.desk.floods.took(timedelta(seconds=2))
    assert home.desk.floods.busy
    monkeypatch.setattr(home.desk.floods, "took", lambda _: None)
    before = len(_said(home))
    await _floods(home, CHATTER)
    answered = _said(home)[before:]
    assert len(answered) == CHATTER_WHEN_BUSY + 1
    assert not any(SLOWER in text for text in answered)
    assert "1669" in answered[-1]
    await home.taps(WORKER, "in_danger_now:yes")
    assert any("URGENT" in text for text in _said(home, NATIONAL))


async def test_the_question_that_was_not_shown_is_shown_with_the_next_answer(home: House) -> None:
    await _floods(home, CHATTER + 5)
    await home.take(WORKER, Sticker())
    asked = (await _kept(home)).asked
    assert asked is not None
    assert asked.covered
    home.moment[0] += timedelta(minutes=1)
    await home.says(WORKER, "here I am")
    assert home.screen(WORKER).button("in_danger_now:no")


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
@pytest.mark.safety(44)
async def test_two_hundred_messages_a_minute_are_all_kept_and_every_call_is_answered(
    tmp_path: Path, channel: Channel
) -> None:
    async with house(tmp_path) as home:
        await home.group("national", "C200" if channel is Channel.LINE else NATIONAL, channel)
        who = "U5" if channel is Channel.LINE else WORKER
        await home.says(who, "hello", channel=channel)
        for tapped in ("language:en", "safe_to_talk:yes"):
            await home.taps(who, tapped, channel=channel)
        screen = home.screen(who, channel)
        before, called = len(screen.messages), 0
        for number in range(200):
            await home.says(who, f"what about my {number} ducks", channel=channel)
            if number % 20 == 19:
                heard = len(screen.messages)
                await home.says(who, "he wants to kill me", channel=channel)
                called += "1669" in "".join(m.text for _, m in screen.messages[heard:])
        assert called == 10
        answered = len(screen.messages) - before - called
        assert answered == CHATTER + 1
        kept = await home.assembly.store.read(lambda work: work.conversations.current(channel, who))
        assert kept is not None
        assert sum("ducks" in note.text for note in kept.notes) >= 199
        await home.taps(who, "in_danger_now:yes", channel=channel)
        assert "1669" in home.screen(who, channel).last.text


async def test_a_flood_of_many_people_leaves_room_for_those_in_danger(home: House) -> None:
    """Each of them keeps to the limit; together they do not."""
    now = home.desk.clock()
    for number in range(EVERYBODY + 1):
        other = Incoming(
            "x", Chat(Channel.TELEGRAM, f"9{number:04}"), f"9{number:04}", now, Sticker()
        )
        home.desk.floods.counted(other, Kind.CHATTER, now)
    assert home.desk.floods.busy
    before = len(_said(home))
    await _floods(home, CHATTER)
    answered = _said(home)[before:]
    assert len(answered) == CHATTER_WHEN_BUSY + 1
    assert "1669" in answered[-1]
    assert SLOWER not in answered[-1]
    await home.taps(WORKER, "in_danger_now:yes")
    assert any("URGENT" in text for text in _said(home, NATIONAL))
    home.moment[0] += timedelta(minutes=1)
    await home.says(WORKER, "and my pay")
    assert not home.desk.floods.busy
