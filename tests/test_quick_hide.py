"""Quick hide: one word clears the chat, and the gate stands before everything."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bot.domain.errors import TryLater
from bot.domain.ids import Channel
from bot.domain.incoming import Text

from tests.agencies import WORKER, said
from tests.house import House, house
from tests.parting import talk
from tests.test_take_turn import CONSENT, presses

SAFE = "Can you talk safely now? Is no one looking at your phone?"
HARMLESS = "OK. Write OK when you want to go on."
WORDS = ("🧹", "hide", "ล้างแชท", "ရှင်း", "សម្អាត", "ລ້າງແຊັດ", "dọn")


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as built:
        await built.group("national", "-200")
        yield built
        assert built.log.failures == []


async def answers_some(home: House, channel: Channel = Channel.TELEGRAM) -> None:
    await home.says(WORKER, "hello", channel=channel, message="900")
    await presses(home, *CONSENT, "category:money", channel=channel)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.safety(11)
async def test_one_word_in_every_language_clears_both_sides(home: House, word: str) -> None:
    await answers_some(home)
    before = {name for name, _ in home.screen(WORKER).messages}
    await home.says(WORKER, word, message="901")
    assert said(home, WORKER) == [HARMLESS]
    assert before | {"900", "901"} <= set(home.screen(WORKER).removed)


async def test_the_button_of_the_menu_clears_as_well(home: House) -> None:
    await answers_some(home)
    await home.says(WORKER, "menu")
    await home.taps(WORKER, "menu:hide")
    assert said(home, WORKER) == [HARMLESS]


async def test_nothing_is_shown_until_it_is_safe_again(home: House) -> None:
    await answers_some(home)
    await home.says(WORKER, "hide")
    await home.says(WORKER, "menu")
    assert said(home, WORKER)[-1] == SAFE
    await presses(home, "safe_to_talk:yes")
    assert said(home, WORKER)[-1].startswith("What is it about?")


async def test_what_danger_wants_to_know_waits_behind_the_gate_too(home: House) -> None:
    await home.says(WORKER, "hello")
    await presses(home, "language:en", "safe_to_talk:yes", "in_danger_now:yes")
    assert "Where" in said(home, WORKER)[-1]
    await home.says(WORKER, "hide")
    assert said(home, WORKER) == [HARMLESS]
    await home.says(WORKER, "ok")
    assert said(home, WORKER)[-1] == SAFE
    await presses(home, "safe_to_talk:yes")
    assert "Where" in said(home, WORKER)[-1]


async def test_a_call_for_help_is_heard_all_the_same(home: House) -> None:
    await answers_some(home)
    await home.says(WORKER, "hide")
    await home.says(WORKER, "help")
    assert "danger" in said(home, WORKER)[-1]


async def test_what_is_older_than_two_days_is_left_alone(home: House) -> None:
    await answers_some(home)
    home.moment[0] += timedelta(days=2)
    await home.says(WORKER, "hide", message="902")
    assert "900" not in home.screen(WORKER).removed
    assert "902" in home.screen(WORKER).removed


async def test_what_the_platform_puts_off_is_cleared_later(home: House) -> None:
    await answers_some(home)
    await home.take(WORKER, Text("hide"), settle=False)
    home.platforms[Channel.TELEGRAM].fails.append(TryLater(timedelta(seconds=5)))
    await home.settle()
    await home.passes(minutes=1)
    assert "900" in home.screen(WORKER).removed


@pytest.mark.safety(11)
async def test_on_line_it_is_said_how_to_clear_the_chat(home: House) -> None:
    await answers_some(home, Channel.LINE)
    await home.says(WORKER, "hide", channel=Channel.LINE)
    shown = home.screen(WORKER, Channel.LINE).last.text
    assert (
        shown == f"To clear this chat: hold it in your list of chats. Then tap Delete.\n{HARMLESS}"
    )
    assert home.screen(WORKER, Channel.LINE).removed == []
    assert (await talk(home, Channel.LINE)).gate.value == "shut"
