"""Referring a case to an agency: nothing leaves before the worker has agreed."""

from pathlib import Path

import pytest
from bot.domain.consent import HeardBy, Willing
from bot.domain.ids import CaseState, Channel, ReferralState
from bot.domain.incoming import Chat, Tap

from tests.agencies import (
    INSPECTOR,
    NOK,
    WORKER,
    asks_worker,
    officer_taps,
    referred,
    said,
    state,
    taken,
    the_case,
)
from tests.house import House

BOTH = pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.LINE])
THERE = Chat(Channel.TELEGRAM, "-300", private=False)


async def answers(h: House, value: str, channel: Channel = Channel.TELEGRAM) -> None:
    """The worker presses a button of the card."""
    for _, message in reversed(h.screen(WORKER, channel).messages):
        for row in message.rows:
            for each in row:
                if ":consent_refer_" in each.payload and each.payload.endswith(f":{value}"):
                    await h.take(WORKER, Tap(each.payload, "t"), channel=channel)
                    return
    raise AssertionError(value)


@BOTH
async def test_a_yes_sends_it_and_the_way_to_the_end_is_told_to_everybody(
    tmp_path: Path, channel: Channel
) -> None:
    async with taken(tmp_path, channel) as h:
        await h.says(WORKER, "/start", channel=channel)
        await asks_worker(h)
        assert await state(h) is ReferralState.ASKED
        assert said(h, "-300") == []
        await answers(h, "yes", channel)
        assert await state(h) is ReferralState.SENT
        assert (await the_case(h)).state is CaseState.TAKEN
        assert "We have told" in "".join(said(h, WORKER, channel))
        await h.taps(INSPECTOR, "✋ Take the case", chat=THERE)
        await h.taps(INSPECTOR, "✅ Accept", chat=THERE)
        assert (await the_case(h)).state is CaseState.REFERRED
        await h.taps(INSPECTOR, "🏁 Complete", chat=THERE)
        await h.taps(INSPECTOR, "✅ Helped")
        assert await state(h) is ReferralState.COMPLETED
        assert (await the_case(h)).state is CaseState.TAKEN
        told = "\n".join(said(h, NOK))
        for words in ("sent, waits", "not accepted yet", "accepted", "completed", "Outcome:"):
            assert words in told
        heard = "\n".join(said(h, WORKER, channel))
        assert "they said yes" in heard
        assert "they have done their part" in heard
