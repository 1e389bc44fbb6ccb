"""🧹 under everything that can be answered: one tap clears the chat, on every screen."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.channels.line.render import render as on_line
from bot.channels.telegram.render import render as on_telegram
from bot.domain.ids import Channel, LanguageCode
from bot.domain.prompt import Button, Line, Message, Prompt, WordedButton, worker_payload
from bot.flows.hiding import swept

from tests.agencies import WORKER, said, taken
from tests.house import House, house
from tests.parting import talk
from tests.test_quick_hide import HARMLESS
from tests.test_take_turn import CONSENT, presses

BROOM = "🧹"
LANGUAGES = ("en", "th", "my", "km", "lo", "vi")


def brooms(message: Message) -> int:
    return sum(
        BROOM in each.label and each.payload.endswith(":menu:hide")
        for row in message.rows
        for each in row
    )


@pytest.mark.safety(11)
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_every_screen_of_the_intake_has_one_and_only_one(
    tmp_path: Path, channel: Channel
) -> None:
    async with house(tmp_path) as home:
        await home.group("national", "-200")
        await home.says(WORKER, "hello", channel=channel)
        steps = (*CONSENT, "category:money", "category:pay", "category:done")
        for wanted in steps:
            assert brooms(home.screen(WORKER, channel).last) == 1, wanted
            await presses(home, wanted, channel=channel)
        for words in ("no pay", "Mahachai", "menu", "stop", "delete", "advice", "help", "copy"):
            await home.says(WORKER, words, channel=channel)
            assert brooms(home.screen(WORKER, channel).last) == 1, words


async def test_the_gate_the_pause_and_an_officers_message_have_one(tmp_path: Path) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        home.moment[0] += timedelta(minutes=31)
        await home.says(WORKER, "hello")
        assert said(home, WORKER)[-1].startswith("Can you talk safely")
        assert brooms(home.screen(WORKER).last) == 1
        await home.taps(WORKER, "safe_to_talk:no")
        assert said(home, WORKER)[-1] == HARMLESS
        assert brooms(home.screen(WORKER).last) == 1


async def test_a_tap_on_it_clears_wherever_it_stands_however_old(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello")
        await presses(home, *CONSENT)
        await home.taps(WORKER, ":menu:hide")
        assert said(home, WORKER) == [HARMLESS]
        await _starts_over(home)
        await home.taps(WORKER, ":menu:hide")
        assert said(home, WORKER) == [HARMLESS]


async def _starts_over(home: House) -> None:
    await home.says(WORKER, "ok")
    await presses(home, "safe_to_talk:yes")
    await home.says(WORKER, "start over")
    await presses(home, "start_over:yes")


async def test_it_stands_in_the_row_of_back_and_nowhere_twice(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello")
        here = await talk(home)
        controls = tuple(
            Button(Line(f"button.{each}"), worker_payload(here.id, "wish", each))
            for each in ("skip", "back", "later", "listen")
        )
        prompt = swept(here, Prompt((Line("ask.wish"),), (controls,)))
        assert swept(here, prompt) == prompt
        assert len(prompt.rows) == 1
        assert swept(here, Prompt((Line("forgotten"),))).rows == ()
        for language in LANGUAGES:
            worded = home.desk.voice.word(prompt, LanguageCode(language))
            (part,) = on_telegram(worded, private=True)
            rows = part.markup.inline_keyboard  # type: ignore[union-attr]
            assert len(rows) <= len(controls), language
            assert rows[-1][-1].text == BROOM
            assert len(on_line(worded)) == 1


def test_buttons_that_fit_stay_beside_each_other() -> None:
    labels = ("⏭ Skip", "↩ Back", "⏰ Later", "🔊 Listen", BROOM)
    row = tuple(WordedButton(each, f"a:b:c:{number}") for number, each in enumerate(labels))
    (part,) = on_telegram(Message("?", (row,)), private=True)
    rows = part.markup.inline_keyboard  # type: ignore[union-attr]
    assert [len(each) for each in rows] == [4, 1]
