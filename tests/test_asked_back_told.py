"""Where a worker is told how one message is deleted, in every language and on either platform."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bot.catalogue import load, read_lexicon
from bot.domain.ids import Channel, LanguageCode
from bot.domain.lexicon import Meaning
from bot.domain.prompt import Line, Prompt

from tests.agencies import WORKER
from tests.house import house
from tests.taking_back import LINE, TELEGRAM, shown
from tests.test_take_turn import presses

ONLY_HERE = "If you only delete a message here, we still have it."


@pytest.mark.safety(9)
@pytest.mark.parametrize("channel", [TELEGRAM, LINE])
async def test_the_screen_about_deleting_says_how_one_message_is_deleted_where_it_is_safe(
    tmp_path: Path, channel: Channel
) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello", channel=channel)
        await presses(home, "language:en", "safe_to_talk:yes", channel=channel)
        await home.says(WORKER, "delete", channel=channel)
        assert ONLY_HERE in shown(home, channel)
        assert ("Unsend it" in shown(home, channel)) is (channel is LINE)
        assert "reply to it with “delete”" in shown(home, channel)
        home.moment[0] += timedelta(hours=1)
        await home.says(WORKER, "delete", channel=channel)
        assert shown(home, channel) == "Do you want to delete what you told us?"


@pytest.mark.parametrize("language", ["en", "th", "my", "km", "lo", "vi"])
def test_the_words_that_the_texts_name_are_understood(language: LanguageCode) -> None:
    catalogue = load(lambda *_: "")
    for key, meaning in (
        ("how", Meaning.DELETE),
        ("how_line", Meaning.DELETE),
        ("unknown", Meaning.MENU),
    ):
        words = catalogue.word(Prompt((Line(f"taking_back.{key}"),)), language).text
        named = re.findall("[“«]([^”»]+)[”»]", words)[-1]
        assert read_lexicon().meaning(named, language) is meaning
