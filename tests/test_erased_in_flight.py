"""What is cancelled after it was taken up to be sent leaves no more, however slow a platform is."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from bot.domain.delivery import OwedKind
from bot.domain.ids import Channel
from bot.domain.incoming import Tap
from bot.domain.prompt import Line, Literal, Prompt
from bot.ports import Outgoing, Work
from bot.usecases.owing import owe_worker

from tests.agencies import WORKER, taken
from tests.house import House
from tests.parting import talk

SECRET = "they hold us in the blue house"
SAID = Literal(SECRET)


def _owes(home: House, number: int, work: Work) -> None:
    known = work.conversations.current(Channel.TELEGRAM, WORKER)
    assert known is not None
    words = Prompt((Line("review.line", {"name": Literal(str(number)), "value": SAID}),))
    key = f"test:{number}"
    owe_worker(work, known, words, key=key, kind=OwedKind.PUSH, now=home.now)


@pytest.mark.safety(5, 11)
async def test_of_messages_that_leave_slowly_none_comes_after_the_case_was_erased(
    tmp_path: Path,
) -> None:
    async with taken(tmp_path) as home:
        await home.says(WORKER, "/start")
        assert (await talk(home)).safe_at is not None
        for number in range(3):
            await home.assembly.store.write(lambda work, n=number: _owes(home, n, work))  # type: ignore[misc]
        platform = home.platforms[Channel.TELEGRAM]
        sends, shown = platform.send, platform.shown

        async def slowly(outgoing: Sequence[Outgoing], *, reply_token: str = "") -> Sequence[str]:
            platform.send = sends  # type: ignore[method-assign]
            await home.says(WORKER, "delete", settle=False)
            tap = f"a:{(await talk(home)).id}:delete_data:yes"
            await home.take(WORKER, Tap(tap, "t"), settle=False)
            return await sends(outgoing, reply_token=reply_token)

        platform.send = slowly  # type: ignore[method-assign]
        await home.settle()
        late = [message.text for _, _, message in shown if SECRET in message.text]
        assert len(late) == 1  # what was on its way
        assert "It is deleted." in home.screen(WORKER).last.text
