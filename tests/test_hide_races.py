"""The chat is cleared while an answer is on its way: it does not come, or goes again at once."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from bot.domain.ids import Channel
from bot.domain.incoming import Tap
from bot.ports import Outgoing

from tests.agencies import WORKER
from tests.house import House, Platform, house
from tests.test_take_turn import CONSENT, presses

STORY = "they keep my passport in the boat"


async def tells(home: House, channel: Channel) -> None:
    await home.group("samut-sakhon", "-100")
    await home.says(WORKER, "hello", channel=channel)
    about = ("category:money", "category:pay", "category:done")
    await presses(home, *CONSENT, *about, channel=channel)
    await home.says(WORKER, STORY, channel=channel)


def shown(home: House, channel: Channel) -> str:
    return "\n".join(message.text for _, message in home.screen(WORKER, channel).messages)


@pytest.mark.safety(11)
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
async def test_what_was_not_sent_yet_is_not_sent(tmp_path: Path, channel: Channel) -> None:
    async with house(tmp_path) as home:
        await tells(home, channel)
        await home.says(WORKER, "/review", channel=channel, settle=False)
        await home.says(WORKER, "🧹", channel=channel)
        assert STORY not in shown(home, channel)
        await home.says(WORKER, "ok", channel=channel)
        await presses(home, "safe_to_talk:yes", channel=channel)
        await home.says(WORKER, "/review", channel=channel)
        assert STORY in shown(home, channel)


class _Slow(Platform):
    """While the first message is on its way, the broom is pressed."""

    def __init__(self, home: House) -> None:
        super().__init__(Channel.TELEGRAM, edits=True)
        self._home: House | None = home
        self.screens = home.platforms[Channel.TELEGRAM].screens

    async def send(self, outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
        home, self._home = self._home, None
        if home is not None:
            await home.take(WORKER, Tap(home.screen(WORKER).button("menu:hide")), settle=False)
        return await super().send(outgoing, reply_token=reply_token)


@pytest.mark.safety(11)
async def test_what_is_just_leaving_is_taken_away_again(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tells(home, Channel.TELEGRAM)
        home.platforms[Channel.TELEGRAM] = _Slow(home)
        await home.says(WORKER, "/review")
        assert STORY not in shown(home, Channel.TELEGRAM)
        assert shown(home, Channel.TELEGRAM) == "OK. Write OK when you want to go on."


@pytest.mark.safety(11)
async def test_what_was_claimed_before_it_is_not_sent_after_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await tells(home, Channel.LINE)
        await home.says(WORKER, "/menu", channel=Channel.LINE, settle=False)
        await home.says(WORKER, "/review", channel=Channel.LINE, settle=False)
        started = await home.deliverer.deliver()  # claimed, and nothing of it sent yet
        await home.says(WORKER, "🧹", channel=Channel.LINE)
        await home.deliverer.settled()
        await home.settle()
        assert started
        assert STORY not in shown(home, Channel.LINE)
