"""What a channel is given of what is owed."""

from pathlib import Path

from bot.domain.ids import Channel

from tests.house import house
from tests.test_take_turn import WORKER, presses


async def test_line_learns_each_persons_language_and_so_which_menu_is_theirs(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        await home.says(WORKER, "hello", channel=Channel.LINE)
        for language in ("my", "vi"):
            await presses(home, f"language:{language}", channel=Channel.LINE)
            outgoing, _ = home.platforms[Channel.LINE].calls[-1]
            assert {each.language for each in outgoing} == {language}
            await home.says(WORKER, "language", channel=Channel.LINE)
