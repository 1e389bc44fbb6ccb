"""Whoever has not opened the private chat is told how."""

from datetime import timedelta
from pathlib import Path

import pytest
from bot.app.ways_in import ways_in
from bot.domain.errors import TryLater
from bot.domain.ids import Channel
from bot.domain.incoming import Chat
from bot.usecases.way_in import mark

from tests.house import House, QuietLog
from tests.taken_case import DAO, GROUP, NOK, SHUT, audited, shows, staffed, the_referrals
from tests.test_take_turn import files, sends

ON_LINE = Chat(Channel.LINE, "C100", private=False)


async def _knows(home: House, channel: Channel, address: str) -> None:
    await home.assembly.store.write(lambda work: work.marks.set(mark(channel), address))


async def test_the_refusal_says_the_way_in_and_the_way_in_works(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        await files(home)
        await sends(home)
        await home.taps(SHUT, "✋ Take the case", chat=GROUP)
        assert "Khun Oy: first tap my name in this group" in shows(home, GROUP.id)
        await _knows(home, Channel.TELEGRAM, "https://t.me/a_bot?start=officer")
        await home.taps(SHUT, "✋ Take the case", chat=GROUP)
        assert "https://t.me/a_bot?start=officer" in shows(home, GROUP.id)
        assert (await audited(home))[-1] == "refused.take"
        # Telegram sends this when the link is followed and Start is pressed.
        await home.says(SHUT, "/start officer")
        assert "You hold no case now." in shows(home, SHUT)
        await home.taps(SHUT, "✋ Take the case", chat=GROUP)
        (referral,) = await the_referrals(home)
        assert referral.holder == f"o{SHUT}"


async def test_on_line_it_is_to_add_the_account_as_a_friend(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        await home.group("samut-sakhon", ON_LINE.id, Channel.LINE)
        await home.officer("samut-sakhon", "61", "Khun Ploy", Channel.LINE, opened=False)
        await files(home)
        await sends(home)
        await home.taps("61", "✋ Take the case", chat=ON_LINE, channel=Channel.LINE)
        assert "add me as a friend" in shows(home, ON_LINE.id, Channel.LINE)
        await _knows(home, Channel.LINE, "https://line.me/R/ti/p/%40123abcde")
        await home.taps("61", "✋ Take the case", chat=ON_LINE, channel=Channel.LINE)
        assert "https://line.me/R/ti/p/%40123abcde" in shows(home, ON_LINE.id, Channel.LINE)


@pytest.mark.parametrize("who", ["99", DAO])
async def test_somebody_else_is_refused_without_a_name_or_a_link(tmp_path: Path, who: str) -> None:
    async with staffed(tmp_path) as home:
        await _knows(home, Channel.TELEGRAM, "https://t.me/a_bot?start=officer")
        await files(home)
        await sends(home)
        before = len(home.screen(GROUP.id).messages)
        await home.taps(who, "✋ Take the case", chat=GROUP)
        assert len(home.screen(GROUP.id).messages) == before
        assert "Only officers enrolled" in home.platforms[Channel.TELEGRAM].toasts[-1][1]
        await home.says(NOK, "hello")
        assert "You hold no case now." in shows(home, NOK)


async def test_the_addresses_are_learnt_from_the_platforms_and_kept(tmp_path: Path) -> None:
    async with staffed(tmp_path) as home:
        log = QuietLog()

        async def address() -> str:
            return "https://t.me/a_bot?start=officer"

        async def down() -> str:
            raise TryLater(timedelta(seconds=1))

        asked = {Channel.TELEGRAM: address, Channel.LINE: down}
        async with ways_in(home.assembly.store, asked, log):
            while not log.events:
                await home.settle()
        known = await home.assembly.store.read(
            lambda work: [work.marks.get(mark(channel)) for channel in asked]
        )
        assert known == ["https://t.me/a_bot?start=officer", ""]
