"""The word for "delete" in reply to one's own message takes back that one message."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.conversation import Gate
from bot.domain.ids import Channel
from bot.domain.incoming import Content, Location, Tap, Text, Unsent
from bot.domain.relay import Direction, MessageState
from bot.usecases.fetch_media import fetch_media

from tests.agencies import NOK, WORKER, said
from tests.house import House, house, photo, voice
from tests.parting import case_of, logged, only_case, talk
from tests.relaying import answering, becomes, messages, sends, taken
from tests.taking_back import LINE, TELEGRAM, answers, left, shown
from tests.test_take_turn import CONSENT, presses

BOTH = pytest.mark.parametrize("channel", [TELEGRAM, LINE])
GONE = "OK. That message is deleted."
STANDS = "It still stands in this chat. Please delete it here too."
NOTHING = "We keep nothing of that message."


async def _told(home: House, channel: Channel) -> None:
    """An intake with words, an album, a voice and a place, each under a name of its own."""
    await home.says(WORKER, "hello from Aung", message="1", channel=channel)
    await presses(home, *CONSENT, "category:skip", channel=channel)
    sent: dict[str, Content] = {
        "2": photo(album="both"),
        "3": photo(album="both"),
        "4": Text("the boat is Chok Dee"),
        "5": voice(),
        "6": Location(13.5475, 100.2744),
    }
    for message, content in sent.items():
        await home.take(WORKER, content, message=message, channel=channel)


@BOTH
@pytest.mark.safety(40)
async def test_a_reply_with_the_word_takes_back_what_it_answers_and_nothing_else(
    tmp_path: Path, channel: Channel
) -> None:
    async with house(tmp_path) as home:
        await _told(home, channel)
        kept = await left(home, channel)
        assert all(each in kept for each in ("Aung", "Chok Dee", "13.5475"))
        await answers(home, "1", channel=channel)
        assert "Aung" not in await left(home, channel)
        assert GONE in shown(home, channel)
        assert (STANDS in shown(home, channel)) is (channel is LINE)
        await answers(home, "6", "Delete.", channel=channel)
        assert "Chok Dee" in await left(home, channel)
        await answers(home, "4", "ลบ", channel=channel)
        rest = await left(home, channel)
        assert not any(each in rest for each in ("Chok Dee", "13.5475"))
        assert not any("Do you want to delete" in each for each in said(home, WORKER, channel))
        await answers(home, "4", channel=channel)  # once more: it is gone already
        assert NOTHING in shown(home, channel)
        assert await left(home, channel) == rest
        gone = {message for _, message in home.platforms[channel].erased}
        theirs = {"1", "4", "6", "word-1", "word-4", "word-6"}
        assert gone == (theirs if channel is TELEGRAM else set())
        assert home.log.failures == []


@BOTH
@pytest.mark.safety(40)
async def test_photos_of_one_sending_and_a_voice_are_taken_back_with_all_their_bytes(
    tmp_path: Path, channel: Channel
) -> None:
    async with house(tmp_path) as home:
        await _told(home, channel)
        await fetch_media(home.desk, home.platforms, home.assembly.evidence)
        await answers(home, "3", "/delete", channel=channel)
        files = await left(home, channel)
        assert "[('2', 'erased'), ('3', 'erased'), ('5', 'kept')]" in files
        await answers(home, "5", channel=channel)
        assert "'kept'" not in await left(home, channel)
        await home.tick()
        assert await home.assembly.evidence.names() == []
        gone = {message for _, message in home.platforms[channel].erased}
        assert gone == ({"2", "3", "word-3", "5", "word-5"} if channel is TELEGRAM else set())


@BOTH
async def test_before_anything_was_agreed_to_it_works_as_well(
    tmp_path: Path, channel: Channel
) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "I am Aung of Chok Dee", message="1", channel=channel)
        await answers(home, "1", channel=channel)
        assert "Aung" not in await left(home, channel)
        assert "Which language?" in shown(home, channel)
        assert home.log.failures == []


@pytest.mark.safety(5, 36, 40)
@pytest.mark.parametrize("gesture", ["reply", "unsend"])
async def test_whoever_holds_the_phone_takes_back_words_and_never_an_alert(
    tmp_path: Path, gesture: str
) -> None:
    async with house(tmp_path) as home:
        await home.group("samut-sakhon", "-100")
        await home.group("national", "-200")
        await home.says(WORKER, "hello")
        await presses(home, "language:en", "safe_to_talk:yes")
        for message, words in (("1", "yes"), ("2", "Mahachai"), ("3", "I want to die")):
            await home.says(WORKER, words, message=message)
        home.moment[0] += timedelta(minutes=1)
        reference = await only_case(home)
        cards = said(home, "-100")
        for message in ("1", "2", "3"):
            if gesture == "reply":
                await answers(home, message)
                assert GONE in shown(home)
                assert "This answer cannot be changed now." in shown(home)
            else:
                await home.take(WORKER, Unsent(message))
        case = await case_of(home, reference)
        assert case is not None
        assert case.urgent
        assert (case.facts.danger, case.facts.gentle, case.facts.province) == (True, True, "TH-74")
        assert said(home, "-100") == cards
        kept = await left(home)
        assert not any(words in kept for words in ("Mahachai", "want to die", "'1'", "'2'", "'3'"))
        await home.passes(minutes=20)
        assert any("has waited" in text for text in said(home, "-100"))
        assert home.log.failures == []


@pytest.mark.safety(5, 9)
@pytest.mark.parametrize("gesture", ["reply", "unsend"])
async def test_the_code_word_goes_on_guarding_when_its_message_is_taken_back(
    tmp_path: Path, gesture: str
) -> None:
    async with taken(tmp_path) as home:
        await home.take(WORKER, Tap(f"a:{(await talk(home)).id}:review:code_word", "t"))
        await home.says(WORKER, "mango tree", message="1")
        if gesture == "reply":
            await answers(home, "1")
            assert "Your code word stays as it is." in shown(home)
        else:
            await home.take(WORKER, Unsent("1"))
        home.moment[0] += timedelta(hours=1)
        await home.says(WORKER, "hello")
        await presses(home, "safe_to_talk:yes")
        assert (await talk(home)).gate is Gate.CODE_WORD
        await home.says(WORKER, "mango tree")
        assert (await talk(home)).gate is Gate.OPEN


@pytest.mark.safety(7, 40)
async def test_while_the_gate_stands_it_is_done_at_once_and_told_once_it_is_safe(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "the boat is Chok Dee", message="1")
        home.moment[0] += timedelta(hours=1)
        await answers(home, "1")
        assert "Chok Dee" not in await left(home)
        assert GONE not in said(home, WORKER)[-1]
        assert shown(home).startswith("Can you talk safely now?")
        await presses(home, "safe_to_talk:yes")
        assert sum(GONE in text for text in said(home, WORKER)) == 1
        assert ("worker", "message.taken_back") in await logged(home, await only_case(home))


@pytest.mark.safety(40)
async def test_what_was_said_to_an_officer_is_taken_back_and_the_officer_is_told_that_it_was(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "employer_name")
        await home.says(WORKER, "Golden Fish", message="1")
        home.moment[0] += timedelta(minutes=11)
        await answers(home, "1")
        talked = await messages(home)
        assert [each.state for each in talked] == [MessageState.SENT]
        assert not any(each.direction is Direction.FROM_WORKER for each in talked)
        assert "took back or changed a message" in said(home, NOK)[-1]
        assert "Fish" not in said(home, NOK)[-1]
        await answers(home, "1", "no")  # in reply or not, another word is what it always was
        assert [each.direction for each in await messages(home)][1:] == [Direction.FROM_WORKER]


@pytest.mark.safety(40)
async def test_what_was_said_to_an_officer_is_gone_also_where_a_code_word_guards_it_now(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await sends(home, "employer_name")
        await home.says(WORKER, "Golden Fish", message="1")
        await becomes(home, answers=answering(await talk(home), code_word="told"))
        await home.says(WORKER, "start over")
        await presses(home, "start_over:yes")
        await answers(home, "1")
        assert not any(each.direction is Direction.FROM_WORKER for each in await messages(home))


async def test_what_a_button_answered_has_no_message_of_theirs(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, *CONSENT, "category:money", "category:pay")
        await home.taps(WORKER, "category:done", message="question")
        before = await left(home)
        await answers(home, "question", own=False)
        assert NOTHING in shown(home)
        assert "write “menu”" in shown(home)
        assert await left(home) == before
        assert home.platforms[TELEGRAM].erased == []
        await home.says(WORKER, "menu")
        assert home.screen(WORKER).has("menu:review")


async def test_what_is_older_than_telegram_deletes_is_gone_with_us_and_stands_in_the_chat(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "the boat is Chok Dee", message="1")
        await answers(home, "1", ago=timedelta(hours=50))
        assert "Chok Dee" not in await left(home)
        assert STANDS in shown(home)
        assert [message for _, message in home.platforms[TELEGRAM].erased] == ["word-1"]


@pytest.mark.safety(19)
async def test_a_call_for_help_in_a_reply_is_a_call_for_help(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, *CONSENT, "category:skip")
        await home.says(WORKER, "the boat is Chok Dee", message="1")
        for words in ("help", "delete this, he is going to kill me"):
            await answers(home, "1", words)
            assert "1300" in shown(home)
            assert "Chok Dee" in await left(home)
